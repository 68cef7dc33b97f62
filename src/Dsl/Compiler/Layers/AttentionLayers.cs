using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Layers;

/// <summary>Attention of a sequence to itself, alone and as a block of a transformer (Vaswani et al. 2017).</summary>
internal static class AttentionLayers
{
    private static readonly LayerArgument[] OfHeads =
    [
        new IntegerArgument("KeyValueHeads", 0, Minimum: 0),
        new BooleanArgument("Rotary", false),
        new BooleanArgument("Bias", true),
        new RealArgument("Dropout", 0, Minimum: 0, Below: 1),
    ];

    private static readonly LayerArgument[] OfBlock =
    [
        new IntegerArgument("Heads"),
        new IntegerArgument("Hidden"),
        .. OfHeads,
        new BooleanArgument("PostNorm", false),
        new RealArgument("Epsilon", 1e-5),
        new ChoiceArgument("Activation", ["Tanh", "Relu", "Gelu", "Silu", "Sigmoid"], "Gelu"),
    ];

    public static IReadOnlyList<LayerDefinition> All { get; } =
    [
        new("SinusoidalPositions", [new RealArgument("Period", 10_000, Minimum: 1)], static (layer, x) => x.Shape.Rank > 2
            ? layer.Apply("SinusoidalPositions", x, layer.Real("Period"))
            : throw layer.RankError("[steps, features]", x, "put [Embedding] before it, or give it a sequence")),
        new("SelfAttention", [new IntegerArgument("Heads", 1), new BooleanArgument("Causal", false), .. OfHeads], static (layer, x) =>
            Attended(layer, Sequence(layer, x), layer.Boolean("Causal")))
        {
            HasWeights = true,
        },
        new("TransformerEncoder", [.. OfBlock], static (layer, x) => Block(layer, Sequence(layer, x), causal: false)) { HasWeights = true },
        new("TransformerDecoder", [.. OfBlock], static (layer, x) => Block(layer, Sequence(layer, x), causal: true)) { HasWeights = true },
    ];

    /// <summary>
    /// Attention, then a network at each step, each added to its input; the normalisation is before them (Xiong et al. 2020), or behind the
    /// sums as in the original.
    /// </summary>
    private static Node Block(LayerContext layer, Node x, bool causal)
    {
        Size features = x.Shape[2];
        (GraphBuilder residual, GraphBuilder output) = (layer.Builder.As("Residual"), layer.Builder.As("Output"));
        if (layer.Boolean("PostNorm"))
        {
            Node attended = Normalised(layer, residual.Add(x, Dropped(layer, "Attended", Attended(layer, x, causal))), features, "Attention");
            return Normalised(layer, output.Add(attended, Dropped(layer, "Projected", FeedForward(layer, attended))), features, "Network");
        }

        Node sum = residual.Add(x, Dropped(layer, "Attended", Attended(layer, Normalised(layer, x, features, "Attention"), causal)));
        return output.Add(sum, Dropped(layer, "Projected", FeedForward(layer, Normalised(layer, sum, features, "Network"))));
    }

    private static Node Attended(LayerContext layer, Node x, bool causal)
    {
        Size features = x.Shape[2];
        long heads = layer.Integer("Heads");
        Size keys = features.DividedBy(heads) * KeyHeads(layer);
        (Node query, Node? queryBias) = Weights(layer, "Query", features, features);
        (Node key, Node? keyBias) = Weights(layer, "Key", features, keys);
        (Node value, Node? valueBias) = Weights(layer, "Value", features, keys);
        (Node output, Node? outputBias) = Weights(layer, "Output", features, features);
        return layer.Apply(
            "SelfAttention", x, query, key, value, output, queryBias, keyBias, valueBias, outputBias, null, heads, causal, layer.Boolean("Rotary"), layer.Real("Dropout"));
    }

    private static Node FeedForward(LayerContext layer, Node x)
    {
        Size features = x.Shape[2];
        Size size = layer.Integer("Hidden");
        (Node kernel, Node? bias) = Weights(layer, "Hidden", features, size);
        Node hidden = layer.As("Expanded").Apply("Dense", x, kernel, bias);
        string activation = layer.Choice("Activation");
        Node active = layer.As("Activated").Apply(activation, hidden, activation == "Gelu" ? [false] : []);
        (Node back, Node? backBias) = Weights(layer, "Projection", size, features);
        return layer.As("Projected").Apply("Dense", Dropped(layer, "Activated", active), back, backBias);
    }

    private static (Node Kernel, Node? Bias) Weights(LayerContext layer, string name, Size inputs, Size outputs) => (
        layer.Matrix(name, inputs, outputs, new XavierInitial(inputs, outputs)),
        layer.Boolean("Bias") ? layer.Parameter(name + "Bias", [outputs], new ZeroInitial()) : null);

    private static Node Normalised(LayerContext layer, Node x, Size features, string name) => layer.As(name + "Norm").Apply(
        "LayerNorm",
        x,
        layer.Parameter(name + "Gain", [features], new ConstantInitial(1)),
        layer.Parameter(name + "Offset", [features], new ZeroInitial()),
        layer.Real("Epsilon"),
        1L);

    private static Node Dropped(LayerContext layer, string name, Node x) =>
        layer.Real("Dropout") > 0 ? layer.As("Dropped" + name).Apply("Dropout", x, layer.Real("Dropout")) : x;

    private static int KeyHeads(LayerContext layer) => layer.Integer("KeyValueHeads") is > 0 and var given ? given : layer.Integer("Heads");

    /// <summary>The input, whose features the heads divide.</summary>
    private static Node Sequence(LayerContext layer, Node x)
    {
        if (x.Shape.Rank != 3)
        {
            throw layer.RankError("[steps, features]", x, "put [Embedding] before it, or give it a sequence");
        }

        (int heads, int shared, Size features) = (layer.Integer("Heads"), KeyHeads(layer), x.Shape[2]);
        if (heads % shared != 0)
        {
            throw Misfit($"a number of 'KeyValueHeads' that divides its {heads} heads", $"choose a divisor of {heads} instead of {shared}");
        }

        return features.Content % heads == 0 ? x
            : throw Misfit($"features that its {heads} heads divide", features.IsConstant ? $"choose a divisor of {features} for 'Heads'" : $"write the size as \"{heads}*{features}\"");

        Exception Misfit(string needs, string fix) => layer.Mismatch(
            Errors.Rules.FunctionMismatchInLayer, x, remedy: null, needs, $"{layer.GiverOf(x)} gives {Functions.FunctionCall.Written(x)}", fix);
    }
}
