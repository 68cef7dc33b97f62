using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Layers;

/// <summary>All axes of a sample joined into one.</summary>
internal static class FlattenLayer
{
    public static LayerDefinition Definition { get; } = new("Flatten", [], static (layer, x) =>
        layer.Builder.Reshape(x, [x.Shape[0], x.Shape.WithoutBatch.Count]));
}
