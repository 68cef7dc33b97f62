using System.Globalization;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Functions;

/// <summary>
/// Normalisations with their weights as arguments. Variances are means of squares: their divisor is the number N of elements, never N − 1.
/// </summary>
internal static class NormalisationFunctions
{
    public static IReadOnlyList<FunctionDefinition> All { get; } =
    [
        new("RmsNorm", RmsNorm),
        new("GroupNorm", static call => InGroups(call, Channels(call), call.Integer(1), firstWeight: 2)),
        new("InstanceNorm", static call => InGroups(call, Channels(call), groups: null, firstWeight: 1)),
        new("BatchNorm", BatchNorm),
    ];

    /// <summary><c>(x − mean) / √(variance + ε)</c> over some axes.</summary>
    public static Node Normalise(GraphBuilder builder, Node x, EquatableArray<int> axes, double epsilon)
    {
        Node centred = builder.Subtract(x, builder.Broadcast(builder.Mean(x, axes), x.Shape, axes));
        return DividedByRoot(builder, centred, builder.Mean(builder.Multiply(centred, centred), axes), axes, epsilon);
    }

    /// <summary>The last axes of a sample, over which a function normalises.</summary>
    public static EquatableArray<int> Trailing(FunctionCall call, Node x, int index)
    {
        long count = call.IsGiven(index) ? call.Integer(index) : 1;
        int rank = FunctionCall.SampleOf(x).Rank;
        return count >= 1 && count <= rank
            ? Enumerable.Range(x.Shape.Rank - (int)count, (int)count).ToEquatableArray()
            : throw call.Error($"normalises the last {count.ToString(CultureInfo.InvariantCulture)} axes, but {FunctionCall.Written(x)} has {rank.ToString(CultureInfo.InvariantCulture)}");
    }

    /// <summary><c>x / √(mean(x²) + ε) · gain</c> over the last axes (Zhang and Sennrich 2019).</summary>
    private static object? RmsNorm(FunctionCall call)
    {
        Node x = ElementwiseFunctions.Float(call, 0);
        EquatableArray<int> axes = Trailing(call, x, 3);
        Node y = DividedByRoot(call.Builder, x, call.Builder.Mean(call.Builder.Multiply(x, x), axes), axes, call.Real(2));
        return call.IsGiven(1) ? call.Call("Multiply", y, call[1]) : y;
    }

    /// <summary>Each group of channels with mean 0 and variance 1 within a sample (Wu and He 2018); without a number, each channel (Ulyanov et al. 2016).</summary>
    private static object? InGroups(FunctionCall call, Node x, long? groups, int firstWeight)
    {
        Shape sample = FunctionCall.SampleOf(x);
        if (groups is { } number && (number < 1 || sample[0].Content % number != 0))
        {
            throw call.Error($"takes channels that its {number.ToString(CultureInfo.InvariantCulture)} groups divide, but is given {FunctionCall.Written(x)}, whose channels are {Wording.Of(sample[0])}");
        }

        Shape grouped = FunctionCall.Batched(FunctionCall.HasBatch(x), groups is { } count ? [count, sample.Count.DividedBy(count)] : [sample[0], Size.Product(sample.Skip(1))]);
        Node y = Normalise(call.Builder, call.Builder.Reshape(x, grouped), [grouped.Rank - 1], call.Real(firstWeight + 2));
        return Scaled(call, call.Builder.Reshape(y, x.Shape), firstWeight);
    }

    /// <summary>
    /// Each channel with mean 0 and variance 1 over the batch and all other axes (Ioffe and Szegedy 2015). With running values, training moves
    /// them and prediction uses them.
    /// </summary>
    private static object? BatchNorm(FunctionCall call)
    {
        GraphBuilder builder = call.Builder;
        Node x = ElementwiseFunctions.Float(call, 0);
        int channel = FunctionCall.HasBatch(x) ? 1 : 0;
        if (x.Shape.Rank <= channel)
        {
            throw call.Error($"takes [channels, ..], but is given {FunctionCall.Written(x)}");
        }

        if (call.IsGiven(1) != call.IsGiven(2))
        {
            throw call.Error("takes a running mean and a running variance, but is given one of them");
        }

        Shape channels = [x.Shape[channel]];
        EquatableArray<int> others = Enumerable.Range(0, x.Shape.Rank).Where(axis => axis != channel).ToEquatableArray();
        Node mean;
        Node variance;
        if (call.IsGiven(1) && !call.Model.IsTraining)
        {
            (mean, variance) = (OfChannels(call, 1, channels), OfChannels(call, 2, channels));
        }
        else
        {
            mean = builder.Mean(x, others);
            Node distance = builder.Subtract(x, builder.Broadcast(mean, x.Shape, others));
            variance = builder.Mean(builder.Multiply(distance, distance), others);
            if (call.IsGiven(1))
            {
                Follow(1, mean);
                Follow(2, variance);
            }
        }

        Node deviation = builder.Sqrt(builder.Add(variance, builder.Fill(channels, call.Real(6))));
        Node gain = call.IsGiven(3) ? OfChannels(call, 3, channels) : builder.Fill(channels, 1);
        Node scaled = builder.Multiply(
            builder.Subtract(x, builder.Broadcast(mean, x.Shape, others)), builder.Broadcast(builder.Divide(gain, deviation), x.Shape, others));
        return call.IsGiven(4) ? builder.Add(scaled, builder.Broadcast(OfChannels(call, 4, channels), x.Shape, others)) : scaled;

        void Follow(int index, Node current)
        {
            double momentum = call.Real(5);
            Node kept = builder.Multiply(OfChannels(call, index, channels), builder.Fill(channels, 1 - momentum));
            call.Call("Becomes", call[index], builder.Add(kept, builder.Multiply(current, builder.Fill(channels, momentum))));
        }
    }

    private static Node DividedByRoot(GraphBuilder builder, Node x, Node square, EquatableArray<int> axes, double epsilon)
    {
        Node root = builder.Sqrt(builder.Add(square, builder.Fill(square.Shape, epsilon)));
        return builder.Divide(x, builder.Broadcast(root, x.Shape, axes));
    }

    private static Node Channels(FunctionCall call)
    {
        Node x = ElementwiseFunctions.Float(call, 0);
        return FunctionCall.SampleOf(x).Rank < 2
            ? throw call.Error($"takes channels with places, as [channels, height, width], but is given {FunctionCall.Written(x)}")
            : x;
    }

    /// <summary>The gain and the bias of each channel, where they are given.</summary>
    private static Node Scaled(FunctionCall call, Node y, int firstWeight)
    {
        Shape sample = FunctionCall.SampleOf(y);
        for (int index = firstWeight; index < firstWeight + 2; index++)
        {
            if (call.IsGiven(index))
            {
                Node weight = OfChannels(call, index, [sample[0]]);
                Node places = call.Builder.Broadcast(weight, sample, Enumerable.Range(1, sample.Rank - 1).ToEquatableArray());
                y = call.Call(index == firstWeight ? "Multiply" : "Add", y, places);
            }
        }

        return y;
    }

    private static Node OfChannels(FunctionCall call, int index, Shape channels)
    {
        Node x = ElementwiseFunctions.Float(call, index);
        return x.Shape == channels
            ? x
            : throw call.Error($"takes a value for each channel, {Wording.Of(channels)}, the same for all samples, but is given {FunctionCall.Written(x)}");
    }
}
