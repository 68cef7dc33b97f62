namespace Adjoint.Benchmarks.Compare;

/// <summary>What is to be compared, and how.</summary>
/// <param name="Workloads">The names of the workloads.</param>
/// <param name="Threads">The number of threads.</param>
/// <param name="Seconds">How long samples of each are taken, in each round.</param>
/// <param name="Rounds">How often each side is measured.</param>
internal sealed record ComparisonOptions(IReadOnlyList<string> Workloads, int Threads, double Seconds, int Rounds);
