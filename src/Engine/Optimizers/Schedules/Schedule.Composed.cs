namespace Adjoint;

/// <content>Schedules made of others.</content>
public abstract partial record Schedule
{
    /// <summary>A schedule squeezed into some steps.</summary>
    private sealed record Limited(Schedule Inner, long Steps) : Schedule
    {
        private readonly long _steps = Setting.AtLeast(Steps, 1, "steps");

        public override long? Length => _steps;

        public override float Factor(long step, long totalSteps) => Factor(step, totalSteps, []);

        public override float Factor(long step, long totalSteps, ReadOnlySpan<float> losses) => Inner.Factor(Math.Min(step, _steps), _steps, losses);
    }

    /// <summary>A schedule that ends and one that follows it.</summary>
    private sealed record Sequence : Schedule
    {
        private readonly Schedule _first;
        private readonly Schedule _second;
        private readonly long _start;

        public Sequence(Schedule first, Schedule second)
        {
            ArgumentNullException.ThrowIfNull(second);
            _first = first;
            _second = second;
            _start = first.Length ?? throw new InvalidOperationException($"{first} is for the whole training; For(steps) makes it end before another.");
        }

        public override long? Length => _start + _second.Length;

        public override float Factor(long step, long totalSteps) => Factor(step, totalSteps, []);

        public override float Factor(long step, long totalSteps, ReadOnlySpan<float> losses) => step < _start
            ? _first.Factor(step, totalSteps, losses)
            : _second.Factor(step - _start, Math.Max(1, totalSteps - _start), losses);
    }

    /// <summary>Two schedules at once.</summary>
    private sealed record Product : Schedule
    {
        private readonly Schedule _first;
        private readonly Schedule _second;

        public Product(Schedule first, Schedule second)
        {
            ArgumentNullException.ThrowIfNull(second);
            _first = first;
            _second = second;
        }

        public override float Factor(long step, long totalSteps) => Factor(step, totalSteps, []);

        public override float Factor(long step, long totalSteps, ReadOnlySpan<float> losses) =>
            _first.Factor(step, totalSteps, losses) * _second.Factor(step, totalSteps, losses);
    }
}
