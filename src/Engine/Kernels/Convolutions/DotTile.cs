// Tiling. Four outputs by six taps keep 24 vectors of sums in the 32 registers of 512-bit processors, and load 10 vectors for 24
// multiply-adds; four by three keep 12 in the 16 registers of the others. Lanes run along positions of both factors, so nothing is
// broadcast, and neither factor has to be turned. Sums go to memory as vectors.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>The dot products over positions of four outputs and a few taps.</summary>
internal static unsafe class DotTile
{
    /// <summary>The outputs of a tile.</summary>
    public const int Outputs = 4;

    /// <summary>Floats from the sums of a tap to those of the next: the lanes of the widest vectors.</summary>
    public const int Vector = 16;

    /// <summary>The most taps that the registers hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MaxTaps<V>()
        where V : struct, ISimd<V> => V.Width >= 16 ? 6 : 3;

    /// <summary>sums[m, tap] += dy[m] · x[tap], lane by lane.</summary>
    /// <param name="dy">The first output at the first position.</param>
    /// <param name="plane">Floats from an output to the next.</param>
    /// <param name="x">Where offsets count from.</param>
    /// <param name="offsets">Where each tap sees the first position.</param>
    /// <param name="taps">From 1 to <see cref="MaxTaps"/>. Taps that the tile lacks repeat its last one, and are not written.</param>
    /// <param name="positions">The length of the products.</param>
    /// <param name="sums">[outputs, <see cref="MaxTaps"/>] of vectors, <see cref="Vector"/> floats apart.</param>
    public static void Add<V>(float* dy, nint plane, float* x, int* offsets, int taps, int positions, float* sums)
        where V : struct, ISimd<V>
    {
        if (taps > 3)
        {
            Add<V, Six>(dy, plane, x, offsets, taps, positions, sums);
        }
        else
        {
            Add<V, Three>(dy, plane, x, offsets, taps, positions, sums);
        }
    }

    [MethodImpl(HotLoop.Options)]
    private static void Add<V, TTaps>(float* dy, nint plane, float* x, int* offsets, int taps, int positions, float* sums)
        where V : struct, ISimd<V>
        where TTaps : struct, ISize
    {
        int last = taps - 1;
        float* x0 = x + offsets[0], x1 = x + offsets[Math.Min(1, last)], x2 = x + offsets[Math.Min(2, last)];
        float* x3 = x + offsets[Math.Min(3, last)], x4 = x + offsets[Math.Min(4, last)], x5 = x + offsets[Math.Min(5, last)];
        float* g0 = dy, g1 = dy + plane, g2 = dy + (2 * plane), g3 = dy + (3 * plane);
        V s00 = V.Zero, s01 = V.Zero, s02 = V.Zero, s03 = V.Zero, s04 = V.Zero, s05 = V.Zero;
        V s10 = V.Zero, s11 = V.Zero, s12 = V.Zero, s13 = V.Zero, s14 = V.Zero, s15 = V.Zero;
        V s20 = V.Zero, s21 = V.Zero, s22 = V.Zero, s23 = V.Zero, s24 = V.Zero, s25 = V.Zero;
        V s30 = V.Zero, s31 = V.Zero, s32 = V.Zero, s33 = V.Zero, s34 = V.Zero, s35 = V.Zero;
        nint q = 0;
        nint whole = positions - V.Width;
        for (; q <= whole; q += V.Width)
        {
            V a = V.Load(in g0[q]), b = V.Load(in g1[q]), c = V.Load(in g2[q]), d = V.Load(in g3[q]);
            Step(V.Load(in x0[q]), a, b, c, d, ref s00, ref s10, ref s20, ref s30);
            Step(V.Load(in x1[q]), a, b, c, d, ref s01, ref s11, ref s21, ref s31);
            Step(V.Load(in x2[q]), a, b, c, d, ref s02, ref s12, ref s22, ref s32);
            if (TTaps.Value > 3)
            {
                Step(V.Load(in x3[q]), a, b, c, d, ref s03, ref s13, ref s23, ref s33);
                Step(V.Load(in x4[q]), a, b, c, d, ref s04, ref s14, ref s24, ref s34);
                Step(V.Load(in x5[q]), a, b, c, d, ref s05, ref s15, ref s25, ref s35);
            }
        }

        int rest = positions - (int)q;
        if (rest > 0)
        {
            // What lies beyond the positions is of others, and no zero of dy would keep its NaN away.
            V a = V.Load(in g0[q], rest), b = V.Load(in g1[q], rest), c = V.Load(in g2[q], rest), d = V.Load(in g3[q], rest);
            Step(V.Load(in x0[q], rest), a, b, c, d, ref s00, ref s10, ref s20, ref s30);
            Step(V.Load(in x1[q], rest), a, b, c, d, ref s01, ref s11, ref s21, ref s31);
            Step(V.Load(in x2[q], rest), a, b, c, d, ref s02, ref s12, ref s22, ref s32);
            if (TTaps.Value > 3)
            {
                Step(V.Load(in x3[q], rest), a, b, c, d, ref s03, ref s13, ref s23, ref s33);
                Step(V.Load(in x4[q], rest), a, b, c, d, ref s04, ref s14, ref s24, ref s34);
                Step(V.Load(in x5[q], rest), a, b, c, d, ref s05, ref s15, ref s25, ref s35);
            }
        }

        int row = MaxTaps<V>() * Vector;
        AddThree(sums, taps, s00, s01, s02);
        AddThree(sums + row, taps, s10, s11, s12);
        AddThree(sums + (2 * row), taps, s20, s21, s22);
        AddThree(sums + (3 * row), taps, s30, s31, s32);
        if (TTaps.Value > 3)
        {
            sums += 3 * Vector;
            AddThree(sums, taps - 3, s03, s04, s05);
            AddThree(sums + row, taps - 3, s13, s14, s15);
            AddThree(sums + (2 * row), taps - 3, s23, s24, s25);
            AddThree(sums + (3 * row), taps - 3, s33, s34, s35);
        }
    }

    /// <summary>Adds to the vectors of up to three taps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddThree<V>(float* sums, int taps, V a, V b, V c)
        where V : struct, ISimd<V>
    {
        if (taps > 0) { (V.Load(in sums[0]) + a).Store(ref sums[0]); }
        if (taps > 1) { (V.Load(in sums[Vector]) + b).Store(ref sums[Vector]); }
        if (taps > 2) { (V.Load(in sums[2 * Vector]) + c).Store(ref sums[2 * Vector]); }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step<V>(V x, V a, V b, V c, V d, ref V s0, ref V s1, ref V s2, ref V s3)
        where V : struct, ISimd<V>
    {
        V.AddProduct(a, x, ref s0);
        V.AddProduct(b, x, ref s1);
        V.AddProduct(c, x, ref s2);
        V.AddProduct(d, x, ref s3);
    }
}
