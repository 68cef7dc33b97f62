using System.Globalization;
using Adjoint.Benchmarks.Measuring;
using Adjoint.Benchmarks.Workloads;

namespace Adjoint.Benchmarks.Suite;

/// <summary>What a training step, a prediction or a product takes, workload by workload.</summary>
internal static class SuiteBenchmark
{
    private const string Peer = "adjoint";
    private const string Row = "{0,-16} {1,12} {2,12} {3,12} {4,12} {5,12} {6,10} {7,8}";

    /// <summary>Measures workloads. Of several each has a process to itself, so that its peak of memory is its own.</summary>
    public static void Run(SuiteOptions options, TextWriter output)
    {
        if (!options.Json)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.Threads} of {Environment.ProcessorCount} processors"));
            output.WriteLine(Row, "workload", "median µs", "p10", "p90", "arena KiB", "alloc B/step", "RSS MiB", "roof, %");
        }

        Roofline? roofline = options.Json ? null : new Roofline(options.Threads);

        foreach (string workload in options.Workloads)
        {
            Measurement measured = options.Workloads.Count == 1
                ? Measure(WorkloadCatalog.Find(workload)!, options)
                : Measurement.OfJson(ChildProcess.RunSelf(options.ArgumentsFor(workload))[^1]);
            output.WriteLine(roofline is null ? measured.ToJson() : Line(measured, roofline));
            output.Flush();
        }
    }

    private static Measurement Measure(Workload workload, SuiteOptions options)
    {
        PreparedWorkload prepared = workload.Prepare(new Threads(options.Threads));
        Times times = Stopclock.Measure(prepared.Step, options.Seconds);
        double allocated = Allocation.Of(prepared.Step);
        return new Measurement
        {
            Workload = workload.Name,
            Peer = Peer,
            Threads = options.Threads,
            MedianUs = Math.Round(times.Median, 2),
            Fast = Math.Round(times.Fast, 2),
            Slow = Math.Round(times.Slow, 2),
            PeakRssMb = Math.Round(PeakMemory.Mebibytes, 1),
            ArenaBytes = prepared.ArenaBytes,
            AllocatedBytes = Math.Round(allocated, 2),
            Flops = prepared.Flops,
            Bytes = prepared.Bytes,
        };
    }

    private static string Line(Measurement measured, Roofline roofline) => string.Format(
        CultureInfo.InvariantCulture,
        Row,
        measured.Workload,
        Text(measured.MedianUs),
        Text(measured.Fast),
        Text(measured.Slow),
        Text(measured.ArenaBytes / 1024.0),
        Text(measured.AllocatedBytes),
        Text(measured.PeakRssMb),
        Text(100 * roofline.Floor(measured) / measured.MedianUs));

    private static string Text(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
