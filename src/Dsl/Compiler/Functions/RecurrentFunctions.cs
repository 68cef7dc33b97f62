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
        return loop.Run(loop.Projected(withStateBias: true), [5], (x, state) =>
            [call.Call(activation, call.Builder.Add(x, call.Call("Dense", state[0], loop.StateKernel, null)))]);
    }

    /// <summary>
    /// <c>c ← σ(f) c + σ(i) tanh(g)</c>, <c>h ← σ(o) tanh(c)</c> with <c>(i, f, g, o) = x W + b + h U + d</c> (Hochreiter and Schmidhuber 1997; Gers et
    /// al. 2000).
    /// </summary>
    private static object? Lstm(FunctionCall call)
    {
        Recurrence loop = new(call, gates: 4, mask: 7);
        return loop.Run(loop.Projected(withStateBias: true), [5, 6], (x, state) =>
        {
            GraphBuilder builder = call.Builder;
            Node gates = builder.Add(x, call.Call("Dense", state[0], loop.StateKernel, null));
            Node kept = builder.Multiply(builder.Sigmoid(loop.Gate(gates, 1)), state[1]);
            Node cell = builder.Add(kept, builder.Multiply(builder.Sigmoid(loop.Gate(gates, 0)), builder.Tanh(loop.Gate(gates, 2))));
            return [builder.Multiply(builder.Sigmoid(loop.Gate(gates, 3)), builder.Tanh(cell)), cell];
        });
    }

    /// <summary>
    /// <c>h ← (1 − z) tanh(n + r (h Uₙ + dₙ)) + z h</c> with <c>(r, z) = σ(x W + b + h U + d)</c> and <c>n = x Wₙ + bₙ</c> (Cho et al. 2014; the bias within the
    /// product with r as in cuDNN).
    /// </summary>
    private static object? Gru(FunctionCall call)
    {
        Recurrence loop = new(call, gates: 3, mask: 6);
        return loop.Run(loop.Projected(withStateBias: false), [5], (x, state) =>
        {
            GraphBuilder builder = call.Builder;
            Node h = state[0];
            Node u = call.Call("Dense", h, loop.StateKernel, call[4]);
            Node reset = builder.Sigmoid(builder.Add(loop.Gate(x, 0), loop.Gate(u, 0)));
            Node update = builder.Sigmoid(builder.Add(loop.Gate(x, 1), loop.Gate(u, 1)));
            Node proposed = builder.Tanh(builder.Add(loop.Gate(x, 2), builder.Multiply(reset, loop.Gate(u, 2))));
            return [builder.Add(proposed, builder.Multiply(update, builder.Subtract(h, proposed)))];
        });
    }
}
