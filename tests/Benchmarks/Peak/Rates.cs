using System.Diagnostics;

namespace Adjoint.Benchmarks.Peak;

/// <summary>What some threads reached together: the sum of each one's median, and of each one's best.</summary>
/// <param name="Median">The median.</param>
/// <param name="Best">The best.</param>
internal readonly record struct Rates(double Median, double Best)
{
    private const double Seconds = 1;
    private const double WarmUp = 0.2;

    /// <summary>Lets threads do the same at the same time, each on its own part, again and again for a second.</summary>
    /// <param name="threads">The number of threads.</param>
    /// <param name="work">Does the part of the thread with a number, from 0.</param>
    /// <param name="amount">How much of it is done at once.</param>
    /// <returns>How much is done in a second.</returns>
    public static Rates Of(int threads, Action<int> work, double amount)
    {
        double[][] rates = new double[threads][];
        using Barrier start = new(threads);
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(index => new Thread(() =>
        {
            Repeat(work, index, amount, WarmUp);
            start.SignalAndWait();
            rates[index] = Repeat(work, index, amount, Seconds);
        }))];
        foreach (Thread worker in workers)
        {
            worker.Start();
        }

        foreach (Thread worker in workers)
        {
            worker.Join();
        }

        return new Rates(rates.Sum(static own => own[own.Length / 2]), rates.Sum(static own => own[^1]));
    }

    private static double[] Repeat(Action<int> work, int index, double amount, double seconds)
    {
        List<double> rates = [];
        long begin = Stopwatch.GetTimestamp();
        for (double before = 0; before < seconds;)
        {
            work(index);
            double now = Stopwatch.GetElapsedTime(begin).TotalSeconds;
            rates.Add(amount / (now - before));
            before = now;
        }

        rates.Sort();
        return [.. rates];
    }
}
