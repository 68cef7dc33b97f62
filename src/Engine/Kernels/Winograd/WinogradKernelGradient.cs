// Tiling. Lanes are channels, or outputs. What sixteen points sum up for each becomes nine taps, which lie beside each other in the kernel: they are turned from where they lie as
// vectors of lanes.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>The derivatives by the kernels of an output, or of a channel: Gᵀ · u · G with G as in <see cref="WinogradKernelJob"/>.</summary>
internal static unsafe class WinogradKernelGradient
{
    private const int Taps = 9;

    /// <summary>Floats that the taps take between the two passes.</summary>
    public static long Room(int lanes) => (long)Taps * Pitch(lanes);

    /// <summary>dkernel[lane · stride + tap] for all lanes.</summary>
    /// <param name="points">u, as points[p · step + lane].</param>
    /// <param name="step">Floats from a point to the next.</param>
    /// <param name="lanes">The lanes.</param>
    /// <param name="lines">Room for the taps.</param>
    /// <param name="dkernel">The result.</param>
    /// <param name="stride">Floats from a lane of the result to the next.</param>
    public static void Transform<V>(float* points, nint step, int lanes, float* lines, float* dkernel, int stride)
        where V : struct, ISimd<V>
    {
        int pitch = Pitch(lanes);
        Sum<V>(points, step, lanes, lines, pitch);
        Panel.Transpose(lines, 1, pitch, lanes, Taps, dkernel, stride);
    }

    private static int Pitch(int lanes) => (Blocks.Count(lanes, WinogradPlan.Slack) + 1) * WinogradPlan.Slack;

    [MethodImpl(HotLoop.Options)]
    private static void Sum<V>(float* points, nint step, int lanes, float* lines, nint pitch)
        where V : struct, ISimd<V>
    {
        V half = V.Broadcast(0.5f);
        for (int c = 0; c < lanes; c += V.Width)
        {
            (V t00, V t10, V t20) = Row(
                V.Load(in points[c]), V.Load(in points[(4 * step) + c]), V.Load(in points[(8 * step) + c]), V.Load(in points[(12 * step) + c]), half);
            (V t01, V t11, V t21) = Row(
                V.Load(in points[step + c]), V.Load(in points[(5 * step) + c]), V.Load(in points[(9 * step) + c]), V.Load(in points[(13 * step) + c]), half);
            (V t02, V t12, V t22) = Row(
                V.Load(in points[(2 * step) + c]), V.Load(in points[(6 * step) + c]), V.Load(in points[(10 * step) + c]), V.Load(in points[(14 * step) + c]), half);
            (V t03, V t13, V t23) = Row(
                V.Load(in points[(3 * step) + c]), V.Load(in points[(7 * step) + c]), V.Load(in points[(11 * step) + c]), V.Load(in points[(15 * step) + c]), half);
            Store(Row(t00, t01, t02, t03, half), lines + c, pitch);
            Store(Row(t10, t11, t12, t13, half), lines + (3 * pitch) + c, pitch);
            Store(Row(t20, t21, t22, t23, half), lines + (6 * pitch) + c, pitch);
        }
    }

    /// <summary>Gᵀ times four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (V First, V Middle, V Last) Row<V>(V u0, V u1, V u2, V u3, V half)
        where V : struct, ISimd<V>
    {
        V ends = half * (u1 + u2);
        return (u0 + ends, half * (u1 - u2), ends + u3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<V>((V First, V Middle, V Last) row, float* line, nint pitch)
        where V : struct, ISimd<V>
    {
        row.First.Store(ref line[0]);
        row.Middle.Store(ref line[pitch]);
        row.Last.Store(ref line[2 * pitch]);
    }
}
