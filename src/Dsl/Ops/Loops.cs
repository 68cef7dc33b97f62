namespace Adjoint;

/// <content>Loops over sequences.</content>
public static partial class Ops
{
    /// <summary>
    /// Carries a state along a sequence and gives the state after every step: <c>[T, …]</c> and a state <c>[k]</c> give <c>[T, k]</c>.
    /// </summary>
    /// <param name="step">From the state and one item to the next state. It may use values from around it, which get derivatives too.</param>
    /// <param name="state">The state before the first step; a number takes the shape that the state gets.</param>
    /// <param name="sequence">The items along the first axis.</param>
    /// <exception cref="ArgumentException">The state changes its shape, or shapes within the step do not fit.</exception>
    /// <example><c>Scan((h, x) => Tanh(Dense(x, U) + Dense(h, W)), Zeros("64"), words)</c></example>
    public static Expr Scan(Func<Expr, Expr, Expr> step, Expr state, Expr sequence) => Apply(nameof(Scan), step, state, sequence);

    /// <summary>Carries two states along a sequence and gives both after every step.</summary>
    /// <param name="step">From the states and one item to the next states.</param>
    /// <param name="state">The states before the first step.</param>
    /// <param name="sequence">The items along the first axis.</param>
    /// <exception cref="ArgumentException">A state changes its shape, or shapes within the step do not fit.</exception>
    public static (Expr First, Expr Second) Scan(Func<(Expr First, Expr Second), Expr, (Expr First, Expr Second)> step, (Expr First, Expr Second) state, Expr sequence)
    {
        Expr[] both = Several(nameof(Scan), step, state, sequence);
        return (both[0], both[1]);
    }

    /// <summary>Carries a state along a sequence and gives the last one.</summary>
    /// <param name="step">From the state and one item to the next state.</param>
    /// <param name="state">The state before the first step; a number takes the shape that the state gets.</param>
    /// <param name="sequence">The items along the first axis.</param>
    /// <exception cref="ArgumentException">The state changes its shape, or shapes within the step do not fit.</exception>
    public static Expr Fold(Func<Expr, Expr, Expr> step, Expr state, Expr sequence) => Apply(nameof(Fold), step, state, sequence);

    /// <summary>Carries two states along a sequence and gives the last ones.</summary>
    /// <param name="step">From the states and one item to the next states.</param>
    /// <param name="state">The states before the first step.</param>
    /// <param name="sequence">The items along the first axis.</param>
    /// <exception cref="ArgumentException">A state changes its shape, or shapes within the step do not fit.</exception>
    public static (Expr First, Expr Second) Fold(Func<(Expr First, Expr Second), Expr, (Expr First, Expr Second)> step, (Expr First, Expr Second) state, Expr sequence)
    {
        Expr[] both = Several(nameof(Fold), step, state, sequence);
        return (both[0], both[1]);
    }

    /// <summary>Carries a state along a sequence; every step gives something besides.</summary>
    /// <param name="step">From the state and one item to the next state and what the step gives.</param>
    /// <param name="state">The state before the first step.</param>
    /// <param name="sequence">The items along the first axis.</param>
    /// <returns>The last state, and what the steps give along a new first axis.</returns>
    /// <exception cref="ArgumentException">The state changes its shape, or shapes within the step do not fit.</exception>
    public static (Expr State, Expr Outputs) ScanWithOutput(Func<Expr, Expr, (Expr State, Expr Output)> step, Expr state, Expr sequence)
    {
        Expr[] both = Several(nameof(ScanWithOutput), step, state, sequence);
        return (both[0], both[1]);
    }

    /// <summary>
    /// The value that a step comes to: from the start, <c>z ← step(z)</c> until no element changes by more than the tolerance. Its derivative is that of
    /// the solution of <c>z = step(z)</c>, so nothing is kept of the way to it, and the start has no influence on it. That holds where the
    /// step brings values near the solution closer together.
    /// </summary>
    /// <param name="step">From the value to the next one. It may use values from around it, which get derivatives too.</param>
    /// <param name="start">Where the steps start from; a number takes the shape that the value gets.</param>
    /// <param name="iterations">The most steps, at least 1.</param>
    /// <param name="tolerance">The largest change of an element that counts as none, at least 0.</param>
    /// <exception cref="ArgumentException">The value changes its shape, or shapes within the step do not fit.</exception>
    /// <example><c>FixedPoint(z => Tanh(Dense(z, U) + x), 0f)</c>, a deep equilibrium model (Bai, Kolter, Koltun 2019)</example>
    public static Expr FixedPoint(Func<Expr, Expr> step, Expr start, int iterations = 50, float tolerance = 1e-5f) =>
        Apply(nameof(FixedPoint), step, start, iterations, tolerance);
}
