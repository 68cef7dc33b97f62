namespace Adjoint.Benchmarks.Workloads;

/// <summary>A workload that is ready.</summary>
/// <param name="Step">Does it once.</param>
/// <param name="ArenaBytes">The memory for intermediate values that it does it in.</param>
/// <param name="Flops">The floating-point operations of one time.</param>
/// <param name="Bytes">The memory that is read or written at the least, each part of it once.</param>
internal sealed record PreparedWorkload(Action Step, long ArenaBytes, long Flops, long Bytes);
