using System.Globalization;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Layers;

/// <summary>Recurrent networks over <c>[steps, features]</c>, one upon the other, in one direction or both.</summary>
internal static class RecurrentLayers
{
    public static IReadOnlyList<LayerDefinition> All { get; } =
    [
        new("Rnn", [.. Arguments(), new ChoiceArgument("Activation", ["Tanh", "Relu", "Gelu", "Silu", "Sigmoid"], "Tanh")], static (layer, x) => Stacked(layer, x, "Rnn", 1))
        {
            HasWeights = true,
        },
        new("Lstm", [.. Arguments()], static (layer, x) => Stacked(layer, x, "Lstm", 4)) { HasWeights = true },
        new("Gru", [.. Arguments()], static (layer, x) => Stacked(layer, x, "Gru", 3)) { HasWeights = true },
    ];

    private static IEnumerable<LayerArgument> Arguments() =>
    [
        new SizeArgument("Units"),
        new BooleanArgument("Last", false),
        new BooleanArgument("Bidirectional", false),
        new IntegerArgument("Layers", 1, Maximum: 1024),
        new RealArgument("Dropout", 0, Minimum: 0, Below: 1),
        new IntegerArgument("Truncate", 0, Minimum: 0),
    ];

    private static Node Stacked(LayerContext layer, Node x, string function, int gates)
    {
        if (x.Shape.Rank != 3)
        {
            throw layer.RankError("[steps, features]", x, "give it a sequence, or put [Embedding] before it");
        }

        int count = layer.Integer("Layers");
        for (int number = 1; number <= count; number++)
        {
            // The first network has the plain names, the others a number behind.
            string suffix = number == 1 ? string.Empty : number.ToString(CultureInfo.InvariantCulture);
            bool last = number == count && layer.Boolean("Last");
            LayerContext network = count == 1 ? layer : layer.As("Network" + number.ToString(CultureInfo.InvariantCulture));
            x = layer.Boolean("Bidirectional") ? Both() : Direction(network, x, function, gates, string.Empty, suffix, last, reverse: false);
            x = number < count && layer.Real("Dropout") > 0 ? network.As("Dropped").Apply("Dropout", x, layer.Real("Dropout")) : x;

            Node Both()
            {
                Node forward = Direction(network.As("Forward"), x, function, gates, string.Empty, suffix, last, reverse: false);
                Node backward = Direction(network.As("Backward"), x, function, gates, "Backward", suffix, last, reverse: true);
                return network.Builder.Concat(forward.Shape.Rank - 1, forward, backward);
            }
        }

        return x;
    }

    private static Node Direction(LayerContext layer, Node x, string function, int gates, string prefix, string suffix, bool last, bool reverse)
    {
        Size units = layer.Size("Units");
        Size columns = units * gates;
        Node inputKernel = layer.Matrix(prefix + "InputKernel" + suffix, x.Shape[2], columns, Initial(units));
        Node stateKernel = layer.Matrix(prefix + "StateKernel" + suffix, units, columns, Initial(units));
        Node inputBias = layer.Parameter(prefix + "InputBias" + suffix, [columns], Initial(units));
        Node stateBias = layer.Parameter(prefix + "StateBias" + suffix, [columns], Initial(units));
        long truncate = layer.Integer("Truncate");
        object?[] given = function switch
        {
            "Lstm" => [inputKernel, stateKernel, inputBias, stateBias, null, null, null, reverse, truncate],
            "Rnn" => [inputKernel, stateKernel, inputBias, stateBias, null, null, reverse, truncate, layer.Choice("Activation")],
            _ => [inputKernel, stateKernel, inputBias, stateBias, null, null, reverse, truncate],
        };
        return layer.Apply(function, last ? 1 : 0, x, given);
    }

    /// <summary>Uniform in ±1 / √units: ±√(6 / units) times a gain.</summary>
    private static InitialValue Initial(Size units) => new HeInitial(units, Math.Sqrt(1 / 6.0));
}
