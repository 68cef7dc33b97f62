namespace Adjoint;

/// <content>Exponential decay.</content>
public abstract partial record Schedule
{
    /// <summary>Falls by the same factor in every step, to <see cref="End"/> at the end of the training.</summary>
    /// <remarks>The factor is <c>End^(step / totalSteps)</c>, which would reach the end just after the last step.</remarks>
    public sealed record Exponential : Schedule
    {
        /// <summary>Makes an exponential schedule.</summary>
        /// <param name="end">The factor at the end, above 0 and at most 1.</param>
        public Exponential(float end = 0.01f) => End = end;

        /// <summary>The factor at the end, above 0 and at most 1.</summary>
        public float End { get; init => field = Setting.PositiveFactor(value, nameof(End)); }

        /// <inheritdoc/>
        public override float Factor(long step, long totalSteps) => (float)Math.Pow(End, Progress(step, totalSteps));
    }
}
