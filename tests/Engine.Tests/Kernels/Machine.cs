using System.Collections.Concurrent;
using System.Runtime.Intrinsics;

namespace Adjoint.Tests.Kernels;

/// <summary>The vector widths of the processor at hand, and threads that use one of them.</summary>
public static class Machine
{
    private static readonly ConcurrentDictionary<(SimdWidth Width, int Count), Threads> Cache = [];

    public static TheoryData<int> Widths
    {
        get
        {
            TheoryData<int> widths = [(int)SimdWidth.Scalar];
            if (Vector128.IsHardwareAccelerated)
            {
                widths.Add((int)SimdWidth.Bits128);
            }

            if (Vector256.IsHardwareAccelerated)
            {
                widths.Add((int)SimdWidth.Bits256);
            }

            if (Vector512.IsHardwareAccelerated)
            {
                widths.Add((int)SimdWidth.Bits512);
            }

            return widths;
        }
    }

    public static Threads WithWidth(int bits, int count = 1) =>
        Cache.GetOrAdd(((SimdWidth)bits, count), static key => new Threads(key.Count, key.Width));
}
