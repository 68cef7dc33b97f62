using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Adjoint.Kernels;

/// <summary>
/// Packs a strip of a matrix into the order in which a tile reads it: for each step of k, the strip's lanes side by side. Lanes
/// that lie side by side in the matrix are copied; otherwise the strip is transposed.
/// </summary>
/// <remarks>
/// A strip is transposed in blocks of four by four, as many side by side as a vector has quarters of 128 bits: these are gathered as they
/// are loaded, which any port of the arithmetic does, so that the shuffles, for which there is a single port, are two for each vector.
/// </remarks>
internal static unsafe class Panel
{
    /// <summary>Lanes at multiples of so many floats share a set of the first-level cache, which holds eight but not sixteen of them.</summary>
    private const int Aliasing = 1024;

    /// <summary>panel[p, j] = source[p, j] for p &lt; steps and j &lt; lanes; lanes up to the pitch become zero.</summary>
    /// <param name="source">Element (p, j) is at <c>source + p * stepStride + j * laneStride</c>.</param>
    /// <param name="stepStride">Floats from a step to the next.</param>
    /// <param name="laneStride">Floats from a lane to the next.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="lanes">The number of lanes that the matrix has.</param>
    /// <param name="panel">The destination.</param>
    /// <param name="pitch">Floats from a step to the next in the panel, at least the lanes.</param>
    [MethodImpl(HotLoop.Options)]
    public static void Pack<V>(float* source, nint stepStride, nint laneStride, int steps, int lanes, float* panel, int pitch)
        where V : struct, ISimd<V>
    {
        if (lanes < pitch)
        {
            ClearEnds<V>(steps, lanes, panel, pitch);
        }

        if (laneStride == 1)
        {
            for (int p = 0; p < steps; p++)
            {
                Strip.Copy<V>(source + (p * stepStride), panel + ((nint)p * pitch), lanes);
            }
        }
        else
        {
            Transpose(source, stepStride, laneStride, steps, lanes, panel, pitch);
        }
    }

    /// <summary>Zeros in the lanes up to the pitch, and in some before them, by whole vectors where a step has room for one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ClearEnds<V>(int steps, int lanes, float* panel, int pitch)
        where V : struct, ISimd<V>
    {
        for (int p = 0; p < steps; p++, panel += pitch)
        {
            int j = pitch;
            for (; j > lanes && j >= V.Width; j -= V.Width)
            {
                V.Zero.Store(ref panel[j - V.Width]);
            }

            for (; j > lanes; j--)
            {
                panel[j - 1] = 0f;
            }
        }
    }

    /// <summary>panel[p, j] = source[p, j] for p &lt; steps and j &lt; lanes; the rest of the panel is left alone.</summary>
    /// <param name="source">Element (p, j) is at <c>source + p * stepStride + j * laneStride</c>.</param>
    /// <param name="stepStride">Floats from a step to the next.</param>
    /// <param name="laneStride">Floats from a lane to the next.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="lanes">The number of lanes.</param>
    /// <param name="panel">The destination.</param>
    /// <param name="pitch">Floats from a step to the next in the panel.</param>
    public static void Transpose(
        float* source, nint stepStride, nint laneStride, int steps, int lanes, float* panel, int pitch)
    {
        int done = 0;
        int stepsByFours = stepStride == 1 ? steps & ~3 : 0;
        if (stepsByFours > 0 && laneStride % Aliasing != 0 && Avx512F.IsSupported)
        {
            for (; done <= lanes - 16; done += 16)
            {
                Transpose16(source + (done * laneStride), laneStride, stepsByFours, panel + done, pitch);
            }
        }

        if (stepsByFours > 0 && Avx.IsSupported)
        {
            for (; done <= lanes - 8; done += 8)
            {
                Transpose8(source + (done * laneStride), laneStride, stepsByFours, panel + done, pitch);
            }
        }

        if (stepsByFours > 0 && (Sse.IsSupported || AdvSimd.Arm64.IsSupported))
        {
            for (; done <= lanes - 4; done += 4)
            {
                Transpose4(source + (done * laneStride), laneStride, stepsByFours, panel + done, pitch);
            }
        }

        Scatter(source, stepStride, laneStride, stepsByFours, steps, 0, done, panel, pitch);
        Scatter(source, stepStride, laneStride, 0, steps, done, lanes, panel, pitch);
    }

    private static void Scatter(
        float* source, nint stepStride, nint laneStride, int step, int steps, int lane, int lanes, float* panel, int pitch)
    {
        for (int j = lane; j < lanes; j++)
        {
            for (int p = step; p < steps; p++)
            {
                panel[((nint)p * pitch) + j] = source[(p * stepStride) + (j * laneStride)];
            }
        }
    }

