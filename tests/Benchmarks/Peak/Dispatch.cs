using System.Diagnostics;
using Adjoint.Benchmarks.Measuring;
using Adjoint.Kernels;

namespace Adjoint.Benchmarks.Peak;

/// <summary>What it costs to let the engine's threads do something, which is the least that work must take to be worth sharing.</summary>
internal sealed class Dispatch
{
    private const double Seconds = 0.5;
    private const int IdleMilliseconds = 500;

    private readonly Threads _threads = new(2);

    /// <summary>The times of a job whose blocks do nothing; the caller may have done them all before another thread notices.</summary>
    public Times Empty() => Stopclock.Measure(() => Run(default(EmptyJob)), Seconds);

    /// <summary>The times of a job whose two blocks wait for each other, so that both threads take part.</summary>
    public Times Meeting() => Stopclock.Measure(() => Run(default(MeetingJob)), Seconds);

    /// <summary>The share of a processor that the threads take while they wait for work, from some time after the last.</summary>
    public double IdleShare()
    {
        Run(default(MeetingJob));
        Thread.Sleep(10);
        using Process process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        Thread.Sleep(IdleMilliseconds);
        process.Refresh();
        return (process.TotalProcessorTime - before) / Stopwatch.GetElapsedTime(start);
    }

    private void Run<TJob>(TJob job)
        where TJob : struct, IJob => _threads.Run(ref job, blocks: 2, Threads.ParallelCost);

    private struct EmptyJob : IJob
    {
        public readonly void Run<V>(int block)
            where V : struct, ISimd<V>
        {
        }
    }

    private struct MeetingJob : IJob
    {
        private int _present;

        public void Run<V>(int block)
            where V : struct, ISimd<V>
        {
            Interlocked.Increment(ref _present);
            while (Volatile.Read(ref _present) < 2)
            {
                Thread.SpinWait(1);
            }
        }
    }
}
