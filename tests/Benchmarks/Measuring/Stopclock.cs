using System.Diagnostics;
using System.Runtime;

namespace Adjoint.Benchmarks.Measuring;

/// <summary>
/// Times a step that is called again and again. It is called until it runs as it will: for a while, and until the JIT has stopped to recompile what it
/// calls. Then one sample after the other is taken, each of so many calls that the clock's own resolution and cost don't count.
/// </summary>
internal static class Stopclock
{
    /// <summary>A sample lasts at least so long, in µs: reading the clock costs some 0.02.</summary>
    private const double ShortestSample = 50;

    private const double WarmUp = 0.3;
    private const double LongestWarmUp = 10;

    /// <summary>The JIT recompiles what was called thirty times.</summary>
    private const int LeastCalls = 40;

    /// <summary>Methods are recompiled 0.1 s after the last one began to be called often; when nothing was for longer than that, nothing will be.</summary>
    private const double Quiet = 0.25;

    private const int LeastSamples = 9;

    // As many as fit in a minute of the shortest samples; more would tell no more.
    private const int MostSamples = 1 << 20;

    /// <summary>Times a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="seconds">How long samples are taken, after the warm-up.</param>
    public static Times Measure(Action step, double seconds)
    {
        Settle(step);
        int calls = CallsOfASample(step);
        double[] samples = new double[(int)Math.Min(MostSamples, (seconds * 1e6 / ShortestSample) + LeastSamples)];
        GC.Collect();
        int taken = 0;
        long start = Stopwatch.GetTimestamp();
        while (taken < samples.Length && (taken < LeastSamples || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds))
        {
            samples[taken++] = MicrosOf(step, calls) / calls;
        }

        Span<double> all = samples.AsSpan(0, taken);
        all.Sort();
        return Times.Of(all);
    }

    /// <summary>Calls a step until it is steady.</summary>
    private static void Settle(Action step)
    {
        long start = Stopwatch.GetTimestamp();
        long compiled = JitInfo.GetCompiledMethodCount();
        double quietSince = 0;
        double last = 0;
        for (int calls = 0; last < WarmUp || ((calls < LeastCalls || last - quietSince < Quiet) && last < LongestWarmUp); calls++)
        {
            step();
            last = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (JitInfo.GetCompiledMethodCount() is long count && count != compiled)
            {
                compiled = count;
                quietSince = last;
            }
        }
    }

    /// <summary>How many calls a sample is made of, a power of 2.</summary>
    private static int CallsOfASample(Action step)
    {
        int calls = 1;
        while (MicrosOf(step, calls) < ShortestSample)
        {
            calls *= 2;
        }

        return calls;
    }

    private static double MicrosOf(Action step, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int call = 0; call < calls; call++)
        {
            step();
        }

        return Micros(Stopwatch.GetTimestamp() - start);
    }

    private static double Micros(long ticks) => ticks * (1e6 / Stopwatch.Frequency);
}
