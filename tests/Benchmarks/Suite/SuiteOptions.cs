using System.Globalization;

namespace Adjoint.Benchmarks.Suite;

/// <summary>What of the suite is to be measured, and how.</summary>
/// <param name="Workloads">The names of the workloads.</param>
/// <param name="Threads">The number of threads.</param>
/// <param name="Seconds">How long samples of each are taken.</param>
/// <param name="Json">Whether to print lines of JSON rather than a table.</param>
internal sealed record SuiteOptions(IReadOnlyList<string> Workloads, int Threads, double Seconds, bool Json)
{
    /// <summary>The arguments with which this program measures one workload and prints a line of JSON.</summary>
    public IReadOnlyList<string> ArgumentsFor(string workload) =>
    [
        "suite", "--json", "--workload", workload,
        "--threads", Threads.ToString(CultureInfo.InvariantCulture),
        "--seconds", Seconds.ToString("R", CultureInfo.InvariantCulture),
    ];
}
