using Adjoint.Benchmarks.Peak;

namespace Adjoint.Benchmarks.Suite;

/// <summary>
/// The least time that the machine allows for a step (Williams et al. 2009): its arithmetic at the processor's peak, or its memory at the rate at which so much of it is read,
/// whichever is longer.
/// </summary>
/// <param name="threads">The number of threads.</param>
internal sealed class Roofline(int threads)
{
    private readonly Lazy<double> _peak = new(() => Arithmetic.Measure(threads).Best);
    private readonly Dictionary<long, double> _rates = [];

    /// <summary>The least time of a step in µs.</summary>
    public double Floor(Measurement measured) => 1e6 * Math.Max(measured.Flops / _peak.Value, measured.Bytes / RateOf(measured.Bytes));

    private double RateOf(long bytes)
    {
        if (!_rates.TryGetValue(bytes, out double rate))
        {
            rate = Bandwidth.ReadAgain(bytes, threads).Best;
            _rates.Add(bytes, rate);
        }

        return rate;
    }
}
