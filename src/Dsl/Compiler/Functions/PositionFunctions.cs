using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Functions;

/// <summary>What tells the steps of a sequence apart, without weights.</summary>
internal static class PositionFunctions
{
    public static IReadOnlyList<FunctionDefinition> All { get; } =
    [
        new("SinusoidalPositions", Sinusoidal),
        new("RotaryPositions", Rotary),
    ];

    /// <summary>
    /// <c>x[t, j] + sin(t · base^(−2i / size))</c> for even features <c>j = 2i</c>, and the cosine for odd ones <c>j = 2i + 1</c> (Vaswani et al. 2017).
    /// </summary>
    private static object? Sinusoidal(FunctionCall call)
    {
        Node x = ElementwiseFunctions.Float(call, 0);
        Shape shape = FunctionCall.SampleOf(x);
        if (shape.Rank < 2)
        {
            throw call.Error($"takes a sequence [steps, features], but is given {FunctionCall.Written(x)}");
        }

        GraphBuilder builder = call.Builder;
        Shape table = new(shape.Skip(shape.Rank - 2).ToEquatableArray());
        Node feature = builder.Positions(table, 1);
        Node pair = builder.Floor(builder.Multiply(feature, builder.Fill(table, 0.5)));
        Node isOdd = builder.Subtract(feature, builder.Multiply(pair, builder.Fill(table, 2)));
        Node frequency = builder.Exp(builder.Multiply(pair, builder.Fill(table, -2 * Math.Log(Base(call, 1)), table[1])));

        // cos(a) = sin(a + π/2): one formula for all features.
        Node angle = builder.Add(builder.Multiply(builder.Positions(table, 0), frequency), builder.Multiply(isOdd, builder.Fill(table, Math.PI / 2)));
        return call.Call("Add", x, builder.Sin(angle));
    }

    /// <summary>
    /// Pairs of features of each head turned by an angle that grows with the step, <c>(a cos φ − b sin φ, b cos φ + a sin φ)</c> with
    /// <c>φ = (t + start) · base^(−i / pairs)</c>, so that products of two steps depend on their distance (Su et al. 2021).
    /// </summary>
    private static object? Rotary(FunctionCall call)
    {
        Node x = ElementwiseFunctions.Float(call, 0);
        Shape sample = FunctionCall.SampleOf(x);
        long heads = call.Integer(1);
        if (sample.Rank < 2 || heads < 1 || sample[sample.Rank - 1].Content % (2 * heads) != 0)
        {
            throw call.Error($"takes a sequence [steps, features] whose features are pairs for each of its heads, here a multiple of {FunctionCall.Text(2 * heads)}, but is given {FunctionCall.Written(x)}");
        }

        // Pairs are neighbours, or the first half of a head's features with the second.
        bool areNeighbours = call.Boolean(4);
        GraphBuilder builder = call.Builder;
        Size pairs = sample[sample.Rank - 1].DividedBy(2 * heads);
        Size[] before = [.. x.Shape.Take(x.Shape.Rank - 1), heads];
        int axis = areNeighbours ? before.Length + 1 : before.Length;
        Node split = builder.Reshape(x, new Shape(before.Concat(areNeighbours ? [pairs, 2] : new Size[] { 2, pairs }).ToEquatableArray()));
        Shape half = new(before.Append(pairs).ToEquatableArray());
        Node a = builder.Reshape(builder.Slice(split, axis, 0, 1), half);
        Node b = builder.Reshape(builder.Slice(split, axis, 1, 1), half);

        Node angle = Angle(call.As("Angle"), sample[sample.Rank - 2], pairs);
        (Node cos, Node sin) = (builder.As("Cosine").Cos(angle), builder.As("Sine").Sin(angle));
        Node[] turned =
        [
            call.Call("Subtract", call.Call("Multiply", a, cos), call.Call("Multiply", b, sin)),
            call.Call("Add", call.Call("Multiply", b, cos), call.Call("Multiply", a, sin)),
        ];

        // A first step that differs from sample to sample gives the result a batch.
        bool batched = FunctionCall.HasBatch(turned[0]);
        Size[] behind = areNeighbours ? [pairs, 1] : [1, pairs];
        Shape piece = FunctionCall.Batched(batched, new Shape(sample.Take(sample.Rank - 1).Append(heads).Concat(behind).ToEquatableArray()));
        Node joined = builder.Concat(piece.Rank - (areNeighbours ? 1 : 2), [.. turned.Select(part => builder.Reshape(part, piece))]);
        return builder.Reshape(joined, FunctionCall.Batched(batched, sample));
    }

    /// <summary>The angle of every step and pair, <c>[steps, 1, pairs]</c>.</summary>
    private static Node Angle(FunctionCall call, Size steps, Size pairs)
    {
        GraphBuilder builder = call.Builder;
        Shape shape = [steps, 1, pairs];
        Node frequency = builder.Exp(builder.Multiply(builder.Positions(shape, 2), builder.Fill(shape, -Math.Log(Base(call, 2)), pairs)));
        Node step = builder.Positions(shape, 0);
        if (!call.IsGiven(3))
        {
            return builder.Multiply(step, frequency);
        }

        Node start = ElementwiseFunctions.Float(call, 3);
        return FunctionCall.SampleOf(start).Rank == 0
            ? call.Call("Multiply", call.Call("Add", step, start), frequency)
            : throw call.Error($"takes the number of the first step, one number, but is given {FunctionCall.Written(start)}");
    }

    private static double Base(FunctionCall call, int index)
    {
        double given = call.IsGiven(index) ? call.Real(index) : 10_000;
        return given > 0 && !double.IsInfinity(given) ? given : throw call.Error($"takes a finite base above 0, but is given {FunctionCall.Text(given)}");
    }
}
