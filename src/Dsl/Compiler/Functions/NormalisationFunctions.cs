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
        Node mean = builder.As("Mean").Mean(x, axes);
        Node centred = builder.As("Centred").Subtract(x, builder.As("Mean").Broadcast(mean, x.Shape, axes));
        return DividedByRoot(builder, centred, builder.As("Variance").MeanSquare(centred, axes), axes, epsilon);
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
        Node y = DividedByRoot(call.Builder, x, call.Builder.As("MeanSquare").MeanSquare(x, axes), axes, call.Real(2));
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
            mean = builder.As("BatchMean").Mean(x, others);
            Node centred = builder.As("Centred").Subtract(x, builder.As("BatchMean").Broadcast(mean, x.Shape, others));
            variance = builder.As("BatchVariance").MeanSquare(centred, others);
            if (call.IsGiven(1))
            {
                Follow(1, mean);
                Follow(2, variance);
            }
        }

        Node deviation = Deviation(builder, variance, call.Real(6));
        Node gain = call.IsGiven(3) ? OfChannels(call, 3, channels) : builder.Fill(channels, 1);
        Node scale = builder.As("Scale").Broadcast(builder.As("Scale").Divide(gain, deviation), x.Shape, others);
        Node scaled = builder.Multiply(builder.As("Centred").Subtract(x, builder.As("BatchMean").Broadcast(mean, x.Shape, others)), scale);
        return call.IsGiven(4) ? builder.Add(scaled, builder.Broadcast(OfChannels(call, 4, channels), x.Shape, others)) : scaled;

        void Follow(int index, Node current)
        {
            double momentum = call.Real(5);
            GraphBuilder next = builder.As(index == 1 ? "RunningMean" : "RunningVariance");
            Node kept = next.Multiply(OfChannels(call, index, channels), builder.Fill(channels, 1 - momentum));
            call.Call("Becomes", call[index], next.Add(kept, next.Multiply(current, builder.Fill(channels, momentum))));
        }
    }

    private static Node DividedByRoot(GraphBuilder builder, Node x, Node square, EquatableArray<int> axes, double epsilon)
    {
        Node deviation = Deviation(builder, square, epsilon);
        return builder.As("Normalised").Divide(x, builder.As("Deviation").Broadcast(deviation, x.Shape, axes));
    }

    private static Node Deviation(GraphBuilder builder, Node square, double epsilon)
    {
        builder = builder.As("Deviation");
        return builder.Sqrt(builder.Add(square, builder.Fill(square.Shape, epsilon)));
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
