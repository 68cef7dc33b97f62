namespace Adjoint;

/// <content>
/// Recurrent networks with their weights as arguments. The matrices are the transposes of PyTorch's <c>weight_ih_l0</c> and <c>weight_hh_l0</c> and the
/// biases its <c>bias_ih_l0</c> and <c>bias_hh_l0</c>, with the gates in the same order.
/// </content>
public static partial class Ops
{
    /// <summary><c>h ← f(x W + b + h U + d)</c> for each step (Elman 1990).</summary>
    /// <param name="x">The sequence, <c>[steps, features]</c>.</param>
    /// <param name="inputKernel">W, <c>[features, units]</c>.</param>
    /// <param name="stateKernel">U, <c>[units, units]</c>.</param>
    /// <param name="inputBias">b, <c>[units]</c>, or null.</param>
    /// <param name="stateBias">d, <c>[units]</c>, or null.</param>
    /// <param name="state">h before the first step, <c>[units]</c>; null for zero.</param>
    /// <param name="mask">1 at the steps that count and 0 at those that do not, <c>[steps]</c>, or the lengths <c>i32[]</c>; null where all count. A step that does not count keeps the state and gives 0.</param>
    /// <param name="activation">The function f.</param>
    /// <param name="reverse">Whether the last step comes first; the outputs stay in the order of the sequence.</param>
    /// <param name="truncate">After how many steps derivatives by the state end (Williams and Peng 1990); 0 for never.</param>
    /// <returns>The state after every step, <c>[steps, units]</c>, and after the last one, <c>[units]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static (Expr Outputs, Expr State) Rnn(
        Expr x, Expr inputKernel, Expr stateKernel, Expr? inputBias = null, Expr? stateBias = null, Expr? state = null, Expr? mask = null,
        bool reverse = false, int truncate = 0, Activation activation = Activation.Tanh)
    {
        Expr[] results = Several(nameof(Rnn), x, inputKernel, stateKernel, inputBias, stateBias, state, mask, reverse, truncate, activation);
        return (results[0], results[1]);
    }

    /// <summary>
    /// Long short-term memory (Hochreiter and Schmidhuber 1997; Gers et al. 2000): <c>c ← σ(f) c + σ(i) tanh(g)</c>, <c>h ← σ(o) tanh(c)</c> with
    /// <c>(i, f, g, o) = x W + b + h U + d</c>.
    /// </summary>
    /// <param name="x">The sequence, <c>[steps, features]</c>.</param>
    /// <param name="inputKernel">W, <c>[features, 4·units]</c>, the columns in the order i, f, g, o.</param>
    /// <param name="stateKernel">U, <c>[units, 4·units]</c>.</param>
    /// <param name="inputBias">b, <c>[4·units]</c>, or null.</param>
    /// <param name="stateBias">d, <c>[4·units]</c>, or null.</param>
    /// <param name="state">h before the first step, <c>[units]</c>; null for zero.</param>
    /// <param name="cell">c before the first step, <c>[units]</c>; null for zero.</param>
    /// <param name="mask">1 at the steps that count and 0 at those that do not, <c>[steps]</c>, or the lengths <c>i32[]</c>; null where all count. A step that does not count keeps both states and gives 0.</param>
    /// <param name="reverse">Whether the last step comes first; the outputs stay in the order of the sequence.</param>
    /// <param name="truncate">After how many steps derivatives by the states end (Williams and Peng 1990); 0 for never.</param>
    /// <returns>h after every step, <c>[steps, units]</c>, and h and c after the last one, <c>[units]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static (Expr Outputs, Expr State, Expr Cell) Lstm(
        Expr x, Expr inputKernel, Expr stateKernel, Expr? inputBias = null, Expr? stateBias = null, Expr? state = null, Expr? cell = null, Expr? mask = null,
        bool reverse = false, int truncate = 0)
    {
        Expr[] results = Several(nameof(Lstm), x, inputKernel, stateKernel, inputBias, stateBias, state, cell, mask, reverse, truncate);
        return (results[0], results[1], results[2]);
    }

    /// <summary>
    /// Gated recurrent units (Cho et al. 2014): <c>h ← (1 − z) tanh(x Wₙ + bₙ + r (h Uₙ + dₙ)) + z h</c> with <c>(r, z) = σ(x W + b + h U + d)</c>.
    /// </summary>
    /// <param name="x">The sequence, <c>[steps, features]</c>.</param>
    /// <param name="inputKernel">W, <c>[features, 3·units]</c>, the columns in the order r, z, n.</param>
    /// <param name="stateKernel">U, <c>[units, 3·units]</c>.</param>
    /// <param name="inputBias">b, <c>[3·units]</c>, or null.</param>
    /// <param name="stateBias">d, <c>[3·units]</c>, or null.</param>
    /// <param name="state">h before the first step, <c>[units]</c>; null for zero.</param>
    /// <param name="mask">1 at the steps that count and 0 at those that do not, <c>[steps]</c>, or the lengths <c>i32[]</c>; null where all count. A step that does not count keeps the state and gives 0.</param>
    /// <param name="reverse">Whether the last step comes first; the outputs stay in the order of the sequence.</param>
    /// <param name="truncate">After how many steps derivatives by the state end (Williams and Peng 1990); 0 for never.</param>
    /// <returns>The state after every step, <c>[steps, units]</c>, and after the last one, <c>[units]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static (Expr Outputs, Expr State) Gru(
        Expr x, Expr inputKernel, Expr stateKernel, Expr? inputBias = null, Expr? stateBias = null, Expr? state = null, Expr? mask = null,
        bool reverse = false, int truncate = 0)
    {
        Expr[] results = Several(nameof(Gru), x, inputKernel, stateKernel, inputBias, stateBias, state, mask, reverse, truncate);
        return (results[0], results[1]);
    }
}
