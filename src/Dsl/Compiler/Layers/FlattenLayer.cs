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

/// <summary>Random elements set to zero while training, the others scaled up; nothing in prediction.</summary>
internal static class DropoutLayer
{
    public static LayerDefinition Definition { get; } = new("Dropout", [new RealArgument("Rate", Minimum: 0, Below: 1)], static (layer, x) =>
    {
        double rate = layer.Real("Rate");
        int stream = layer.NextStream();
        return layer.IsTraining && rate > 0 ? layer.Builder.Multiply(x, layer.Builder.Add(new DropoutMask(x.Shape, rate, stream))) : x;
    });
}
