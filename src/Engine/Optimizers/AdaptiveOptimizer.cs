namespace Adjoint;

/// <summary>
/// What Adam and its relatives share: running means of the gradient and of its square, by which each parameter's step is scaled. The means begin
/// at zero; dividing by <c>1 − βᵗ</c> makes up for it.
/// </summary>
public abstract record AdaptiveOptimizer : Optimizer
{
    private protected AdaptiveOptimizer(float learningRate)
        : base(learningRate)
    {
    }

    /// <summary>β₁, the share of the first moment that is kept at each step, in <c>[0, 1)</c>.</summary>
    public float Beta1 { get; init => field = Setting.Fraction(value, nameof(Beta1)); } = 0.9f;

    /// <summary>β₂, the share of the second moment that is kept at each step, in <c>[0, 1)</c>.</summary>
    public float Beta2 { get; init => field = Setting.Fraction(value, nameof(Beta2)); } = 0.999f;

    /// <summary>ε, which keeps the division away from zero; above 0.</summary>
    public float Epsilon { get; init => field = Setting.Positive(value, nameof(Epsilon)); } = 1e-8f;

    /// <inheritdoc/>
    public override int Moments => 2;

    /// <summary>1 − β₁ᵗ, in double: 1 − βᵗ loses digits in float while t is small.</summary>
    private protected double Correction1(in OptimizerStep step) => 1 - Math.Pow(Beta1, step.Number);

    /// <summary>1 − β₂ᵗ.</summary>
    private protected double Correction2(in OptimizerStep step) => 1 - Math.Pow(Beta2, step.Number);

    /// <summary>The coefficients of the means, and the division by √(v / (1 − β₂ᵗ)) + ε.</summary>
    private protected AdaptiveMeans Means(in OptimizerStep step) => new(Beta1, Beta2, (float)(1 / Math.Sqrt(Correction2(step))), Epsilon);
}
