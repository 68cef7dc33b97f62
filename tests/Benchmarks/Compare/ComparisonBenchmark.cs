using System.Globalization;
using Adjoint.Benchmarks.Peers;
using Adjoint.Benchmarks.Suite;

namespace Adjoint.Benchmarks.Compare;

/// <summary>
/// The suite beside PyTorch's. Both sides are measured alternately, each time in a process of its own: a machine changes its pace in minutes, but hardly between
/// two neighbours, so that the ratios of rounds say how sure the ratio is.
/// </summary>
internal static class ComparisonBenchmark
{
    private const string Row = "{0,-16} {1,12} {2,12} {3,11} {4,15} {5,9} {6,9}  {7}";

    /// <summary>Compares workload by workload.</summary>
    public static void Run(ComparisonOptions options, TorchSuite torch, TextWriter output)
    {
        // A form that is missing is told before the first hour is spent.
        TorchForm[] forms = [.. options.Workloads.Select(workload => torch.FormOf(workload, options.Threads))];
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Threads} of {Environment.ProcessorCount} processors, medians of {options.Rounds} round(s)"));
        output.WriteLine(Row, "workload", "ours µs", "torch µs", "torch/ours", "of rounds", "ours MiB", "torch MiB", "torch's form");
        foreach (TorchForm form in forms)
        {
            output.WriteLine(Compare(form, options, torch));
            output.Flush();
        }
    }

    private static string Compare(TorchForm form, ComparisonOptions options, TorchSuite torch)
    {
        SuiteOptions own = new([form.Workload], options.Threads, options.Seconds, Json: true);
        TorchSettings settings = Fastest(form, options, torch);
        List<(Measurement Ours, Measurement Torch)> rounds = [];
        for (int round = 0; round < options.Rounds; round++)
        {
            Measurement ours = Measurement.OfJson(ChildProcess.RunSelf(own.ArgumentsFor(form.Workload))[^1]);
            rounds.Add((ours, torch.Measure(form, settings, options.Seconds)));
        }

        double[] ratios = [.. rounds.Select(static round => round.Torch.MedianUs / round.Ours.MedianUs).Order()];
        double oursUs = Median(rounds.Select(static round => round.Ours.MedianUs));
        double torchUs = Median(rounds.Select(static round => round.Torch.MedianUs));
        string instead = settings.Name == form.Settings ? string.Empty : $", not {form.Settings}";
        return string.Format(
            CultureInfo.InvariantCulture,
            Row,
            form.Workload,
            Text(oursUs),
            Text(torchUs),
            Ratio(torchUs / oursUs),
            $"{Ratio(ratios[0])} to {Ratio(ratios[^1])}",
            Text(Median(rounds.Select(static round => round.Ours.PeakRssMb))),
            Text(Median(rounds.Select(static round => round.Torch.PeakRssMb))),
            $"{form.Form} {settings.Name}{instead}");
    }

    /// <summary>The settings under which PyTorch is fastest, of those that are available here.</summary>
    private static TorchSettings Fastest(TorchForm form, ComparisonOptions options, TorchSuite torch)
    {
        IReadOnlyList<TorchSettings> available = new TorchSettings(form.Settings).Available(options.Threads);
        return available.Count == 1 ? available[0] : available.MinBy(settings => torch.Measure(form, settings, options.Seconds).MedianUs)!;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static string Text(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Ratio(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
