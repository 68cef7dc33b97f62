using System.Globalization;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Trace;

namespace Adjoint.Compiler.Functions;

/// <summary>
/// Loops: over the first axis of sequences, and until a value changes no more. Those over sequences take a step, the state before the first step and the sequence; state and sequence may be
/// several values, given as a tuple, and the step takes and gives them in the same form.
/// </summary>
internal static class LoopFunctions
{
    public static IReadOnlyList<FunctionDefinition> All { get; } =
    [
        new("Scan", static call => Run(call, givesResults: false).Stacked()),
        new("Fold", static call => Run(call, givesResults: false).Final()),
        new("ScanWithOutput", static call =>
        {
            Loop loop = Run(call, givesResults: true);
            return new[] { loop.Final(), loop.Stacked() };
        }),
        new("FixedPoint", FixedPoint),
    ];

    /// <summary>A finished loop, whose results have the form of the values that the user gave.</summary>
    /// <param name="results">The results.</param>
    /// <param name="states">How many states there are.</param>
    /// <param name="isTuple">Whether the states are a tuple.</param>
    /// <param name="stacked">How many values every step gives.</param>
    /// <param name="isStackedTuple">Whether these are a tuple.</param>
    private sealed class Loop(ScanResults results, int states, bool isTuple, int stacked, bool isStackedTuple)
    {
        public object Final() => Form(Enumerable.Range(0, states).Select(results.Final), isTuple);

        public object Stacked() => Form(Enumerable.Range(0, stacked).Select(results.Stacked), isStackedTuple);
    }

    private static object Form(IEnumerable<Node> values, bool isTuple) => isTuple ? values.Select(static object? (value) => value).ToArray() : values.First();

    private static Loop Run(FunctionCall call, bool givesResults)
    {
        bool isTuple = call[1] is object?[];
        Node[] initial = isTuple ? [.. call.Values(1)] : [call.Value(1)];
        bool isSequenceTuple = call[2] is object?[];
        Node[] sequences = isSequenceTuple ? [.. call.Values(2)] : [call.Value(2)];
        foreach (Node sequence in sequences)
        {
            if (FunctionCall.SampleOf(sequence).Rank == 0)
            {
                throw call.Error($"takes a sequence, whose first axis is the steps, but is given {FunctionCall.Written(sequence)}");
            }
        }

        Size length = FunctionCall.SampleOf(sequences[0])[0];
        if (sequences.FirstOrDefault(sequence => FunctionCall.SampleOf(sequence)[0] != length) is { } other)
        {
            throw call.Error($"takes sequences of the same length, but is given {FunctionCall.Written(sequences[0])} and {FunctionCall.Written(other)}");
        }

        // A state may start as less than it becomes: a number, or what is the same for all samples. Trials tell what it becomes; what one
        // state learns may be what the next one needs.
        Node[] next = Step(isTrial: true, out ScanBuilder builder, out Node[] results, out bool isResultTuple);
        for (int trial = 0; trial < initial.Length && Widen(); trial++)
        {
            next = Step(isTrial: true, out builder, out results, out isResultTuple);
        }

        if (initial.Any(IsNumber))
        {
            next = Step(isTrial: false, out builder, out results, out isResultTuple);
        }

        for (int i = 0; i < next.Length; i++)
        {
            if (next[i].Type != initial[i].Type)
            {
                throw call.Error($"keeps the shape of its state, but it starts as {FunctionCall.Written(initial[i])} and becomes {FunctionCall.Written(next[i])}");
            }
        }

        Node[] stacked = givesResults ? results : next;
        return new Loop(
            builder.Build(next, [.. stacked.Select(static value => (value, FunctionCall.HasBatch(value) ? 1 : 0))]),
            initial.Length,
            isTuple,
            stacked.Length,
            givesResults ? isResultTuple : isTuple);

        bool Widen()
        {
            Node[] before = initial;
            initial = [.. initial.Zip(next, (state, after) => Fits(call, state, after) ? Broadcasting.To(call, state, after.Shape) : state)];
            return !initial.SequenceEqual(before);
        }

        // Builds one step; what it becomes belongs to the builder's body.
        Node[] Step(bool isTrial, out ScanBuilder loop, out Node[] given, out bool isGivenTuple)
        {
            GraphBuilder outer = call.Builder;
            ScanBuilder scan = loop = new ScanBuilder(outer, length, isReverse: false);
            Origin origin = outer.Origin;
            object?[] states = [.. initial.Select(state => Argument(state, Named(0, isTuple, state, () => scan.State(state)), isTrial))];
            object?[] items = [.. sequences.Select(sequence => Named(1, isSequenceTuple, sequence, () => scan.Item(sequence, FunctionCall.HasBatch(sequence) ? 1 : 0)))];
            scan.Step.Origin = origin;
            scan.Step.Import = node => scan.Capture(outer.Owns(node) ? node : outer.Import!(node));
            (Node[] Next, Node[] Given, bool IsTuple) step = call.Model.Within(scan.Step, () =>
            {
                object? result = call.Function(0)([isTuple ? states : states[0], isSequenceTuple ? items : items[0]]);
                object?[] pair = !givesResults ? [result, null]
                    : result is object?[] { Length: 2 } two ? two
                    : throw call.Error("takes a step that gives two things: the next state, and what the step gives");
                object?[] after = !isTuple ? [pair[0]]
                    : pair[0] is object?[] own && own.Length == states.Length ? own
                    : throw call.Error($"takes a step that gives as many states as it is given, which are {states.Length.ToString(CultureInfo.InvariantCulture)}");
                object?[] outputs = pair[1] is object?[] several ? several : pair[1] is null ? [] : [pair[1]];
                return (after.Select(call.ValueOf).ToArray(), outputs.Select(call.ValueOf).ToArray(), pair[1] is object?[]);
            });
            (given, isGivenTuple) = (step.Given, step.IsTuple);

            // An argument is called as the step's code calls it.
            Node Named(int parameter, bool isOneOfSeveral, Node given, Func<Node> argument)
            {
                scan.Step.Origin = Lambda.NameIn(call.Function(0), parameter) is { } name && !isOneOfSeveral
                    ? new Origin(call.Scope.PathOf(name), null, origin.SyntaxId) { From = given }
                    : origin with { From = given };
                return argument();
            }

            // A number among the new states takes the shape of the state.
            return [.. step.Next.Select((after, i) => IsNumber(after) && initial[i].Shape.Rank > 0
                ? call.Model.Within(scan.Step, () => Broadcasting.To(call, after, initial[i].Shape))
                : after)];
        }
    }

