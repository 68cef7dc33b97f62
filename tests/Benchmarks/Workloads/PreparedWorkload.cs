namespace Adjoint.Benchmarks.Workloads;

/// <summary>A workload that is ready.</summary>
/// <param name="Step">Does it once.</param>
/// <param name="ArenaBytes">The memory for intermediate values that it does it in.</param>
internal sealed record PreparedWorkload(Action Step, long ArenaBytes);
