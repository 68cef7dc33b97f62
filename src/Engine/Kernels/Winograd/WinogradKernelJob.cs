// Tiling. A kernel has nine taps, which lie side by side: those of as many pairs of an output and a channel as a vector has lanes are turned, so that lanes are pairs;
// what sixteen points make of them is written where the products of all pairs lie side by side.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>points[p, pair] = (G · kernel[pair] · Gᵀ)[p] for each pair of an output and a channel, with G = [1 0 0; ½ ½ ½; ½ −½ ½; 0 0 1].</summary>
internal readonly unsafe struct WinogradKernelJob(float* kernel, int pairs, float* points) : IJob
{
    private const int Taps = 9;
    private const int BlockPairs = 256;
    private const int Vector = 16;

    public int BlockCount => Blocks.Count(pairs, BlockPairs);

    /// <summary>Floats from a point to the next, of some pairs.</summary>
    public static int Step(int pairs) => (Blocks.Count(pairs, Vector) + 1) * Vector;

    /// <summary>Floats of all points of some pairs.</summary>
    public static long Length(long pairs) => checked(WinogradPlan.Points * (pairs + (2 * Vector)));

    [SkipLocalsInit]
    [MethodImpl(HotLoop.Options)]
    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        float* taps = stackalloc float[Taps * BlockPairs];
        int first = block * BlockPairs;
        int count = Math.Min(BlockPairs, pairs - first);
        Panel.Transpose(kernel + ((nint)first * Taps), 1, Taps, Taps, count, taps, BlockPairs);
        nint step = Step(pairs);
        V half = V.Broadcast(0.5f);
        for (int i = 0; i < count; i += V.Width)
        {
            float* tap = taps + i;
            float* target = points + first + i;
            (V t00, V t10, V t20, V t30) = Points(tap, half);
            (V t01, V t11, V t21, V t31) = Points(tap + BlockPairs, half);
            (V t02, V t12, V t22, V t32) = Points(tap + (2 * BlockPairs), half);
            int left = count - i;
            Store(t00, t01, t02, half, target, step, left);
            Store(t10, t11, t12, half, target + (4 * step), step, left);
            Store(t20, t21, t22, half, target + (8 * step), step, left);
            Store(t30, t31, t32, half, target + (12 * step), step, left);
        }
    }

    /// <summary>G times a column of the kernel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (V P0, V P1, V P2, V P3) Points<V>(float* tap, V half)
        where V : struct, ISimd<V>
    {
        V first = V.Load(in tap[0]);
        V last = V.Load(in tap[6 * BlockPairs]);
        V ends = half * (first + last);
        V middle = half * V.Load(in tap[3 * BlockPairs]);
        return (first, ends + middle, ends - middle, last);
    }

    /// <summary>The points of a row of three.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<V>(V first, V middle, V last, V half, float* target, nint step, int left)
        where V : struct, ISimd<V>
    {
        V ends = half * (first + last);
        middle = half * middle;
        if (left >= V.Width)
        {
            first.Store(ref target[0]);
            (ends + middle).Store(ref target[step]);
            (ends - middle).Store(ref target[2 * step]);
            last.Store(ref target[3 * step]);
        }
        else
        {
            first.Store(ref target[0], left);
            (ends + middle).Store(ref target[step], left);
            (ends - middle).Store(ref target[2 * step], left);
            last.Store(ref target[3 * step], left);
        }
    }
}
