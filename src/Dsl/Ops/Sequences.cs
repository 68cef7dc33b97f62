namespace Adjoint;

/// <content>Sequences of different lengths, and what tells their steps apart.</content>
public static partial class Ops
{
    /// <summary>1 at the steps before a length and 0 from there on: <c>i32[..] → [.., steps]</c>. A length above the steps is an error when the program runs.</summary>
    /// <param name="lengths">The lengths, whole numbers.</param>
    /// <param name="steps">The number of steps, such as <c>"T"</c>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the text is no size.</exception>
    public static Expr LengthMask(Expr lengths, string steps) => Apply(nameof(LengthMask), lengths, steps);

    /// <summary>The mean over the steps that count, <c>Σ m x / max(Σ m, 1)</c>: <c>[steps, ..] → [..]</c>, zero where none does.</summary>
    /// <param name="x">The sequence.</param>
    /// <param name="mask">1 at the steps that count and 0 elsewhere, <c>[steps]</c>, or the lengths <c>i32[]</c>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr MaskedMean(Expr x, Expr mask) => Apply(nameof(MaskedMean), x, mask);

    /// <summary>A sequence with another value at one step, such as a cache of keys to which the next one is added.</summary>
    /// <param name="x">The sequence, <c>[steps, ..]</c>.</param>
    /// <param name="position">The step, <c>i32[]</c>, from 0 on. Beyond the steps it is an error when the program runs.</param>
    /// <param name="value">The value of the step, <c>[..]</c>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr SetStep(Expr x, Expr position, Expr value) => Apply(nameof(SetStep), x, position, value);

    /// <summary>
    /// Adds <c>sin(t · period^(−2i / size))</c> to the feature 2i of step t, and the cosine to the feature 2i + 1 (Vaswani et al. 2017).
    /// </summary>
    /// <param name="x">The sequence, <c>[.., steps, size]</c>.</param>
    /// <param name="period">What the slowest wave's period is in units of the fastest, above 0.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr SinusoidalPositions(Expr x, float period = 10_000f) => Apply(nameof(SinusoidalPositions), x, period);

    /// <summary>
    /// Turns pairs (a, b) of the features of each head by <c>φ = (t + start) · period^(−i / pairs)</c> at step t, pair i, so that products of two
    /// steps depend on their distance (Su et al. 2021). A pair is a feature of the head's first half and that of its second half, or two
    /// neighbours.
    /// </summary>
    /// <param name="x">Queries or keys, <c>[.., steps, features]</c>; the features are a multiple of twice the heads.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="period">What the slowest turn's period is in units of the fastest, above 0.</param>
    /// <param name="start">The number of the first step, one real number; null for 0.</param>
    /// <param name="neighbours">Whether neighbours are pairs.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr RotaryPositions(Expr x, int heads = 1, float period = 10_000f, Expr? start = null, bool neighbours = false) =>
        Apply(nameof(RotaryPositions), x, heads, period, start, neighbours);
}
