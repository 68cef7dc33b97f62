using Adjoint.Compiler.Graphs;

namespace Adjoint.Compiler.Functions;

/// <summary>
/// Recurrent networks with their weights as arguments: <c>W [features, gates · units]</c> and <c>b</c> of the input, <c>U [units, gates · units]</c> and
/// <c>d</c> of the state. The columns of W and U are those of the gates in the order of each formula.
/// </summary>
internal static class RecurrentFunctions
{
    public static IReadOnlyList<FunctionDefinition> All { get; } =
    [
        new("Rnn", Rnn),
        new("Lstm", Lstm),
        new("Gru", Gru),
    ];

    /// <summary><c>h ← f(x W + b + h U + d)</c> (Elman 1990).</summary>
    private static object? Rnn(FunctionCall call)
    {
        Recurrence loop = new(call, gates: 1, mask: 6);
        string activation = call.IsGiven(9) ? call[9]!.ToString()! : "Tanh";
        return loop.Run(loop.Projected(withStateBias: true), [("State", 5)], (x, state) =>
            [call.As("State").Call(activation, call.Builder.Add(x, call.As("Recurrent").Call("Dense", state[0], loop.StateKernel, null)))]);
    }

    /// <summary>
    /// <c>c ← σ(f) c + σ(i) tanh(g)</c>, <c>h ← σ(o) tanh(c)</c> with <c>(i, f, g, o) = x W + b + h U + d</c> (Hochreiter and Schmidhuber 1997; Gers et
    /// al. 2000).
    /// </summary>
    private static object? Lstm(FunctionCall call)
    {
        Recurrence loop = new(call, gates: 4, mask: 7);
        return loop.Run(loop.Projected(withStateBias: true), [("State", 5), ("Cell", 6)], (x, state) =>
        {
            GraphBuilder builder = call.Builder;
            Node gates = builder.As("Gates").Add(x, call.As("Recurrent").Call("Dense", state[0], loop.StateKernel, null));
            Node forget = builder.As("ForgetGate").Sigmoid(loop.Gate(gates, 1, "Forget"));
            Node kept = builder.Multiply(forget, state[1]);
            Node input = builder.As("InputGate").Sigmoid(loop.Gate(gates, 0, "Input"));
            Node candidate = builder.As("Candidate").Tanh(loop.Gate(gates, 2, "Candidate"));
            Node cell = builder.As("Cell").Add(kept, builder.Multiply(input, candidate));
            Node output = builder.As("OutputGate").Sigmoid(loop.Gate(gates, 3, "Output"));
            return [builder.As("State").Multiply(output, builder.As("Squashed").Tanh(cell)), cell];
        });
    }

    /// <summary>
    /// <c>h ← (1 − z) tanh(n + r (h Uₙ + dₙ)) + z h</c> with <c>(r, z) = σ(x W + b + h U + d)</c> and <c>n = x Wₙ + bₙ</c> (Cho et al. 2014; the bias within the
    /// product with r as in cuDNN).
    /// </summary>
    private static object? Gru(FunctionCall call)
    {
        Recurrence loop = new(call, gates: 3, mask: 6);
        return loop.Run(loop.Projected(withStateBias: false), [("State", 5)], (x, state) =>
        {
            GraphBuilder builder = call.Builder;
            Node h = state[0];
            Node u = call.As("Recurrent").Call("Dense", h, loop.StateKernel, call[4]);
            Node reset = builder.As("ResetGate").Sigmoid(builder.Add(loop.Gate(x, 0, "Reset"), loop.Gate(u, 0, "Reset")));
            Node update = builder.As("UpdateGate").Sigmoid(builder.Add(loop.Gate(x, 1, "Update"), loop.Gate(u, 1, "Update")));
            Node candidate = builder.As("Candidate").Tanh(builder.Add(loop.Gate(x, 2, "Candidate"), builder.Multiply(reset, loop.Gate(u, 2, "Candidate"))));
            return [builder.As("State").Add(candidate, builder.Multiply(update, builder.Subtract(h, candidate)))];
        });
    }
}
