using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Layers;

/// <summary><c>y = x · Kernel + Bias</c> on the last axis of <c>[features]</c> or <c>[steps, features]</c>.</summary>
internal static class DenseLayer
{
    public static LayerDefinition Definition { get; } =
        new("Dense", [new SizeArgument("Units"), new BooleanArgument("Bias", true)], Build) { HasWeights = true };

    private static Node Build(LayerContext layer, Node x)
    {
        if (x.Shape.Rank < 2)
        {
            throw layer.RankError("[features]", x, "give it a vector for each sample");
        }

        if (x.Shape.Rank > 3)
        {
            throw layer.RankError("[features]", x, "put [Flatten] before it", new InsertBefore("Flatten"));
        }

        int last = x.Shape.Rank - 1;
        Size inputs = x.Shape[last];
        Size units = layer.Size("Units");
        Node kernel = layer.Matrix("Kernel", inputs, units, new HeInitial(inputs));
        Node y = layer.Builder.Add(last == 1 ? new Contract("ni", "io", "no") : new Contract("nti", "io", "nto"), x, kernel);
        if (!layer.Boolean("Bias"))
        {
            return y;
        }

        Node bias = layer.Parameter("Bias", [units], new ZeroInitial());
        return layer.Builder.Add(y, layer.Builder.Broadcast(bias, y.Shape, last == 1 ? [0] : [0, 1]));
    }
}
