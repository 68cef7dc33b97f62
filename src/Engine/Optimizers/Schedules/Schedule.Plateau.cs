namespace Adjoint;

/// <content>Reacting to the loss.</content>
public abstract partial record Schedule
{
    /// <summary>
    /// Lowers the learning rate when the loss has not become smaller for some epochs: the validation loss, or the training loss without validation rows.
    /// </summary>
    /// <remarks>
    /// An epoch is better when its loss is below <c>best − Threshold · |best|</c>. After more than <see cref="Patience"/> epochs in a row that were not
    /// better, the factor becomes <c>max(Floor, Gamma · factor)</c> and the count begins anew, after <see cref="Cooldown"/> epochs that don't count. Steps
    /// taken one by one know no epochs: the factor is then 1.
    /// </remarks>
    public sealed record Plateau : Schedule
    {
        /// <summary>Makes a schedule that reacts to the loss.</summary>
        /// <param name="gamma">What each change multiplies by, above 0 and below 1.</param>
        /// <param name="patience">How many epochs in a row may be no better before a change, at least 0.</param>
        public Plateau(float gamma = 0.1f, int patience = 10)
        {
            Gamma = gamma;
            Patience = patience;
        }

        /// <summary>What each change multiplies by, above 0 and below 1.</summary>
        public float Gamma { get; init => field = Setting.Fraction(Setting.PositiveFactor(value, nameof(Gamma)), nameof(Gamma)); }

        /// <summary>How many epochs in a row may be no better before a change, at least 0.</summary>
        public int Patience { get; init => field = Setting.AtLeast(value, 0, nameof(Patience)); }

        /// <summary>By what share of the best loss an epoch has to be better, in <c>[0, 1)</c>.</summary>
        public float Threshold { get; init => field = Setting.Fraction(value, nameof(Threshold)); } = 1e-4f;

        /// <summary>How many epochs after a change don't count, at least 0.</summary>
        public int Cooldown { get; init => field = Setting.AtLeast(value, 0, nameof(Cooldown)); }

        /// <summary>The least factor, in <c>[0, 1]</c>.</summary>
        public float Floor { get; init => field = Setting.Factor(value, nameof(Floor)); }

        /// <inheritdoc/>
        public override float Factor(long step, long totalSteps) => 1;

        /// <inheritdoc/>
        public override float Factor(long step, long totalSteps, ReadOnlySpan<float> losses)
        {
            double factor = 1;
            double best = double.PositiveInfinity;
            int bad = 0;
            int cooling = 0;
            foreach (float loss in losses)
            {
                bool isBetter = double.IsInfinity(best) || loss < best - (Threshold * Math.Abs(best));
                best = isBetter ? loss : best;
                bad = isBetter || cooling > 0 ? 0 : bad + 1;
                cooling = Math.Max(0, cooling - 1);
                if (bad > Patience)
                {
                    factor = Math.Max(Floor, Gamma * factor);
                    bad = 0;
                    cooling = Cooldown;
                }
            }

            return (float)factor;
        }
    }
}
