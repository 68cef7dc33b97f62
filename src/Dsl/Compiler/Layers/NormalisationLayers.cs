using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Layers;

/// <summary>Normalisations of each sample, and of a batch.</summary>
internal static class NormalisationLayers
{
    private static readonly LayerArgument Epsilon = new RealArgument("Epsilon", 1e-5);

    public static IReadOnlyList<LayerDefinition> All { get; } =
    [
        new("LayerNorm", [Epsilon, new IntegerArgument("Axes", 1)], static (layer, x) =>
        {
            (Shape normalised, long axes) = Trailing(layer, x);
            return layer.Apply("LayerNorm", x, Gain(layer, normalised), Bias(layer, normalised), layer.Real("Epsilon"), axes);
        })
        {
            HasWeights = true,
        },
        new("RmsNorm", [new RealArgument("Epsilon", 1e-6), new IntegerArgument("Axes", 1)], static (layer, x) =>
        {
            (Shape normalised, long axes) = Trailing(layer, x);
            return layer.Apply("RmsNorm", x, Gain(layer, normalised), layer.Real("Epsilon"), axes);
        })
        {
            HasWeights = true,
        },
        new("GroupNorm", [new IntegerArgument("Groups"), Epsilon], static (layer, x) =>
        {
            Shape channels = ChannelsOf(layer, x, leastRank: 3);
            return layer.Apply("GroupNorm", x, (long)layer.Integer("Groups"), Gain(layer, channels), Bias(layer, channels), layer.Real("Epsilon"));
        })
        {
            HasWeights = true,
        },
        new("InstanceNorm", [Epsilon], static (layer, x) =>
        {
            Shape channels = ChannelsOf(layer, x, leastRank: 3);
            return layer.Apply("InstanceNorm", x, Gain(layer, channels), Bias(layer, channels), layer.Real("Epsilon"));
        })
        {
            HasWeights = true,
        },
        new("BatchNorm", [new RealArgument("Momentum", 0.1, 0, 1.0000001), Epsilon], static (layer, x) =>
        {
            Shape channels = ChannelsOf(layer, x, leastRank: 2);
            Node mean = layer.State("Mean", channels, 0);
            Node variance = layer.State("Variance", channels, 1);
            return layer.Apply("BatchNorm", x, mean, variance, Gain(layer, channels), Bias(layer, channels), layer.Real("Momentum"), layer.Real("Epsilon"));
        })
        {
            HasWeights = true,
        },
    ];

    private static Node Gain(LayerContext layer, Shape shape) => layer.Parameter("Gain", shape, new ConstantInitial(1));

    private static Node Bias(LayerContext layer, Shape shape) => layer.Parameter("Bias", shape, new ZeroInitial());

    /// <summary>The last axes of a sample, over which a layer normalises.</summary>
    private static (Shape Shape, long Count) Trailing(LayerContext layer, Node x)
    {
        int axes = layer.Integer("Axes");
        return x.Shape.Rank > axes
            ? (new Shape(x.Shape.Skip(x.Shape.Rank - axes).ToEquatableArray()), axes)
            : throw layer.RankError("[.., features]", x, axes == 1 ? "give it a vector for each sample" : "choose fewer 'Axes'");
    }

    private static Shape ChannelsOf(LayerContext layer, Node x, int leastRank) => x.Shape.Rank >= leastRank
        ? [x.Shape[1]]
        : throw layer.RankError("[channels, ..]", x, leastRank == 2 ? "give it a vector for each sample" : "give it places for each channel, as in [channels, height, width]");
}

/// <summary>A vector for each whole number: <c>i32[..]</c> to <c>[.., size]</c>.</summary>
internal static class EmbeddingLayer
{
    public static LayerDefinition Definition { get; } = new("Embedding", [new SizeArgument("Rows"), new SizeArgument("Size")], static (layer, x) =>
    {
        if (x.Type.Element != ElementType.Int32)
        {
            throw layer.Mismatch(Errors.Rules.FunctionMismatchInLayer, x, remedy: null, "whole numbers", $"{layer.GiverOf(x)} gives real numbers, {x.Shape.WithoutBatch}", "declare the input as in \"i32[T]\"");
        }

        Node table = layer.Parameter("Table", [layer.Size("Rows"), layer.Size("Size")], new NormalInitial(0.02));
        return layer.Builder.Add(new Gather(), table, x);
    })
    {
        HasWeights = true,
    };
}

/// <summary>Adds a learned vector to each of the steps of <c>[T, size]</c>.</summary>
internal static class PositionEmbeddingLayer
{
    public static LayerDefinition Definition { get; } = new("PositionEmbedding", [new SizeArgument("Steps")], static (layer, x) =>
    {
        if (x.Shape.Rank != 3)
        {
            throw layer.RankError("[steps, features]", x, "put [Embedding] before it, or give it a sequence");
        }

        Size steps = layer.Size("Steps");
        Node table = layer.Parameter("Table", [steps, x.Shape[2]], new NormalInitial(0.02));
        GraphBuilder ofRows = layer.Builder.As("Rows");
        Node rows = steps == x.Shape[1] ? table : ofRows.Slice(table, 0, Size.Zero, x.Shape[1]);
        return layer.Builder.Add(x, ofRows.Broadcast(rows, x.Shape, [0]));
    })
    {
        HasWeights = true,
    };
}
