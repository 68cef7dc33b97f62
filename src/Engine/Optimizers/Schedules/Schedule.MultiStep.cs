using System.Collections.Immutable;

namespace Adjoint;

/// <content>Steps at given times.</content>
public abstract partial record Schedule
{
    /// <summary>Multiplies the learning rate by <see cref="Gamma"/> at each of <see cref="Milestones"/>.</summary>
    /// <remarks>The factor is <c>Gamma^k</c> where k counts the milestones s with <c>⌈s · totalSteps⌉ ≤ step</c>.</remarks>
    public sealed record MultiStep : Schedule
    {
        /// <summary>Makes a schedule of steps.</summary>
        /// <param name="milestones">Shares of all steps after which the learning rate changes, each above 0 and at most 1, rising.</param>
        /// <param name="gamma">What each change multiplies by, above 0 and at most 1.</param>
        public MultiStep(ImmutableArray<float> milestones, float gamma = 0.1f)
        {
            Milestones = milestones;
            Gamma = gamma;
        }

        /// <summary>Shares of all steps after which the learning rate changes, each above 0 and at most 1, rising.</summary>
        public ImmutableArray<float> Milestones
        {
            get;
            init
            {
                field = value.IsDefault ? [] : value;
                float last = 0;
                foreach (float milestone in field)
                {
                    last = Setting.PositiveFactor(milestone, nameof(Milestones)) > last
                        ? milestone
                        : throw new ArgumentOutOfRangeException(nameof(Milestones), milestone, $"Milestones rise, but {milestone} follows {last}.");
                }
            }
        }

        /// <summary>What each change multiplies by, above 0 and at most 1.</summary>
        public float Gamma { get; init => field = Setting.PositiveFactor(value, nameof(Gamma)); }

        /// <inheritdoc/>
        public override float Factor(long step, long totalSteps)
        {
            int passed = 0;
            foreach (float milestone in Milestones)
            {
                // The share is meant as its shortest decimal.
                passed += (long)Math.Ceiling((decimal)milestone * totalSteps) <= step ? 1 : 0;
            }

            return (float)Math.Pow(Gamma, passed);
        }

        /// <summary>Whether the other has equal settings.</summary>
        /// <param name="other">The other schedule.</param>
        public bool Equals(MultiStep? other) =>
            base.Equals(other) && Gamma == other.Gamma && Milestones.AsSpan().SequenceEqual(other.Milestones.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Gamma, Milestones.Length);
    }
}
