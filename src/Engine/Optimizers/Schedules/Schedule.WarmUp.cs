namespace Adjoint;

/// <content>A slow beginning.</content>
public abstract partial record Schedule
{
    /// <summary>
    /// Rises evenly from near 0 to 1 in its steps, and stays there: <c>min(1, (step + 1) / (Steps + 1))</c>. Another schedule may follow by <see cref="Then"/>.
    /// </summary>
    public sealed record WarmUp : Schedule
    {
        /// <summary>Makes a warm-up.</summary>
        /// <param name="steps">The number of steps, at least 1.</param>
        public WarmUp(long steps) => Steps = steps;

        /// <summary>The number of steps, at least 1.</summary>
        public long Steps { get; init => field = Setting.AtLeast(value, 1, nameof(Steps)); }

        /// <inheritdoc/>
        public override long? Length => Steps;

        /// <inheritdoc/>
        public override float Factor(long step, long totalSteps) => (float)Math.Min(1, (step + 1.0) / (Steps + 1.0));
    }
}
