using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Functions;

/// <summary>Noise that is added in training alone, and penalties that an objective may add to its loss.</summary>
internal static class RegularisationFunctions
{
    public static IReadOnlyList<FunctionDefinition> All { get; } =
    [
        new("ChannelDropout", ChannelDropout),
        new("GaussianNoise", GaussianNoise),
        new("L1Penalty", static call => Penalty(call, static (builder, weight) => builder.Abs(weight))),
        new("L2Penalty", static call => Penalty(call, static (builder, weight) => builder.Multiply(weight, weight))),
    ];

    /// <summary>Dropout of whole channels, the first axis of a sample (Tompson et al. 2015).</summary>
    private static object? ChannelDropout(FunctionCall call)
    {
        Node x = ElementwiseFunctions.Float(call, 0);
        double rate = call.Real(1);
        if (rate is not (>= 0 and < 1))
        {
            throw call.Error("takes a rate of at least 0 and below 1");
        }

        if (FunctionCall.SampleOf(x).Rank < 1)
        {
            throw call.Error($"takes channels [channels, ..], but is given {FunctionCall.Written(x)}");
        }

        int stream = call.Model.NextStream();
        if (!call.Model.IsTraining || rate == 0)
        {
            return x;
        }

        int kept = FunctionCall.HasBatch(x) ? 2 : 1;
        EquatableArray<int> others = Enumerable.Range(kept, x.Shape.Rank - kept).ToEquatableArray();
        Node mask = call.Builder.Add(new DropoutMask(Axes.Without(x.Shape, others), rate, stream));
        return call.Builder.Multiply(x, call.Builder.Broadcast(mask, x.Shape, others));
    }

    /// <summary><c>x + deviation · N(0, 1)</c> with a normal number for each element.</summary>
    private static object? GaussianNoise(FunctionCall call)
    {
        Node x = ElementwiseFunctions.Float(call, 0);
        double deviation = call.Real(1);
        if (!(deviation >= 0) || double.IsInfinity(deviation))
        {
            throw call.Error("takes a finite deviation of at least 0");
        }

        int stream = call.Model.NextStream();
        return call.Model.IsTraining && deviation > 0
            ? call.Builder.Add(x, call.Builder.Multiply(call.Builder.Add(new NormalNumbers(x.Shape, stream)), call.Builder.Fill(x.Shape, deviation)))
            : x;
    }

    /// <summary>The sum of a function of each element, over all elements of a sample and over all values.</summary>
    private static object? Penalty(FunctionCall call, Func<GraphBuilder, Node, Node> of)
    {
        IReadOnlyList<Node> weights = call.Values(0);
        return weights.Count == 0
            ? throw call.Error("takes at least one value")
            : weights.Select(weight => call.Call("Sum", of(call.Builder, weight))).Aggregate((sum, next) => call.Call("Add", sum, next));
    }
}
