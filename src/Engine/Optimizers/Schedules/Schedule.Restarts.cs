namespace Adjoint;

/// <content>Cosines one after another.</content>
public abstract partial record Schedule
{
    /// <summary>
    /// Falls along half a cosine and begins again at 1, several times (SGDR, Loshchilov and Hutter 2017). Each fall takes <see cref="Growth"/> times the steps
    /// of the one before.
    /// </summary>
    /// <remarks>
    /// With q the growth and n the cycles, cycle i from 0 begins at the share <c>(qⁱ − 1) / (qⁿ − 1)</c> of the training (<c>i / n</c> for q = 1), and within
    /// it, at the share x, the factor is <c>Floor + (1 − Floor) (1 + cos(π x)) / 2</c>.
    /// </remarks>
    public sealed record Restarts : Schedule
    {
        /// <summary>Makes a schedule of several cosines.</summary>
        /// <param name="cycles">How often it falls, at least 1.</param>
        /// <param name="growth">How many times as long as the one before each fall takes, finite and at least 1.</param>
        /// <param name="floor">The factor at the end of each fall, in <c>[0, 1]</c>.</param>
        public Restarts(int cycles, float growth = 1, float floor = 0)
        {
            Cycles = cycles;
            Growth = growth;
            Floor = floor;
        }

        /// <summary>How often it falls, at least 1.</summary>
        public int Cycles { get; init => field = Setting.AtLeast(value, 1, nameof(Cycles)); }

        /// <summary>How many times as long as the one before each fall takes, finite and at least 1.</summary>
        public float Growth { get; init => field = Setting.AtLeast(Setting.Positive(value, nameof(Growth)), 1, nameof(Growth)); }

        /// <summary>The factor at the end of each fall, in <c>[0, 1]</c>.</summary>
        public float Floor { get; init => field = Setting.Factor(value, nameof(Floor)); }

        /// <inheritdoc/>
        public override float Factor(long step, long totalSteps)
        {
            double progress = Progress(step, totalSteps);
            double begin = 0;
            double length = Growth == 1 ? 1.0 / Cycles : (Growth - 1.0) / (Math.Pow(Growth, Cycles) - 1);

            // A step at a boundary belongs to the new cycle, though sums of shares may miss it by a rounding.
            for (int cycle = 1; cycle < Cycles && progress >= begin + length - 1e-12; cycle++)
            {
                begin += length;
                length *= Growth;
            }

            double within = Math.Clamp((progress - begin) / length, 0, 1);
            return (float)(Floor + ((1 - Floor) * (1 + Math.Cos(Math.PI * within)) / 2));
        }
    }
}
