using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Adjoint.Kernels;

/// <summary>
/// Packs a strip of a matrix into the order in which a tile reads it: for each step of k, the strip's lanes side by side. Lanes
/// that lie side by side in the matrix are copied; otherwise the strip is transposed, four by four where the processor can.
/// </summary>
internal static unsafe class Panel
{
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

        if (lanes < pitch)
        {
            for (int p = 0; p < steps; p++)
            {
                new Span<float>(panel + ((nint)p * pitch) + lanes, pitch - lanes).Clear();
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
        bool byFours = stepStride == 1 && (Sse.IsSupported || AdvSimd.Arm64.IsSupported);
        int lanesByFours = byFours ? lanes & ~3 : 0;
        int stepsByFours = byFours ? steps & ~3 : 0;
        for (int j = 0; j < lanesByFours; j += 4)
        {
            for (int p = 0; p < stepsByFours; p += 4)
            {
                Transpose4(source + (j * laneStride) + p, laneStride, panel + ((nint)p * pitch) + j, pitch);
            }
        }

        Scatter(source, stepStride, laneStride, stepsByFours, steps, 0, lanesByFours, panel, pitch);
        Scatter(source, stepStride, laneStride, 0, steps, lanesByFours, lanes, panel, pitch);
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

    private static void Transpose4(float* source, nint sourceRow, float* destination, nint destinationRow)
    {
        Vector128<float> r0 = Vector128.Load(source);
        Vector128<float> r1 = Vector128.Load(source + sourceRow);
        Vector128<float> r2 = Vector128.Load(source + (2 * sourceRow));
        Vector128<float> r3 = Vector128.Load(source + (3 * sourceRow));
        Vector128<float> low02 = InterleaveLow(r0, r2);
        Vector128<float> high02 = InterleaveHigh(r0, r2);
        Vector128<float> low13 = InterleaveLow(r1, r3);
        Vector128<float> high13 = InterleaveHigh(r1, r3);
        InterleaveLow(low02, low13).Store(destination);
        InterleaveHigh(low02, low13).Store(destination + destinationRow);
        InterleaveLow(high02, high13).Store(destination + (2 * destinationRow));
        InterleaveHigh(high02, high13).Store(destination + (3 * destinationRow));
    }

    private static Vector128<float> InterleaveLow(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    private static Vector128<float> InterleaveHigh(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
}
