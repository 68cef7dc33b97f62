namespace Adjoint;

/// <content>A power of what is left.</content>
public abstract partial record Schedule
{
    /// <summary>Falls to <see cref="End"/> as a power of the share of the training that is left.</summary>
    /// <remarks>The factor is <c>End + (1 − End) (1 − step / totalSteps)^Power</c>, which would reach the end just after the last step.</remarks>
    public sealed record Polynomial : Schedule
    {
        /// <summary>Makes a polynomial schedule.</summary>
        /// <param name="power">The power, finite and above 0.</param>
        /// <param name="end">The factor at the end, in <c>[0, 1]</c>.</param>
        public Polynomial(float power = 2, float end = 0)
        {
            Power = power;
            End = end;
        }

        /// <summary>The power, finite and above 0; 1 is a straight line.</summary>
        public float Power { get; init => field = Setting.Positive(value, nameof(Power)); }

        /// <summary>The factor at the end, in <c>[0, 1]</c>.</summary>
        public float End { get; init => field = Setting.Factor(value, nameof(End)); }

        /// <inheritdoc/>
        public override float Factor(long step, long totalSteps) => (float)(End + ((1 - (double)End) * Math.Pow(1 - Progress(step, totalSteps), Power)));
    }
}
