// Tiling. Output channels lie along the lanes: two vectors of weights, packed side by side, meet up to twelve outputs of a row, whose pixels are
// broadcast from where they lie. So 24 sums stay in the 32 registers of 512-bit processors, and six outputs' 12 sums in the 16 of others, and
// a tap costs 2 loads and 12 broadcasts for 24 fused multiply-adds. Any number of outputs is compiled for itself, and so is the stride: then
// a single pointer leads to all pixels. Lanes are full whatever the width of an image is; a row ends with a tile of fewer outputs.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>The innermost kernel of <see cref="ChannelProduct{TMap}"/>: the sums of some outputs of a row for one or two vectors of channels.</summary>
internal static unsafe class ChannelTile
{
    /// <summary>The most vectors of channels of a tile.</summary>
    public const int MostVectors = 2;

    /// <summary>The most outputs whose sums the registers hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MaxOutputs<V>()
        where V : struct, ISimd<V> => V.Width >= 16 ? 12 : 6;

    /// <summary>Whether pixels lie so that a tile can be compiled for it.</summary>
    public static bool Suits(int stride) => stride is 1 or 2;

    /// <summary>sums[t, lane] = Σ weights[tap, lane] · x[t · stride + offsets[tap]] over some runs of taps.</summary>
    /// <param name="outputs">From 1 to <see cref="MaxOutputs"/>.</param>
    /// <param name="vectors">1 or 2.</param>
    /// <param name="stride">1 or 2.</param>
    /// <param name="x">What the first tap of the first output sees.</param>
    /// <param name="taps">The taps.</param>
    /// <param name="weights">The weights of the first tap that counts; then those of the next.</param>
    /// <param name="sums">The sums, as many vectors for each output.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply<V>(int outputs, int vectors, int stride, float* x, TapRuns taps, float* weights, float* sums)
        where V : struct, ISimd<V>
    {
        if (stride == 1)
        {
            Multiply<V, One>(outputs, vectors, x, taps, weights, sums);
        }
        else
        {
            Multiply<V, Two>(outputs, vectors, x, taps, weights, sums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply<V, TStride>(int outputs, int vectors, float* x, TapRuns taps, float* weights, float* sums)
        where V : struct, ISimd<V>
        where TStride : struct, ISize
    {
        if (vectors == 1)
        {
            Multiply<V, TStride, One>(outputs, x, taps, weights, sums);
        }
        else
        {
            Multiply<V, TStride, Two>(outputs, x, taps, weights, sums);
        }
    }

    private static void Multiply<V, TStride, TVectors>(int outputs, float* x, TapRuns taps, float* weights, float* sums)
        where V : struct, ISimd<V>
        where TStride : struct, ISize
        where TVectors : struct, ISize
    {
        switch (outputs)
        {
            case 1: Run<V, TStride, One, TVectors>(x, taps, weights, sums); break;
            case 2: Run<V, TStride, Two, TVectors>(x, taps, weights, sums); break;
            case 3: Run<V, TStride, Three, TVectors>(x, taps, weights, sums); break;
            case 4: Run<V, TStride, Four, TVectors>(x, taps, weights, sums); break;
            case 5: Run<V, TStride, Five, TVectors>(x, taps, weights, sums); break;
            case 6: Run<V, TStride, Six, TVectors>(x, taps, weights, sums); break;
            case 7: Run<V, TStride, Seven, TVectors>(x, taps, weights, sums); break;
            case 8: Run<V, TStride, Eight, TVectors>(x, taps, weights, sums); break;
            case 9: Run<V, TStride, Nine, TVectors>(x, taps, weights, sums); break;
            case 10: Run<V, TStride, Ten, TVectors>(x, taps, weights, sums); break;
            case 11: Run<V, TStride, Eleven, TVectors>(x, taps, weights, sums); break;
            case 12: Run<V, TStride, Twelve, TVectors>(x, taps, weights, sums); break;
            default: throw new ArgumentOutOfRangeException(nameof(outputs));
        }
    }

    [MethodImpl(HotLoop.Options)]
    private static void Run<V, TStride, TCount, TVectors>(float* x, TapRuns taps, float* weights, float* sums)
        where V : struct, ISimd<V>
        where TStride : struct, ISize
        where TCount : struct, ISize
        where TVectors : struct, ISize
    {
        V s00 = V.Zero, s01 = V.Zero;
        V s10 = V.Zero, s11 = V.Zero;
        V s20 = V.Zero, s21 = V.Zero;
        V s30 = V.Zero, s31 = V.Zero;
        V s40 = V.Zero, s41 = V.Zero;
        V s50 = V.Zero, s51 = V.Zero;
        V s60 = V.Zero, s61 = V.Zero;
        V s70 = V.Zero, s71 = V.Zero;
        V s80 = V.Zero, s81 = V.Zero;
        V s90 = V.Zero, s91 = V.Zero;
        V s100 = V.Zero, s101 = V.Zero;
        V s110 = V.Zero, s111 = V.Zero;
        int* offset = taps.Offsets;
        for (int run = 0; run < taps.Runs; run++)
        {
            for (int* end = offset + taps.Length; offset < end; offset++)
            {
                float* p = x + *offset;
                V w0 = V.Load(in weights[0]);
                V w1 = TVectors.Value > 1 ? V.Load(in weights[V.Width]) : V.Zero;
                weights += TVectors.Value * V.Width;
                Step<V, TVectors>(p[0], w0, w1, ref s00, ref s01);
                if (TCount.Value > 1) { Step<V, TVectors>(p[TStride.Value], w0, w1, ref s10, ref s11); }
                if (TCount.Value > 2) { Step<V, TVectors>(p[2 * TStride.Value], w0, w1, ref s20, ref s21); }
                if (TCount.Value > 3) { Step<V, TVectors>(p[3 * TStride.Value], w0, w1, ref s30, ref s31); }
                if (TCount.Value > 4) { Step<V, TVectors>(p[4 * TStride.Value], w0, w1, ref s40, ref s41); }
                if (TCount.Value > 5) { Step<V, TVectors>(p[5 * TStride.Value], w0, w1, ref s50, ref s51); }
                if (TCount.Value > 6) { Step<V, TVectors>(p[6 * TStride.Value], w0, w1, ref s60, ref s61); }
                if (TCount.Value > 7) { Step<V, TVectors>(p[7 * TStride.Value], w0, w1, ref s70, ref s71); }
                if (TCount.Value > 8) { Step<V, TVectors>(p[8 * TStride.Value], w0, w1, ref s80, ref s81); }
                if (TCount.Value > 9) { Step<V, TVectors>(p[9 * TStride.Value], w0, w1, ref s90, ref s91); }
                if (TCount.Value > 10) { Step<V, TVectors>(p[10 * TStride.Value], w0, w1, ref s100, ref s101); }
                if (TCount.Value > 11) { Step<V, TVectors>(p[11 * TStride.Value], w0, w1, ref s110, ref s111); }
            }

            offset += taps.Gap;
            weights += (nint)taps.Gap * TVectors.Value * V.Width;
        }

        int pitch = TVectors.Value * V.Width;
        Write<V, TVectors>(s00, s01, sums);
        if (TCount.Value > 1) { Write<V, TVectors>(s10, s11, sums + pitch); }
        if (TCount.Value > 2) { Write<V, TVectors>(s20, s21, sums + (2 * pitch)); }
        if (TCount.Value > 3) { Write<V, TVectors>(s30, s31, sums + (3 * pitch)); }
        if (TCount.Value > 4) { Write<V, TVectors>(s40, s41, sums + (4 * pitch)); }
        if (TCount.Value > 5) { Write<V, TVectors>(s50, s51, sums + (5 * pitch)); }
        if (TCount.Value > 6) { Write<V, TVectors>(s60, s61, sums + (6 * pitch)); }
        if (TCount.Value > 7) { Write<V, TVectors>(s70, s71, sums + (7 * pitch)); }
        if (TCount.Value > 8) { Write<V, TVectors>(s80, s81, sums + (8 * pitch)); }
        if (TCount.Value > 9) { Write<V, TVectors>(s90, s91, sums + (9 * pitch)); }
        if (TCount.Value > 10) { Write<V, TVectors>(s100, s101, sums + (10 * pitch)); }
        if (TCount.Value > 11) { Write<V, TVectors>(s110, s111, sums + (11 * pitch)); }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<V, TVectors>(float x, V w0, V w1, ref V s0, ref V s1)
        where V : struct, ISimd<V>
        where TVectors : struct, ISize
    {
        V broadcast = V.Broadcast(x);
        V.AddProduct(broadcast, w0, ref s0);
        if (TVectors.Value > 1)
        {
            V.AddProduct(broadcast, w1, ref s1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<V, TVectors>(V s0, V s1, float* sums)
        where V : struct, ISimd<V>
        where TVectors : struct, ISize
    {
        s0.Store(ref sums[0]);
        if (TVectors.Value > 1)
        {
            s1.Store(ref sums[V.Width]);
        }
    }
}
