using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// How the methods with the inner loops are compiled: fully at their first call, since a program would else begin in slow code;
/// and apart from their callers, whose limit on inlining they would exhaust before the operator is reached.
/// </summary>
internal static class HotLoop
{
#if READY_TO_RUN
    // What is to be optimised at its first call is never compiled in advance. A program that is published with ReadyToRun, and without
    // quick compilation of loops, has its loops compiled in advance; the setting sees to it that those which could not be are compiled
    // fully at their first call all the same.
    public const MethodImplOptions Options = MethodImplOptions.NoInlining;
#else
    public const MethodImplOptions Options = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
#endif
}
