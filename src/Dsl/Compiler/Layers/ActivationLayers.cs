using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Layers;

/// <summary>Activations as layers: the functions of the same names.</summary>
internal static class ActivationLayers
{
    public static IReadOnlyList<LayerDefinition> All { get; } =
    [
        new("Gelu", [new BooleanArgument("Approximate", false)], static (layer, x) => layer.Apply("Gelu", x, layer.Boolean("Approximate"))),
        new("PRelu", [new RealArgument("Slope", 0.25), new BooleanArgument("PerChannel", false)], PRelu) { HasWeights = true },
        new("Elu", [new RealArgument("Alpha", 1)], static (layer, x) => layer.Apply("Elu", x, layer.Real("Alpha"))),
        new("Selu", [], static (layer, x) => layer.Apply("Selu", x)),
        new("Celu", [new RealArgument("Alpha", 1, Minimum: 1e-6)], static (layer, x) => layer.Apply("Celu", x, layer.Real("Alpha"))),
        new("Silu", [], static (layer, x) => layer.Apply("Silu", x)),
        new("Mish", [], static (layer, x) => layer.Apply("Mish", x)),
        new("Softsign", [], static (layer, x) => layer.Apply("Softsign", x)),
        new("HardSigmoid", [], static (layer, x) => layer.Apply("HardSigmoid", x)),
        new("HardSwish", [], static (layer, x) => layer.Apply("HardSwish", x)),
        new("Sine", [new RealArgument("Omega", 30)], static (layer, x) => layer.Apply("Sine", x, layer.Real("Omega"))),
        new("LogSoftmax", [], static (layer, x) => layer.Apply("LogSoftmax", x, -1L)),
        new("Glu", [AxisArgument], static (layer, x) => layer.Apply("Glu", x, (long)layer.Integer("Axis"))),
        new("Swiglu", [AxisArgument], static (layer, x) => layer.Apply("Swiglu", x, (long)layer.Integer("Axis"))),
        new("Maxout", [new IntegerArgument("Pieces"), AxisArgument], static (layer, x) => layer.Apply("Maxout", x, (long)layer.Integer("Pieces"), (long)layer.Integer("Axis"))),
    ];

    private static IntegerArgument AxisArgument => new("Axis", -1, Minimum: -16, Maximum: 15);

    /// <summary>The slope is one for all elements, or one for each channel, the first axis of a sample.</summary>
    private static Node PRelu(LayerContext layer, Node x)
    {
        Shape shape = layer.Boolean("PerChannel") && x.Shape.Rank > 1 ? [x.Shape[1]] : Shape.Scalar;
        Node slope = layer.Parameter("Slope", shape, new ConstantInitial(layer.Real("Slope")));
        for (int axis = 2; shape.Rank > 0 && axis < x.Shape.Rank; axis++)
        {
            slope = layer.Builder.Reshape(slope, [.. slope.Shape, Size.One]);
        }

        return layer.Apply("PRelu", x, slope);
    }
}
