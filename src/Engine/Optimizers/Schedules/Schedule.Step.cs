namespace Adjoint;

/// <content>Steps of equal length.</content>
public abstract partial record Schedule
{
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
        public float Every { get; init => field = Setting.PositiveFactor(value, nameof(Every)); }

        /// <summary>What each change multiplies by, above 0 and at most 1.</summary>
        public float Gamma { get; init => field = Setting.PositiveFactor(value, nameof(Gamma)); }

        /// <inheritdoc/>
        public override float Factor(long step, long totalSteps)
        {
            // Rounding to float first would make 0.1f of 1000 steps 101: the share is meant as its shortest decimal.
            long distance = Math.Max(1, (long)Math.Ceiling((decimal)Every * totalSteps));
            return (float)Math.Pow(Gamma, step / distance);
        }
    }
}