    /// <summary>Sixteen lanes: four blocks of four by four beside each other, in the quarters of a vector.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Transpose16(float* source, nint lane, int steps, float* panel, nint pitch)
    {
        float* s4 = source + (4 * lane), s8 = source + (8 * lane), s12 = source + (12 * lane);
        for (int p = 0; p < steps; p += 4, panel += 4 * pitch)
        {
            Vector512<float> r0 = Quarters(source + p, s4 + p, s8 + p, s12 + p);
            Vector512<float> r1 = Quarters(source + lane + p, s4 + lane + p, s8 + lane + p, s12 + lane + p);
            Vector512<float> r2 = Quarters(source + (2 * lane) + p, s4 + (2 * lane) + p, s8 + (2 * lane) + p, s12 + (2 * lane) + p);
            Vector512<float> r3 = Quarters(source + (3 * lane) + p, s4 + (3 * lane) + p, s8 + (3 * lane) + p, s12 + (3 * lane) + p);
            Vector512<float> low02 = Avx512F.UnpackLow(r0, r2);
            Vector512<float> high02 = Avx512F.UnpackHigh(r0, r2);
            Vector512<float> low13 = Avx512F.UnpackLow(r1, r3);
            Vector512<float> high13 = Avx512F.UnpackHigh(r1, r3);
            Avx512F.UnpackLow(low02, low13).Store(panel);
            Avx512F.UnpackHigh(low02, low13).Store(panel + pitch);
            Avx512F.UnpackLow(high02, high13).Store(panel + (2 * pitch));
            Avx512F.UnpackHigh(high02, high13).Store(panel + (3 * pitch));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Quarters(float* q0, float* q1, float* q2, float* q3)
    {
        Vector512<float> value = Vector128.Load(q0).ToVector256Unsafe().ToVector512Unsafe();
        value = Avx512F.InsertVector128(value, Vector128.Load(q1), 1);
        value = Avx512F.InsertVector128(value, Vector128.Load(q2), 2);
        return Avx512F.InsertVector128(value, Vector128.Load(q3), 3);
    }

    /// <summary>Eight lanes: two blocks of four by four, in the halves of a vector.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Transpose8(float* source, nint lane, int steps, float* panel, nint pitch)
    {
        float* s4 = source + (4 * lane);
        for (int p = 0; p < steps; p += 4, panel += 4 * pitch)
        {
            Vector256<float> r0 = Halves(source + p, s4 + p);
            Vector256<float> r1 = Halves(source + lane + p, s4 + lane + p);
            Vector256<float> r2 = Halves(source + (2 * lane) + p, s4 + (2 * lane) + p);
            Vector256<float> r3 = Halves(source + (3 * lane) + p, s4 + (3 * lane) + p);
            Vector256<float> low02 = Avx.UnpackLow(r0, r2);
            Vector256<float> high02 = Avx.UnpackHigh(r0, r2);
            Vector256<float> low13 = Avx.UnpackLow(r1, r3);
            Vector256<float> high13 = Avx.UnpackHigh(r1, r3);
            Avx.UnpackLow(low02, low13).Store(panel);
            Avx.UnpackHigh(low02, low13).Store(panel + pitch);
            Avx.UnpackLow(high02, high13).Store(panel + (2 * pitch));
            Avx.UnpackHigh(high02, high13).Store(panel + (3 * pitch));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Halves(float* low, float* high) =>
        Avx.InsertVector128(Vector128.Load(low).ToVector256Unsafe(), Vector128.Load(high), 1);

    [MethodImpl(HotLoop.Options)]
    private static void Transpose4(float* source, nint lane, int steps, float* panel, nint pitch)
    {
        for (int p = 0; p < steps; p += 4, panel += 4 * pitch)
        {
            Vector128<float> r0 = Vector128.Load(source + p);
            Vector128<float> r1 = Vector128.Load(source + lane + p);
            Vector128<float> r2 = Vector128.Load(source + (2 * lane) + p);
            Vector128<float> r3 = Vector128.Load(source + (3 * lane) + p);
            Vector128<float> low02 = InterleaveLow(r0, r2);
            Vector128<float> high02 = InterleaveHigh(r0, r2);
            Vector128<float> low13 = InterleaveLow(r1, r3);
            Vector128<float> high13 = InterleaveHigh(r1, r3);
            InterleaveLow(low02, low13).Store(panel);
            InterleaveHigh(low02, low13).Store(panel + pitch);
            InterleaveLow(high02, high13).Store(panel + (2 * pitch));
            InterleaveHigh(high02, high13).Store(panel + (3 * pitch));
        }
    }

    private static Vector128<float> InterleaveLow(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    private static Vector128<float> InterleaveHigh(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
}
