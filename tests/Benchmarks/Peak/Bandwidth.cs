using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Adjoint.Kernels;

namespace Adjoint.Benchmarks.Peak;

/// <summary>How fast memory is read and copied, over more of it than any cache holds if nothing else is said. Each thread has a part of its own.</summary>
internal sealed unsafe class Bandwidth
{
    private const int Length = 256 * 1024 * 1024 / sizeof(float);
    private const int LeastRead = 1 << 20;

    private readonly float[] _from = Touched(Length);
    private readonly float[] _to = Touched(Length);

    /// <summary>The bytes that are read in a second.</summary>
    public Rates Read(int threads) => Read(_from, threads);

    /// <summary>The bytes that are read in a second, when it is always the same ones, which stay in the cache that holds so many.</summary>
    /// <param name="bytes">How many they are, for all threads.</param>
    /// <param name="threads">The number of threads.</param>
    public static Rates ReadAgain(long bytes, int threads) => Read(Touched((int)Math.Min(Length, bytes / sizeof(float))), threads);

    /// <summary>The bytes that are read and written in a second, copying.</summary>
    public Rates Copy(int threads)
    {
        int part = Length / threads;
        return Rates.Of(
            threads, thread => _from.AsSpan(thread * part, part).CopyTo(_to.AsSpan(thread * part, part)), 2.0 * part * sizeof(float));
    }

    private static Rates Read(float[] values, int threads)
    {
        int part = values.Length / threads;

        // Of little, enough at once that the clock does not count.
        int repeats = Math.Max(1, LeastRead / Math.Max(1, part));
        return Rates.Of(
            threads,
            thread =>
            {
                for (int repeat = 0; repeat < repeats; repeat++)
                {
                    ReadOnlySpan<float> own = values.AsSpan(thread * part, part);
                    _ = Vector512.IsHardwareAccelerated ? Sum<Simd512>(own) : Vector256.IsHardwareAccelerated ? Sum<Simd256>(own) : Sum<Simd128>(own);
                }
            },
            (double)part * sizeof(float) * repeats);
    }

    /// <summary>Memory of which every page was written to: others may be one and the same.</summary>
    private static float[] Touched(int length)
    {
        float[] values = GC.AllocateUninitializedArray<float>(length, pinned: true);
        Array.Fill(values, 1);
        return values;
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
