using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Adjoint.Kernels;

namespace Adjoint.Benchmarks.Peak;

/// <summary>How fast memory is read and copied, over more of it than any cache holds. Each thread has a part of its own.</summary>
internal sealed unsafe class Bandwidth
{
    private const int Length = 256 * 1024 * 1024 / sizeof(float);

    private readonly float[] _from = GC.AllocateArray<float>(Length, pinned: true);
    private readonly float[] _to = GC.AllocateArray<float>(Length, pinned: true);

    /// <summary>Makes the memory, and touches all of it, since pages that nothing was written to may be one and the same.</summary>
    public Bandwidth()
    {
        Array.Fill(_from, 1);
        Array.Fill(_to, 1);
    }

    /// <summary>The bytes that are read in a second.</summary>
    public Rates Read(int threads)
    {
        int part = Length / threads;
        return Rates.Of(
            threads,
            thread =>
            {
                ReadOnlySpan<float> own = _from.AsSpan(thread * part, part);
                _ = Vector512.IsHardwareAccelerated ? Sum<Simd512>(own) : Vector256.IsHardwareAccelerated ? Sum<Simd256>(own) : Sum<Simd128>(own);
            },
            (double)part * sizeof(float));
    }

    /// <summary>The bytes that are read and written in a second, copying.</summary>
    public Rates Copy(int threads)
    {
        int part = Length / threads;
        return Rates.Of(
            threads, thread => _from.AsSpan(thread * part, part).CopyTo(_to.AsSpan(thread * part, part)), 2.0 * part * sizeof(float));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Sum<V>(ReadOnlySpan<float> values)
        where V : struct, ISimd<V>
    {
        fixed (float* start = values)
        {
            (V a, V b, V c, V d) = (V.Zero, V.Zero, V.Zero, V.Zero);
            for (int i = 0; i <= values.Length - (4 * V.Width); i += 4 * V.Width)
            {
                a += V.Load(in start[i]);
                b += V.Load(in start[i + V.Width]);
                c += V.Load(in start[i + (2 * V.Width)]);
                d += V.Load(in start[i + (3 * V.Width)]);
            }

            float* lanes = stackalloc float[V.Width];
            (a + b + (c + d)).Store(ref lanes[0]);
            return lanes[0];
        }
    }
}
