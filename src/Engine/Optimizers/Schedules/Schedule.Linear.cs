namespace Adjoint;

/// <content>A straight line.</content>
public abstract partial record Schedule
{
    /// <summary>Goes evenly from <see cref="Start"/> to <see cref="End"/>.</summary>
    /// <remarks>The factor is <c>Start + (End − Start) · step / totalSteps</c>, which would reach the end just after the last step.</remarks>
    public sealed record Linear : Schedule
    {
        /// <summary>Makes a linear schedule.</summary>
        /// <param name="start">The factor in the first step, finite and at least 0.</param>
        /// <param name="end">The factor at the end, finite and at least 0.</param>
        public Linear(float start = 1, float end = 0)
        {
            Start = start;
            End = end;
        }

        /// <summary>The factor in the first step, finite and at least 0.</summary>
        public float Start { get; init => field = Setting.NotNegative(value, nameof(Start)); }

        /// <summary>The factor at the end, finite and at least 0.</summary>
        public float End { get; init => field = Setting.NotNegative(value, nameof(End)); }

        /// <inheritdoc/>
        public override float Factor(long step, long totalSteps) => (float)(Start + ((End - (double)Start) * Progress(step, totalSteps)));
    }
}
