using Adjoint.Compiler.Functions;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Layers;

/// <summary>Mean 0 and variance 1 along the last axis, then a gain and a bias (Ba, Kiros, Hinton 2016).</summary>
internal static class LayerNormLayer
{
    public static LayerDefinition Definition { get; } = new("LayerNorm", [new RealArgument("Epsilon", 1e-5)], static (layer, x) =>
    {
        if (x.Shape.Rank < 2)
        {
            throw layer.RankError("[.., features]", x, "give it a vector for each sample");
        }

        GraphBuilder builder = layer.Builder;
        Size features = x.Shape[x.Shape.Rank - 1];
        EquatableArray<int> others = Enumerable.Range(0, x.Shape.Rank - 1).ToEquatableArray();
        Node y = NetworkFunctions.Normalise(builder, x, layer.Real("Epsilon"));
        Node gain = layer.Parameter("Gain", [features], new ConstantInitial(1));
        Node bias = layer.Parameter("Bias", [features], new ZeroInitial());
        return builder.Add(builder.Multiply(y, builder.Broadcast(gain, y.Shape, others)), builder.Broadcast(bias, y.Shape, others));
    })
    {
        HasWeights = true,
    };
}

/// <summary>
/// Mean 0 and variance 1 of each channel, the axis after the batch, over the batch and all other axes; then a gain and a bias (Ioffe and
/// Szegedy 2015). Prediction uses running values of both.
/// </summary>
internal static class BatchNormLayer
{
    public static LayerDefinition Definition { get; } =
        new("BatchNorm", [new RealArgument("Momentum", 0.1, 0, 1.0000001), new RealArgument("Epsilon", 1e-5)], static (layer, x) =>
        {
            if (x.Shape.Rank < 2)
            {
                throw layer.RankError("[channels, ..]", x, "give it a vector for each sample");
            }

            GraphBuilder builder = layer.Builder;
            Shape channels = [x.Shape[1]];
            EquatableArray<int> others = Enumerable.Range(0, x.Shape.Rank).Where(static axis => axis != 1).ToEquatableArray();
            Node runningMean = layer.State("Mean", channels, 0);
            Node runningVariance = layer.State("Variance", channels, 1);
            Node mean = runningMean;
            Node variance = runningVariance;
            if (layer.IsTraining)
            {
                mean = builder.Mean(x, others);
                Node distance = builder.Subtract(x, builder.Broadcast(mean, x.Shape, others));
                variance = builder.Mean(builder.Multiply(distance, distance), others);
                Follow(runningMean, mean);
                Follow(runningVariance, variance);
            }

            Node gain = layer.Parameter("Gain", channels, new ConstantInitial(1));
            Node bias = layer.Parameter("Bias", channels, new ZeroInitial());
            Node deviation = builder.Add(new Sqrt(), builder.Add(variance, builder.Fill(channels, layer.Real("Epsilon"))));
            Node scaled = builder.Multiply(
                builder.Subtract(x, builder.Broadcast(mean, x.Shape, others)), builder.Broadcast(builder.Add(new Divide(), gain, deviation), x.Shape, others));
            return builder.Add(scaled, builder.Broadcast(bias, x.Shape, others));

            void Follow(Node running, Node current)
            {
                Node momentum = builder.Fill(channels, layer.Real("Momentum"));
                Node kept = builder.Multiply(running, builder.Fill(channels, 1 - layer.Real("Momentum")));
                layer.Update(running, builder.Add(new StopGradient(), builder.Add(kept, builder.Multiply(current, momentum))));
            }
        })
        {
            HasWeights = true,
        };
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
        Node rows = steps == x.Shape[1] ? table : layer.Builder.Add(new Slice(0, Size.Zero, x.Shape[1]), table);
        return layer.Builder.Add(x, layer.Builder.Broadcast(rows, x.Shape, [0]));
    })
    {
        HasWeights = true,
    };
}