    /// <summary>The value that a step comes to when it is done again and again; its start may be less than it becomes, as in other loops.</summary>
    private static Node FixedPoint(FunctionCall call)
    {
        long iterations = call.Integer(2);
        double tolerance = call.Real(3);
        if (iterations is < 1 or > int.MaxValue)
        {
            throw call.Error($"takes at least one step, but is given {iterations.ToString(CultureInfo.InvariantCulture)}");
        }

        if (!(tolerance >= 0) || double.IsInfinity(tolerance))
        {
            throw call.Error("takes a finite tolerance of at least 0");
        }

        Node start = ElementwiseFunctions.Float(call, 1);
        Node next = Step(isTrial: true, out FixedPointBuilder builder);
        if ((IsNumber(start) || next.Type != start.Type) && Fits(call, start, next))
        {
            start = Broadcasting.To(call, start, next.Shape);
            next = Step(isTrial: false, out builder);
        }

        return next.Type == start.Type
            ? builder.Build(next)
            : throw call.Error($"keeps the shape of its value, but it starts as {FunctionCall.Written(start)} and becomes {FunctionCall.Written(next)}");

        Node Step(bool isTrial, out FixedPointBuilder made)
        {
            GraphBuilder outer = call.Builder;
            FixedPointBuilder loop = made = new FixedPointBuilder(outer, start, (int)iterations, tolerance);
            loop.Step.Import = node => loop.Capture(outer.Owns(node) ? node : outer.Import!(node));
            return call.Model.Within(loop.Step, () =>
            {
                Node after = call.ValueOf(call.Function(0)([Argument(start, loop.State, isTrial)]));
                return IsNumber(after) ? Broadcasting.To(call, after, start.Shape) : after;
            });
        }
    }

    /// <summary>What a step is called with: the state, but in a trial a number that has no shape yet is a number there too.</summary>
    private static object Argument(Node start, Node state, bool isTrial) => isTrial && IsNumber(start) ? ((Fill)start.Operation).Value : state;

    private static bool IsNumber(Node value) => value.Operation is Fill && value.Shape.Rank == 0;

    /// <summary>Whether a value can be repeated to another's shape.</summary>
    private static bool Fits(FunctionCall call, Node value, Node target)
    {
        try
        {
            return Broadcasting.Align(call, value, call.Builder.Fill(target.Shape, 0))[0].Shape == target.Shape;
        }
        catch (ShapeException)
        {
            return false;
        }
    }
}
