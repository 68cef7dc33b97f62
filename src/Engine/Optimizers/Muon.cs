using System.Collections.Immutable;
using System.IO.Enumeration;
using System.Runtime.CompilerServices;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>
/// Muon (Jordan et al. 2024): the momentum of a matrix is orthogonalised, so that a step moves all directions alike. Tensors that are no
/// matrices, and those named in <see cref="Except"/>, are left to another optimizer.
/// </summary>
/// <remarks>
/// For a matrix of r rows and c columns, with μ the momentum and N the orthogonalisation by Newton and Schulz's iteration:
/// <code>
/// m ← μ m + g
/// u = g + μ m                 or, without Nesterov, u = m
/// p ← p − η (0.2 √max(r, c) · N(u) + λ p)
/// </code>
/// The factor makes the step's root mean square that of Adam's (Liu et al. 2025), so both parts of a model share a learning rate. A tensor of more than two axes, such
/// as a convolution's kernel, is a matrix with its first axis as rows. Embeddings and the last layer are matrices too and better left to the
/// fallback: <c>Except = ["Tokens.*", "Head.*"]</c>. Moment 0 is m; for the other tensors the moments are the fallback's. A gradient that is not
/// finite makes its whole tensor not finite.
/// </remarks>
public sealed record Muon : Optimizer
{
    /// <summary>Makes a Muon optimizer.</summary>
    /// <param name="learningRate">The learning rate, finite and above 0.</param>
    public Muon(float learningRate = 1e-3f)
        : base(learningRate) => Fallback = new AdamW(learningRate);

    /// <summary>μ, the share of the velocity that is kept at each step, in <c>[0, 1)</c>.</summary>
    public float Momentum { get; init => field = Setting.Fraction(value, nameof(Momentum)); } = 0.95f;

    /// <summary>Whether the step looks ahead along the velocity.</summary>
    public bool Nesterov { get; init; } = true;

    /// <summary>The iterations of the orthogonalisation, at least 1.</summary>
    public int Iterations { get; init => field = Setting.AtLeast(value, 1, nameof(Iterations)); } = 5;

    /// <summary>
    /// The optimizer of all tensors that Muon does not move: AdamW with the learning rate of the constructor unless set otherwise. It has a learning
    /// rate and decay of its own; <see cref="Optimizer.Groups"/> are Muon's and hold for both.
    /// </summary>
    /// <exception cref="ArgumentException">It has groups, or takes a second gradient.</exception>
    public Optimizer Fallback
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value.Groups.IsEmpty && !value.TakesSecondGradient
                ? value
                : throw new ArgumentException("The fallback has no groups, which are Muon's own, and takes one gradient for a step.", nameof(Fallback));
        }
    }

    /// <summary>Names of matrices that are left to the fallback, with <c>*</c> for any characters as in <see cref="ParameterGroup.Matching"/>.</summary>
    public ImmutableArray<string> Except { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <inheritdoc/>
    public override int Moments => Math.Max(1, Fallback.Moments);

    /// <inheritdoc/>
    public override bool IsPerTensor => true;

    /// <inheritdoc/>
    public override long ScratchFor(ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return IsMatrix(parameter) ? parameter.Length + NewtonSchulz.ScratchFor(parameter.Shape[0], Columns(parameter)) : Fallback.ScratchFor(parameter);
    }

    /// <inheritdoc/>
    public override void Update(in OptimizerStep step)
    {
        ParameterInfo tensor = step.Tensor!;
        if (!IsMatrix(tensor))
        {
            Fallback.Update(step.For(Fallback));
            return;
        }

        (int rows, int columns) = (tensor.Shape[0], Columns(tensor));
        Span<float> direction = step.Scratch[..tensor.Length];
        Span<float> momentum = step.Moment(0);
        if (Nesterov)
        {
            // g + μ (μ m + g): the old momentum is still needed, so this comes first.
            Elementwise.Map(step.Threads, step.Parameters, step.Gradient, momentum, direction, new Accumulated(step.L2, 1 + Momentum, Momentum * Momentum));
        }

        Elementwise.Map(step.Threads, step.Parameters, step.Gradient, momentum, momentum, new Accumulated(step.L2, 1, Momentum));
        if (!Nesterov)
        {
            momentum.CopyTo(direction);
        }

        NewtonSchulz.Orthogonalize(step.Threads, direction, rows, columns, step.Scratch[tensor.Length..], Iterations);
        double scale = 0.2 * Math.Sqrt(Math.Max(rows, columns));
        Elementwise.Map(
            step.Threads,
            direction,
            step.Parameters,
            step.Parameters,
            new Moved((float)(step.LearningRate * scale), (float)((double)step.LearningRate * step.WeightDecay)));
    }

    /// <summary>Whether the other has equal settings.</summary>
    /// <param name="other">The other optimizer.</param>
    public bool Equals(Muon? other) =>
        base.Equals(other) && Momentum == other.Momentum && Nesterov == other.Nesterov && Iterations == other.Iterations
        && Fallback.Equals(other.Fallback) && Except.AsSpan().SequenceEqual(other.Except.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Momentum, Nesterov, Iterations, Fallback);

    private static int Columns(ParameterInfo parameter) => parameter.Length / Math.Max(1, parameter.Shape[0]);

    private bool IsMatrix(ParameterInfo parameter)
    {
        if (parameter.Shape.Length < 2 || parameter.Length == 0)
        {
            return false;
        }

        foreach (string pattern in Except)
        {
            if (FileSystemName.MatchesSimpleExpression(pattern, parameter.Name, ignoreCase: false))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>p, g, m ↦ share · (g + L2 · p) + kept · m.</summary>
    private readonly struct Accumulated(float penalty, float share, float kept) : IMap3
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V a, V b, V c, int index)
            where V : struct, ISimd<V> =>
            V.MultiplyAdd(V.Broadcast(kept), c, V.Broadcast(share) * V.MultiplyAdd(V.Broadcast(penalty), a, b));
    }

    /// <summary>n, p ↦ p − (rate · n + decay · p).</summary>
    private readonly struct Moved(float rate, float decay) : IMap2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V a, V b, int index)
            where V : struct, ISimd<V> => b - V.MultiplyAdd(V.Broadcast(rate), a, V.Broadcast(decay) * b);
    }
}
