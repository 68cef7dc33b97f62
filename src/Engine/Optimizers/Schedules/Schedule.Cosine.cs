namespace Adjoint;

/// <content>Half a cosine.</content>
public abstract partial record Schedule
{
    /// <summary>
    /// Rises evenly from near 0 to 1 during the warm-up, then falls to <see cref="Floor"/> along half a cosine (Loshchilov and
    /// Hutter 2017).
    /// </summary>
    /// <remarks>
    /// With w = ⌈Warmup · totalSteps⌉: <c>(step + 1) / (w + 1)</c> while step &lt; w; then
    /// <c>Floor + (1 − Floor) (1 + cos(π (step − w) / (totalSteps − w))) / 2</c>, which would reach the floor just after the last step.
    /// </remarks>
    public sealed record Cosine : Schedule
    {
        /// <summary>Makes a cosine schedule.</summary>
        /// <param name="warmup">The share of all steps that the warm-up takes, in <c>[0, 1)</c>.</param>
        /// <param name="floor">The factor at the end, in <c>[0, 1]</c>.</param>
        public Cosine(float warmup = 0, float floor = 0)
        {
            Warmup = warmup;
            Floor = floor;
        }

        /// <summary>The share of all steps that the warm-up takes, in <c>[0, 1)</c>.</summary>
        public float Warmup { get; init => field = Setting.Fraction(value, nameof(Warmup)); }

        /// <summary>The factor at the end, in <c>[0, 1]</c>.</summary>
        public float Floor { get; init => field = Setting.Factor(value, nameof(Floor)); }

        /// <inheritdoc/>
        public override float Factor(long step, long totalSteps)
        {
            long warmup = (long)Math.Ceiling(Warmup * (double)totalSteps);
            return step < warmup
                ? (float)((step + 1.0) / (warmup + 1.0))
                : (float)(Floor + ((1 - Floor) * (1 + Math.Cos(Math.PI * Progress(step - warmup, totalSteps - warmup))) / 2));
        }
    }
}
