// Tiling. Up to four outputs by two vectors of positions by the three columns of a kernel are 24 sums, which the 32 registers of 512-bit
// processors hold; two outputs are 12, which the 16 of others do. What a row of the kernel meets in a channel is two vectors of the image, and
// twelve weights are broadcast to both: 14 loads for 24 multiply-adds. All columns meet the same vectors, since their sums are moved afterwards
// instead of the image before: so it is read where it lies, and a tile rereads few of its lines, as each row of the kernel sees what the next saw.
// What becomes of the sums may follow while they are in registers, if it calls nothing and hardly branches: else the compiler would keep them in
// memory all along, and it is better to write them once (KernelColumnsSums.cs).
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>The innermost kernel of <see cref="KernelColumnsProduct{TEnd, TWriter}"/>: sums over channels and rows of a kernel, for each of its three columns.</summary>
internal static unsafe class KernelColumnsTile
{
    /// <summary>The most vectors of positions of a tile.</summary>
    public const int MostVectors = 2;

    /// <summary>The most outputs whose sums the registers hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MaxOutputs<V>()
        where V : struct, ISimd<V> => V.Width >= 16 ? 4 : 2;

    /// <summary>Σ weights[m, c, i, j] · x[c, i, q] for each output m, column j and position q.</summary>
    /// <param name="outputs">From 1 to <see cref="MaxOutputs"/>.</param>
    /// <param name="x">What the first row of the kernel sees of the first channel at the first position.</param>
    /// <param name="rows">The rows of the kernel in all channels.</param>
    /// <param name="weights">[outputs, channels, rows, 3].</param>
    /// <param name="writer">What becomes of the sums.</param>
    public static void Multiply<V, TVectors, TWriter>(int outputs, float* x, KernelRows rows, float* weights, in TWriter writer)
        where V : struct, ISimd<V>
        where TVectors : struct, ISize
        where TWriter : struct, IKernelColumnsWriter
    {
        switch (outputs)
        {
            case 1: Run<V, One, TVectors, TWriter>(x, rows, weights, writer); break;
            case 2: Run<V, Two, TVectors, TWriter>(x, rows, weights, writer); break;
            case 3: Run<V, Three, TVectors, TWriter>(x, rows, weights, writer); break;
            case 4: Run<V, Four, TVectors, TWriter>(x, rows, weights, writer); break;
            default: throw new ArgumentOutOfRangeException(nameof(outputs));
        }
    }

    [MethodImpl(HotLoop.Options)]
    private static void Run<V, TCount, TVectors, TWriter>(float* x, KernelRows rows, float* w, in TWriter writer)
        where V : struct, ISimd<V>
        where TCount : struct, ISize
        where TVectors : struct, ISize
        where TWriter : struct, IKernelColumnsWriter
    {
        V f00 = V.Zero, f01 = V.Zero, m00 = V.Zero, m01 = V.Zero, l00 = V.Zero, l01 = V.Zero;
        V f10 = V.Zero, f11 = V.Zero, m10 = V.Zero, m11 = V.Zero, l10 = V.Zero, l11 = V.Zero;
        V f20 = V.Zero, f21 = V.Zero, m20 = V.Zero, m21 = V.Zero, l20 = V.Zero, l21 = V.Zero;
        V f30 = V.Zero, f31 = V.Zero, m30 = V.Zero, m31 = V.Zero, l30 = V.Zero, l31 = V.Zero;
        nint length = rows.Taps;
        nint plane = rows.Plane;
        nint distance = rows.Distance;
        int height = rows.Height;
        float* w3 = w + (3 * length);
        for (float* end = w + length; w < end; x += plane)
        {
            float* row = x;
            for (int i = 0; i < height; i++, row += distance, w += 3, w3 += 3)
            {
                V x0 = V.Load(in row[0]);
                V x1 = TVectors.Value > 1 ? V.Load(in row[V.Width]) : V.Zero;
                Step<V, TVectors>(w[0], x0, x1, ref f00, ref f01);
                Step<V, TVectors>(w[1], x0, x1, ref m00, ref m01);
                Step<V, TVectors>(w[2], x0, x1, ref l00, ref l01);
                if (TCount.Value > 1)
                {
                    Step<V, TVectors>(w[length], x0, x1, ref f10, ref f11);
                    Step<V, TVectors>(w[length + 1], x0, x1, ref m10, ref m11);
                    Step<V, TVectors>(w[length + 2], x0, x1, ref l10, ref l11);
                }

                if (TCount.Value > 2)
                {
                    Step<V, TVectors>(w[2 * length], x0, x1, ref f20, ref f21);
                    Step<V, TVectors>(w[(2 * length) + 1], x0, x1, ref m20, ref m21);
                    Step<V, TVectors>(w[(2 * length) + 2], x0, x1, ref l20, ref l21);
                }

                if (TCount.Value > 3)
                {
                    Step<V, TVectors>(w3[0], x0, x1, ref f30, ref f31);
                    Step<V, TVectors>(w3[1], x0, x1, ref m30, ref m31);
                    Step<V, TVectors>(w3[2], x0, x1, ref l30, ref l31);
                }
            }
        }

        writer.Write<V, TVectors>(0, f00, f01, m00, m01, l00, l01);
        if (TCount.Value > 1) { writer.Write<V, TVectors>(1, f10, f11, m10, m11, l10, l11); }
        if (TCount.Value > 2) { writer.Write<V, TVectors>(2, f20, f21, m20, m21, l20, l21); }
        if (TCount.Value > 3) { writer.Write<V, TVectors>(3, f30, f31, m30, m31, l30, l31); }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<V, TVectors>(float weight, V x0, V x1, ref V sum0, ref V sum1)
        where V : struct, ISimd<V>
        where TVectors : struct, ISize
    {
        V broadcast = V.Broadcast(weight);
        V.AddProduct(broadcast, x0, ref sum0);
        if (TVectors.Value > 1)
        {
            V.AddProduct(broadcast, x1, ref sum1);
        }
    }
}
