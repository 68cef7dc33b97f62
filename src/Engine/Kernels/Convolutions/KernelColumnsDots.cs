// Tiling. Four outputs by the three columns of a kernel by two channels keep 24 vectors of sums in the 32 registers of 512-bit processors; one
// channel keeps 12 in the 16 registers of others. Lanes run along the positions of some rows, of one image after another. Of a channel the pixels before,
// at and after the positions are loaded from where they lie: two of three loads cross a line, but with dy and the masks there are 12 loads for 24
// multiply-adds. What such a load takes from another row is masked.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>The dot products over positions of four outputs and a row of a kernel of three columns, in one or two channels.</summary>
internal static unsafe class KernelColumnsDots
{
    /// <summary>The outputs of a tile.</summary>
    public const int Outputs = 4;

    /// <summary>Floats from the sums of a tap to those of the next: the lanes of the widest vectors.</summary>
    public const int Vector = DotTile.Vector;

    /// <summary>The most channels whose sums the registers hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MaxChannels<V>()
        where V : struct, ISimd<V> => V.Width >= 16 ? 2 : 1;

    /// <summary>sums[m, channel, j] += dy[m] · x[channel] one place before, at and after it, lane by lane.</summary>
    /// <param name="factors">The factors.</param>
    /// <param name="sums">[outputs, channels, 3] of vectors, <see cref="Vector"/> floats apart.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<V>(in KernelColumnsFactors factors, float* sums)
        where V : struct, ISimd<V>
    {
        if (V.Width >= 16)
        {
            Add<V, Two>(factors, sums);
        }
        else
        {
            Add<V, One>(factors, sums);
        }
    }

    [MethodImpl(HotLoop.Options)]
    private static void Add<V, TChannels>(in KernelColumnsFactors factors, float* sums)
        where V : struct, ISimd<V>
        where TChannels : struct, ISize
    {
        V s00 = V.Zero, s01 = V.Zero, s02 = V.Zero, s03 = V.Zero, s04 = V.Zero, s05 = V.Zero;
        V s10 = V.Zero, s11 = V.Zero, s12 = V.Zero, s13 = V.Zero, s14 = V.Zero, s15 = V.Zero;
        V s20 = V.Zero, s21 = V.Zero, s22 = V.Zero, s23 = V.Zero, s24 = V.Zero, s25 = V.Zero;
        V s30 = V.Zero, s31 = V.Zero, s32 = V.Zero, s33 = V.Zero, s34 = V.Zero, s35 = V.Zero;
        int positions = factors.Positions;
        nint period = factors.Period;
        nint whole = positions - V.Width;
        float* masks = factors.Masks;
        float* end = masks + period;
        float* dy = factors.Dy;
        float* x0 = factors.X;
        for (int image = 0; image < factors.Images; image++, dy += factors.DyImage, x0 += factors.XImage)
        {
            float* g0 = dy, g1 = dy + factors.Output1, g2 = dy + factors.Output2, g3 = dy + factors.Output3;
            float* x1 = x0 + factors.Channel;
            float* mask = masks;
            nint q = 0;
            for (; q <= whole; q += V.Width)
            {
                V a = V.Load(in g0[q]), b = V.Load(in g1[q]), c = V.Load(in g2[q]), d = V.Load(in g3[q]);
                V before = V.Load(in mask[0]), after = V.Load(in mask[period]);
                DotTile.Step(Neighbours.Masked(before, V.Load(in x0[q - 1])), a, b, c, d, ref s00, ref s10, ref s20, ref s30);
                DotTile.Step(V.Load(in x0[q]), a, b, c, d, ref s01, ref s11, ref s21, ref s31);
                DotTile.Step(Neighbours.Masked(after, V.Load(in x0[q + 1])), a, b, c, d, ref s02, ref s12, ref s22, ref s32);
                if (TChannels.Value > 1)
                {
                    DotTile.Step(Neighbours.Masked(before, V.Load(in x1[q - 1])), a, b, c, d, ref s03, ref s13, ref s23, ref s33);
                    DotTile.Step(V.Load(in x1[q]), a, b, c, d, ref s04, ref s14, ref s24, ref s34);
                    DotTile.Step(Neighbours.Masked(after, V.Load(in x1[q + 1])), a, b, c, d, ref s05, ref s15, ref s25, ref s35);
                }

                mask += V.Width;
                mask = mask == end ? masks : mask;
            }

            int rest = positions - (int)q;
            if (rest > 0)
            {
                // What lies beyond the positions is of others, and no zero of dy would keep its NaN away.
                V a = V.Load(in g0[q], rest), b = V.Load(in g1[q], rest), c = V.Load(in g2[q], rest), d = V.Load(in g3[q], rest);
                V before = V.Load(in mask[0]), after = V.Load(in mask[period]);
                DotTile.Step(Neighbours.Masked(before, V.Load(in x0[q - 1], rest)), a, b, c, d, ref s00, ref s10, ref s20, ref s30);
                DotTile.Step(V.Load(in x0[q], rest), a, b, c, d, ref s01, ref s11, ref s21, ref s31);
                DotTile.Step(Neighbours.Masked(after, V.Load(in x0[q + 1], rest)), a, b, c, d, ref s02, ref s12, ref s22, ref s32);
                if (TChannels.Value > 1)
                {
                    DotTile.Step(Neighbours.Masked(before, V.Load(in x1[q - 1], rest)), a, b, c, d, ref s03, ref s13, ref s23, ref s33);
                    DotTile.Step(V.Load(in x1[q], rest), a, b, c, d, ref s04, ref s14, ref s24, ref s34);
                    DotTile.Step(Neighbours.Masked(after, V.Load(in x1[q + 1], rest)), a, b, c, d, ref s05, ref s15, ref s25, ref s35);
                }
            }
        }

        int row = 3 * TChannels.Value * Vector;
        DotTile.AddThree(sums, 3, s00, s01, s02);
        DotTile.AddThree(sums + row, 3, s10, s11, s12);
        DotTile.AddThree(sums + (2 * row), 3, s20, s21, s22);
        DotTile.AddThree(sums + (3 * row), 3, s30, s31, s32);
        if (TChannels.Value > 1)
        {
            sums += 3 * Vector;
            DotTile.AddThree(sums, 3, s03, s04, s05);
            DotTile.AddThree(sums + row, 3, s13, s14, s15);
            DotTile.AddThree(sums + (2 * row), 3, s23, s24, s25);
            DotTile.AddThree(sums + (3 * row), 3, s33, s34, s35);
        }
    }
}
