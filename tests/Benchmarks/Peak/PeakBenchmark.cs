using System.Globalization;
using Adjoint.Benchmarks.Measuring;

namespace Adjoint.Benchmarks.Peak;

/// <summary>What the machine allows, which times are to be held against.</summary>
internal static class PeakBenchmark
{
    private const string Row = "{0,-28} {1,8} {2,12} {3,12}";

    public static void Run(TextWriter output)
    {
        output.WriteLine(Row, "", "threads", "median", "best");
        foreach (int threads in new[] { 1, 2 })
        {
            Write(output, "multiply-add, GFLOP/s", threads, Arithmetic.Measure(threads));
        }

        Dispatch dispatch = new();
        Write(output, "dispatch, empty, to 2, µs", dispatch.Empty());
        Write(output, "dispatch, met by 2, µs", dispatch.Meeting());
        output.WriteLine(string.Format(CultureInfo.InvariantCulture, Row, "idle threads, % of a core", 2, Digits(100 * dispatch.IdleShare()), ""));

        Bandwidth memory = new();
        foreach (int threads in new[] { 1, 2 })
        {
            Write(output, "read of 256 MiB, GB/s", threads, memory.Read(threads));
            Write(output, "copy of 256 MiB, GB/s", threads, memory.Copy(threads));
        }
    }

    private static void Write(TextWriter output, string name, int threads, Rates rates) =>
        output.WriteLine(string.Format(CultureInfo.InvariantCulture, Row, name, threads, Giga(rates.Median), Giga(rates.Best)));

    private static void Write(TextWriter output, string name, Times times) =>
        output.WriteLine(string.Format(CultureInfo.InvariantCulture, Row, name, 2, Digits(times.Median), Digits(times.Fast)));

    private static string Giga(double rate) => (rate * 1e-9).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Digits(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
