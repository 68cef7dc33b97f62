// Tiling. A few rows of a, and so few columns of b that a row of it is one or two vectors: each step of k adds one row of b, read where it lies.
// A vector's lanes beyond the last column see what follows, and are not written; only the last rows of b, behind which there may be nothing,
// are read in part. Eight sums take turns along k, which hides the latency of an addition; a tile would have one. It runs at the speed at which
// b arrives.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>c = a · b of a few rows and few columns along rows.</summary>
internal static unsafe class ThinProducts
{
    /// <summary>The most rows for which this takes less than a tile.</summary>
    private const int MostRows = 4;
    private const int MostVectors = 2;
    private const int Sums = 8;

    /// <summary>Whether a block is of this kind.</summary>
    public static bool Suits<V>(int rows, int columns)
        where V : struct, ISimd<V> => rows <= MostRows && columns <= MostVectors * V.Width;

    /// <summary>c[i, j] = Σₚ a[i, p] b[p, j], with b by rows.</summary>
    /// <param name="a">a[i, p] is at <c>a + i * aRow + p * aStep</c>.</param>
    /// <param name="aRow">Floats from a row of a to the next.</param>
    /// <param name="aStep">Floats from a column of a to the next.</param>
    /// <param name="rows">The rows of a.</param>
    /// <param name="b">The rows of b.</param>
    /// <param name="bStep">Floats from a row of b to the next.</param>
    /// <param name="columns">The columns of b.</param>
    /// <param name="k">The length of the sums.</param>
    /// <param name="c">The result.</param>
    /// <param name="cRow">Floats from a row of c to the next.</param>
    public static void Multiply<V>(float* a, nint aRow, nint aStep, int rows, float* b, nint bStep, int columns, int k, float* c, nint cRow)
        where V : struct, ISimd<V>
    {
        for (int i = 0; i < rows; i++, a += aRow, c += cRow)
        {
            for (int j = 0; j < columns; j += V.Width)
            {
                Sum<V>(a, aStep, b + j, bStep, columns - j, k, c + j);
            }
        }
    }

    /// <summary>One row and a vector of columns, of which there are <paramref name="columns"/> from here on.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Sum<V>(float* a, nint aStep, float* b, nint bStep, int columns, int k, float* c)
        where V : struct, ISimd<V>
    {
        V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero;
        V s4 = V.Zero, s5 = V.Zero, s6 = V.Zero, s7 = V.Zero;

        // Rows from which a whole vector still ends within b.
        nint beyond = V.Width - columns;
        int whole = beyond <= 0 ? k : bStep <= 0 ? 0 : (int)Math.Max(0, k - ((beyond + bStep - 1) / bStep));
        int p = 0;
        for (; p <= whole - Sums; p += Sums)
        {
            V.AddProduct(V.Broadcast(*a), V.Load(in *b), ref s0);
            V.AddProduct(V.Broadcast(a[aStep]), V.Load(in b[bStep]), ref s1);
            V.AddProduct(V.Broadcast(a[2 * aStep]), V.Load(in b[2 * bStep]), ref s2);
            V.AddProduct(V.Broadcast(a[3 * aStep]), V.Load(in b[3 * bStep]), ref s3);
            a += 4 * aStep;
            b += 4 * bStep;
            V.AddProduct(V.Broadcast(*a), V.Load(in *b), ref s4);
            V.AddProduct(V.Broadcast(a[aStep]), V.Load(in b[bStep]), ref s5);
            V.AddProduct(V.Broadcast(a[2 * aStep]), V.Load(in b[2 * bStep]), ref s6);
            V.AddProduct(V.Broadcast(a[3 * aStep]), V.Load(in b[3 * bStep]), ref s7);
            a += 4 * aStep;
            b += 4 * bStep;
        }

        for (; p < whole; p++, a += aStep, b += bStep)
        {
            V.AddProduct(V.Broadcast(*a), V.Load(in *b), ref s0);
        }

        for (; p < k; p++, a += aStep, b += bStep)
        {
            V.AddProduct(V.Broadcast(*a), columns >= V.Width ? V.Load(in *b) : V.Load(in *b, columns), ref s0);
        }

        V sum = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
        if (columns >= V.Width)
        {
            sum.Store(ref *c);
        }
        else
        {
            sum.Store(ref *c, columns);
        }
    }
}
