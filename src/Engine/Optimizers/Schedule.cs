namespace Adjoint;

/// <summary>
/// How the learning rate changes while training: a factor for each step, which the optimizer's learning rate is multiplied by.
/// A schedule of one's own derives from this record.
/// </summary>
public abstract record Schedule
{
    /// <summary>The factor of one step.</summary>
    /// <param name="step">The step, counted from 0 over the whole training.</param>
    /// <param name="totalSteps">The number of steps of the whole training.</param>
    /// <returns>A finite number, at least 0.</returns>
    public abstract float Factor(long step, long totalSteps);

    /// <summary>The learning rate stays as it is.</summary>
    public sealed record Constant : Schedule
    {
        /// <inheritdoc/>
        public override float Factor(long step, long totalSteps) => 1;
    }

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
        public float Warmup
        {
            get;
            init => field = value is >= 0 and < 1
                ? value
                : throw new ArgumentOutOfRangeException(nameof(Warmup), value, "The warm-up is a share of all steps, at least 0 and below 1.");
        }

        /// <summary>The factor at the end, in <c>[0, 1]</c>.</summary>
        public float Floor
        {
            get;
            init => field = value is >= 0 and <= 1
                ? value
                : throw new ArgumentOutOfRangeException(nameof(Floor), value, "The floor is a factor from 0 to 1.");
        }

        /// <inheritdoc/>
        public override float Factor(long step, long totalSteps)
        {
            long warmup = (long)Math.Ceiling(Warmup * (double)totalSteps);
            if (step < warmup)
            {
                return (float)((step + 1.0) / (warmup + 1.0));
            }

            double progress = (double)(step - warmup) / Math.Max(1, totalSteps - warmup);
            return (float)(Floor + ((1 - Floor) * (1 + Math.Cos(Math.PI * Math.Min(1, progress))) / 2));
        }
    }

    /// <summary>Multiplies the learning rate by <see cref="Gamma"/> each time a further share <see cref="Every"/> of the training is done.</summary>
    /// <remarks>The factor is <c>Gamma^⌊step / ⌈Every · totalSteps⌉⌋</c>.</remarks>
    public sealed record Step : Schedule
    {
        /// <summary>Makes a schedule of steps.</summary>
        /// <param name="every">The share of all steps between two changes, above 0 and at most 1.</param>
        /// <param name="gamma">What each change multiplies by, above 0 and at most 1.</param>
        public Step(float every, float gamma = 0.1f)
        {
            Every = every;
            Gamma = gamma;
        }

        /// <summary>The share of all steps between two changes, above 0 and at most 1.</summary>
        public float Every
        {
            get;
            init => field = value is > 0 and <= 1
                ? value
                : throw new ArgumentOutOfRangeException(nameof(Every), value, "The distance is a share of all steps, above 0 and at most 1.");
        }

        /// <summary>What each change multiplies by, above 0 and at most 1.</summary>
        public float Gamma
        {
            get;
            init => field = value is > 0 and <= 1
                ? value
                : throw new ArgumentOutOfRangeException(nameof(Gamma), value, "The factor is above 0 and at most 1.");
        }

        /// <inheritdoc/>
        public override float Factor(long step, long totalSteps)
        {
            // Rounding to float first would make 0.1f of 1000 steps 101: the share is meant as its shortest decimal.
            long distance = Math.Max(1, (long)Math.Ceiling((decimal)Every * totalSteps));
            return (float)Math.Pow(Gamma, step / distance);
        }
    }
}
