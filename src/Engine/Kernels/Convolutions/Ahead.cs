using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Adjoint.Kernels;

/// <summary>
/// Asks for memory that a later block reads or writes, a little at each of some steps of the present one, so that it arrives in the second-level
/// cache while there is something else to do. A layer's images don't stay there from one kernel to the next. Where the processor can't, nothing happens.
/// </summary>
internal unsafe struct Ahead
{
    private const int Line = 64;
    private readonly nint _step;
    private readonly byte* _end;
    private byte* _next;

    /// <summary>Begins with the first step.</summary>
    /// <param name="start">The first float.</param>
    /// <param name="floats">How many there are; 0 to ask for nothing.</param>
    /// <param name="steps">The steps that there will be.</param>
    public Ahead(float* start, nint floats, int steps)
    {
        _next = (byte*)start;
        _end = _next + (Sse.IsSupported ? floats * sizeof(float) : 0);
        _step = ((floats * sizeof(float) / Math.Max(1, steps) / Line) + 1) * Line;
    }

    /// <summary>Takes a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step()
    {
        byte* end = _next + _step;
        end = end < _end ? end : _end;
        for (; _next < end; _next += Line)
        {
            Sse.Prefetch1(_next);
        }
    }
}
