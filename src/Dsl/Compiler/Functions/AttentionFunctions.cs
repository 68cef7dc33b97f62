using System.Globalization;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Functions;

/// <summary>Attention: every query takes the mean of values, weighted by how well their keys fit it (Vaswani et al. 2017).</summary>
internal static class AttentionFunctions
{
    // The position of each argument, in the order of the functions' parameters.
    private const int Mask = 3;
    private const int Bias = 4;

    public static IReadOnlyList<FunctionDefinition> All { get; } =
    [
        new("Attention", static call => new AttentionHeads(call, call.Integer(6)).Attend(
            call.IsGiven(Mask) ? call.Value(Mask) : null,
            call.IsGiven(Bias) ? ElementwiseFunctions.Float(call, Bias) : null,
            call.Boolean(5),
            call.IsGiven(7) ? call.Real(7) : 0,
            call.IsGiven(8) ? call.Real(8) : 0)),
        new("SelfAttention", static call => Projected(call, call[0], call[0], firstWeight: 1, causal: call.Boolean(11), rotary: call.Boolean(12), dropout: 13)),
        new("CrossAttention", static call => Projected(call, call[0], call[1], firstWeight: 2, causal: false, rotary: false, dropout: 12)),
        new("SelfAttentionStep", SelfAttentionStep),
    ];

    /// <summary>
    /// Attention of projected values, projected again. The weights are those of queries, keys, values and output, then a bias for each; a mask and
    /// the number of heads follow.
    /// </summary>
    private static object? Projected(FunctionCall call, object? x, object? memory, int firstWeight, bool causal, bool rotary, int dropout)
    {
        long heads = call.Integer(firstWeight + 9);
        Node q = Project(call.As("Queries"), x, firstWeight, 0);
        Node k = Project(call.As("Keys"), memory, firstWeight, 1);
        Node v = Project(call.As("Values"), memory, firstWeight, 2);
        if (rotary)
        {
            q = call.As("TurnedQueries").Call("RotaryPositions", q, heads, 10_000L, null, false);
            k = call.As("TurnedKeys").Call("RotaryPositions", k, KeyHeads(call, q, k, heads), 10_000L, null, false);
        }

        object? rate = call.IsGiven(dropout) ? call[dropout] : null;
        return Project(call.As("Attended"), call.Call("Attention", q, k, v, call[firstWeight + 8], null, causal, heads, null, rate), firstWeight, 3);
    }

    /// <summary>
    /// The next step of causal self-attention: its key and value go to their place among those of the steps before, and its query attends to
    /// them all.
    /// </summary>
    private static object? SelfAttentionStep(FunctionCall call)
    {
        const int FirstWeight = 4;
        Node x = ElementwiseFunctions.Float(call, 0);
        Node position = call.Value(3);
        if (FunctionCall.SampleOf(x).Rank != 1 || position.Type.Element != ElementType.Int32 || FunctionCall.SampleOf(position).Rank != 0)
        {
            throw call.Error($"takes one step [features] and its position i32[], but is given {FunctionCall.Written(x)} and {FunctionCall.Written(position)}");
        }

        long heads = call.Integer(12);
        Size places = FunctionCall.SampleOf(call.Value(1)) is { Rank: 2 } cache
            ? cache[0]
            : throw call.Error($"takes the keys of all steps, [steps, features], but is given {FunctionCall.Written(call.Value(1))}");
        Node step = call.Call("Unsqueeze", x, 0L);
        Node number = MaskFunctions.Real(call, position, places);
        Node q = Project(call.As("Query"), step, FirstWeight, 0);
        Node k = Project(call.As("Key"), step, FirstWeight, 1);
        Node v = Project(call.As("Value"), step, FirstWeight, 2);
        if (call.Boolean(13))
        {
            q = call.As("TurnedQuery").Call("RotaryPositions", q, heads, 10_000L, number, false);
            k = call.As("TurnedKey").Call("RotaryPositions", k, KeyHeads(call, q, k, heads), 10_000L, number, false);
        }

        Node keys = call.As("Keys").Call("SetStep", call[1], position, call.Call("Squeeze", k, 0L));
        Node values = call.As("Values").Call("SetStep", call[2], position, call.Call("Squeeze", v, 0L));
        Node known = call.As("Known").Call("LessOrEqual", call.Builder.Positions([places], 0), call.Call("Unsqueeze", number, 0L));
        Node y = Project(call.As("Attended"), call.Call("Attention", q, keys, values, known, null, false, heads, null, null), FirstWeight, 3);
        return new object?[] { call.Call("Squeeze", y, 0L), keys, values };
    }

    private static Node Project(FunctionCall call, object? x, int firstWeight, int which) =>
        call.Call("Dense", x, call[firstWeight + which], call.IsGiven(firstWeight + 4 + which) ? call[firstWeight + 4 + which] : null);

    private static object? KeyHeads(FunctionCall call, Node q, Node k, long heads) => AttentionHeads.KeyHeadsOf(q, k, heads)
        ?? throw call.Error($"takes keys of as many features as one of its {heads.ToString(CultureInfo.InvariantCulture)} heads, or of some heads that divide them, but is given {FunctionCall.Written(q)} and {FunctionCall.Written(k)}");
}
