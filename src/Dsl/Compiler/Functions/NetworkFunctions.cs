using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Functions;

/// <summary>The functions of layers, their weights given as arguments; and what differs between training and prediction.</summary>
internal static class NetworkFunctions
{
    public static IReadOnlyList<FunctionDefinition> All { get; } =
    [
        new("LayerNorm", LayerNorm),
        new("CausalMask", CausalMask),
        new("Dropout", static call =>
        {
            Node x = ElementwiseFunctions.Float(call, 0);
            double rate = call.Real(1);
            if (rate is not (>= 0 and < 1))
            {
                throw call.Error("takes a rate of at least 0 and below 1");
            }

            int stream = call.Model.NextStream();
            return call.Model.IsTraining && rate > 0 ? call.Builder.Multiply(x, call.Builder.Add(new DropoutMask(x.Shape, rate, stream))) : x;
        }),
        new("InTraining", static call => call.Model.IsTraining ? call[0] : call[1]),
        new("Becomes", Becomes),
        new("Tap", static call =>
        {
            if (!call.Model.IsInBody)
            {
                call.Model.Tap(call.Scope.PathOf(call.Text(1)), call.Value(0));
                return call[0];
            }

            throw call.Error("names a value of the whole model, but stands in a loop; name what the loop gives");
        }),
    ];

    /// <summary>Along the last axes: mean 0, variance 1, then a gain and a bias (Ba, Kiros, Hinton 2016).</summary>
    private static object? LayerNorm(FunctionCall call)
    {
        Node x = ElementwiseFunctions.Float(call, 0);
        Node y = NormalisationFunctions.Normalise(call.Builder, x, NormalisationFunctions.Trailing(call, x, 4), call.Real(3));
        foreach (int index in new[] { 1, 2 })
        {
            if (call.IsGiven(index))
            {
                Node[] aligned = Broadcasting.Align(call, y, ElementwiseFunctions.Float(call, index));
                y = index == 1 ? call.Builder.Multiply(aligned[0], aligned[1]) : call.Builder.Add(aligned[0], aligned[1]);
            }
        }

        return y;
    }

    /// <summary>Scores of pairs of positions, <c>[.., T, T]</c>, with −∞ where the second comes after the first.</summary>
    private static object? CausalMask(FunctionCall call)
    {
        Node scores = ElementwiseFunctions.Float(call, 0);
        int rank = scores.Shape.Rank;
        if (rank < 2 || scores.Shape[rank - 1] != scores.Shape[rank - 2])
        {
            throw call.Error($"takes scores [.., T, T], but is given {FunctionCall.Written(scores)}");
        }

        Node later = call.Builder.Subtract(
            call.Builder.Add(new Positions(scores.Shape, rank - 1)), call.Builder.Add(new Positions(scores.Shape, rank - 2)));
        return call.Builder.SelectPositive(later, call.Builder.Fill(scores.Shape, double.NegativeInfinity), scores);
    }

    private static object? Becomes(FunctionCall call)
    {
        Node state = call.Value(0);
        Node value = call.Value(1);
        if (call.Model.IsInBody)
        {
            throw call.Error("changes a running value once in a step, but stands in a loop");
        }

        if (state.Operation is not StateLeaf)
        {
            throw call.Error("changes a running value, a part with [State], but is given something else");
        }

        if (FunctionCall.HasBatch(value))
        {
            throw new ShapeException(
                Rules.StateMismatch, FunctionCall.Written(state), FunctionCall.Written(value), "it differs from sample to sample, so take its mean along 'Axis.Batch'");
        }

        if (value.Shape.Count != state.Shape.Count && value.Operation is not Fill)
        {
            throw new ShapeException(
                Rules.StateMismatch, FunctionCall.Written(state), FunctionCall.Written(value), $"give it one of its own shape, {FunctionCall.Written(state)}");
        }

        if (call.Model.IsTraining)
        {
            // What runs is no path for derivatives.
            call.Model.Update(state, call.Builder.Add(new StopGradient(), Broadcasting.To(call, value, state.Shape)));
        }

        return null;
    }
}
