using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Functions;

/// <summary>
/// Connectionist temporal classification (Graves et al. 2006): the negative logarithm of the probability that a sequence of logits spells a
/// shorter sequence of labels, over all ways to stretch it with repetitions and blanks. The forward algorithm in logarithms, as a loop over
/// time: <c>b[i]</c> belongs to the blank before label i, or behind the last one, and <c>y[i]</c> to label i itself.
/// </summary>
/// <remarks>
/// One step: <c>b[i] ← log(e^b[i] + e^y[i−1]) + log p(blank)</c> and <c>y[i] ← log(e^y[i] + e^b[i] + e^y[i−1]) + log p(label i)</c>, where the last
/// term is missing for a label that repeats the one before it. Before the first step all is impossible but the blank in front.
/// </remarks>
internal static class ConnectionistLoss
{
    // The logarithm of a probability of nothing: sums with it stay finite, so that their derivatives do.
    private const double Impossible = -1e30;

    public static FunctionDefinition Definition { get; } = new("Ctc", Build);

    private static object? Build(FunctionCall call)
    {
        (Node logits, Node labels) = (ElementwiseFunctions.Float(call, 0), call.Value(1));
        bool batched = FunctionCall.HasBatch(logits);
        Shape sample = FunctionCall.SampleOf(logits);
        if (sample.Rank != 2)
        {
            throw call.Error($"takes logits [steps, classes], but is given {FunctionCall.Written(logits)}");
        }

        if (labels.Type.Element != ElementType.Int32)
        {
            throw call.Error(Rules.RealLabels, FunctionCall.Written(labels));
        }

        if (FunctionCall.HasBatch(labels) != batched || FunctionCall.SampleOf(labels).Rank != 1)
        {
            throw call.Error($"takes labels i32[length]{(batched ? " of each sample" : string.Empty)}, but is given {FunctionCall.Written(labels)}");
        }

        (Size steps, Size classes, Size length) = (sample[0], sample[1], FunctionCall.SampleOf(labels)[0]);
        long blank = call.Integer(4);
        if (blank < 0 || classes.IsConstant && blank >= classes.Constant)
        {
            throw call.Error($"takes as blank one of the classes of {FunctionCall.Written(logits)}, counted from 0, but is given {FunctionCall.Text(blank)}");
        }

        GraphBuilder builder = call.Builder;
        int first = batched ? 1 : 0;
        Node log = builder.LogSoftmax(logits);
        Node spelled = builder.OneHot(labels, classes);
        string many = batched ? "n" : string.Empty;
        Node ofLabels = builder.Contract(many + "tc", many + "lc", many + "tl", log, spelled);
        Node ofBlank = builder.Reshape(builder.Slice(log, first + 1, blank, Size.One), FunctionCall.Batched(batched, [steps]));

        Shape blanks = FunctionCall.Batched(batched, [length + 1]);
        Shape spelling = FunctionCall.Batched(batched, [length]);
        ScanBuilder scan = new(builder, steps, isReverse: false);
        Node b = scan.State(builder.SelectPositive(builder.Positions(blanks, first), builder.Fill(blanks, Impossible), builder.Fill(blanks, 0)));
        Node y = scan.State(builder.Fill(spelling, Impossible));
        Node labelItem = scan.Item(ofLabels, first);
        Node blankItem = scan.Item(ofBlank, first);
        Node skips = scan.Capture(Skips(builder, spelled, spelling, first));
        GraphBuilder step = scan.Step;
        Node before = Before(step, y, blanks, first);
        Node skipped = step.SelectPositive(skips, step.Slice(before, first, 0, length), step.Fill(spelling, Impossible));
        Node nextBlanks = step.Add(LogOfSum(step, b, before), step.Broadcast(blankItem, blanks, [first]));
        Node nextLabels = step.Add(LogOfSum(step, y, step.Slice(b, first, 0, length), skipped), labelItem);
        if (call.IsGiven(2))
        {
            Node counts = scan.Item(Counts(builder, Lengths(call, 2, batched), steps, first), first);
            nextBlanks = step.SelectPositive(step.Broadcast(counts, blanks, [first]), nextBlanks, b);
            nextLabels = step.SelectPositive(step.Broadcast(counts, spelling, [first]), nextLabels, y);
        }

        ScanResults results = scan.Build([nextBlanks, nextLabels], []);

        // All labels have been spelled at the last label, and at the blank behind it.
        Node spelledSoFar = LogOfSum(builder, results.Final(0), Before(builder, results.Final(1), blanks, first));
        Node whole = call.IsGiven(3)
            ? builder.Pick(spelledSoFar, Lengths(call, 3, batched))
            : builder.Reshape(builder.Slice(spelledSoFar, first, length, Size.One), FunctionCall.Batched(batched, Shape.Scalar));
        Node impossible = builder.Greater(builder.Fill(whole.Shape, Impossible / 2), whole);
        return builder.SelectPositive(impossible, builder.Fill(whole.Shape, double.PositiveInfinity), builder.Negate(whole));
    }

    /// <summary>1 for each label that may follow the one before it without a blank: all but those that repeat it.</summary>
    private static Node Skips(GraphBuilder builder, Node spelled, Shape spelling, int first)
    {
        Size length = spelling[first];
        Node earlier = builder.Slice(builder.Pad(spelled, first, Size.One, length + 1), first, 0, length);
        Node repeats = builder.Sum(builder.Multiply(spelled, earlier), [first + 1]);
        return builder.Subtract(builder.Fill(spelling, 1), repeats);
    }

    /// <summary>The values of the labels, moved to the blanks behind them; nothing is before the first blank.</summary>
    private static Node Before(GraphBuilder builder, Node y, Shape blanks, int first)
    {
        Node moved = builder.Pad(y, first, Size.One, blanks[first]);
        return builder.SelectPositive(builder.Positions(blanks, first), moved, builder.Fill(blanks, Impossible));
    }

    /// <summary>1 for each step that counts: for as many as the number says.</summary>
    private static Node Counts(GraphBuilder builder, Node number, Size steps, int first)
    {
        Node ended = builder.CumulativeSum(builder.OneHot(number, steps + 1), first, reverse: false);
        Node within = builder.Slice(ended, first, 0, steps);
        return builder.Subtract(builder.Fill(within.Shape, 1), within);
    }

    /// <summary><c>log Σ exp</c> of values, element by element, by way of the largest.</summary>
    private static Node LogOfSum(GraphBuilder builder, params Node[] values)
    {
        Node largest = builder.Add(new StopGradient(), values.Aggregate(builder.Maximum));
        Node sum = values.Select(value => builder.Exp(builder.Subtract(value, largest))).Aggregate(builder.Add);
        return builder.Add(largest, builder.Log(sum));
    }

    private static Node Lengths(FunctionCall call, int index, bool batched)
    {
        Node number = call.Value(index);
        return number.Type == TensorType.Int(FunctionCall.Batched(batched, Shape.Scalar))
            ? number
            : throw call.Error($"takes a length i32[]{(batched ? " of each sample" : string.Empty)}, but is given {FunctionCall.Written(number)}");
    }
}
