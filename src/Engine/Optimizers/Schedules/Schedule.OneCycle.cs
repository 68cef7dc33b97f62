namespace Adjoint;

/// <content>Up and down once.</content>
public abstract partial record Schedule
{
    /// <summary>
    /// Rises from <see cref="Start"/> to 1 and falls to <see cref="End"/>, both along half a cosine (Smith and Topin 2019): the optimizer's learning rate is
    /// the peak, and may be several times what it could be throughout.
    /// </summary>
    /// <remarks>
    /// With w = ⌈Warmup · totalSteps⌉: <c>Start + (1 − Start) (1 − cos(π step / w)) / 2</c> while step &lt; w; then
    /// <c>End + (1 − End) (1 + cos(π (step − w) / (totalSteps − w))) / 2</c>, which would reach the end just after the last step.
    /// </remarks>
    public sealed record OneCycle : Schedule
    {
        /// <summary>Makes a schedule of one cycle.</summary>
        /// <param name="warmup">The share of all steps that the rise takes, in <c>[0, 1)</c>.</param>
        /// <param name="start">The factor in the first step, in <c>[0, 1]</c>.</param>
        /// <param name="end">The factor at the end, in <c>[0, 1]</c>.</param>
        public OneCycle(float warmup = 0.3f, float start = 0.04f, float end = 4e-6f)
        {
            Warmup = warmup;
            Start = start;
            End = end;
        }

        /// <summary>The share of all steps that the rise takes, in <c>[0, 1)</c>.</summary>
        public float Warmup { get; init => field = Setting.Fraction(value, nameof(Warmup)); }

        /// <summary>The factor in the first step, in <c>[0, 1]</c>.</summary>
        public float Start { get; init => field = Setting.Factor(value, nameof(Start)); }

        /// <summary>The factor at the end, in <c>[0, 1]</c>.</summary>
        public float End { get; init => field = Setting.Factor(value, nameof(End)); }

        /// <inheritdoc/>
        public override float Factor(long step, long totalSteps)
        {
            // The share is meant as its shortest decimal.
            long rise = (long)Math.Ceiling((decimal)Warmup * totalSteps);
            return step < rise
                ? (float)(Start + ((1 - (double)Start) * (1 - Math.Cos(Math.PI * Progress(step, rise))) / 2))
                : (float)(End + ((1 - (double)End) * (1 + Math.Cos(Math.PI * Progress(step - rise, totalSteps - rise))) / 2));
        }
    }
}
