using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// How the methods with the inner loops are compiled: fully at their first call, since a program would else begin in slow code;
/// and apart from their callers, whose limit on inlining they would exhaust before the operator is reached.
/// </summary>
internal static class HotLoop
{
    public const MethodImplOptions Options = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
}
