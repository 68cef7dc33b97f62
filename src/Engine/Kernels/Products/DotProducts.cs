// Tiling. With few rows of a and a transposed b, both factors lie along k, and packing b would take longer than the product: each number
// of b is used only once or a few times. So every element of c is a dot product where the factors lie: four columns at a time, two
// vectors of sums for each, which hide the latency of an addition, and four loads of b for one of a. It runs at the speed at which b arrives.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>c = a · b of a few rows along k and columns along k.</summary>
internal static unsafe class DotProducts
{
    /// <summary>The most rows for which this takes less than packing b.</summary>
    public const int MostRows = 4;

    private const int Columns = 4;

    /// <summary>c[i, j] = Σₚ a[i, p] b[p, j], with a by rows and b by columns.</summary>
    /// <param name="a">The rows of a.</param>
    /// <param name="aRow">Floats from a row of a to the next.</param>
    /// <param name="rows">How many there are.</param>
    /// <param name="b">The columns of b.</param>
    /// <param name="bColumn">Floats from a column of b to the next.</param>
    /// <param name="columns">How many there are.</param>
    /// <param name="k">The length of the sums.</param>
    /// <param name="c">The result.</param>
    /// <param name="cRow">Floats from a row of c to the next.</param>
    public static void Multiply<V>(float* a, nint aRow, int rows, float* b, nint bColumn, int columns, int k, float* c, nint cRow)
        where V : struct, ISimd<V>
    {
        for (int i = 0; i < rows; i++, a += aRow, c += cRow)
        {
            for (int j = 0; j < columns; j += Columns)
            {
                Dot<V>(a, b + (j * bColumn), bColumn, Math.Min(Columns, columns - j), k, c + j);
            }
        }
    }

    /// <summary>Up to four dot products with one row. Columns that are lacking repeat the last one, and are not written.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Dot<V>(float* a, float* b, nint column, int count, int k, float* c)
        where V : struct, ISimd<V>
    {
        float* b1 = b + (Math.Min(1, count - 1) * column);
        float* b2 = b + (Math.Min(2, count - 1) * column);
        float* b3 = b + (Math.Min(3, count - 1) * column);
        V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero;
        V t0 = V.Zero, t1 = V.Zero, t2 = V.Zero, t3 = V.Zero;
        int p = 0;
        for (; p <= k - (2 * V.Width); p += 2 * V.Width)
        {
            V x = V.Load(in a[p]);
            V.AddProduct(x, V.Load(in b[p]), ref s0);
            V.AddProduct(x, V.Load(in b1[p]), ref s1);
            V.AddProduct(x, V.Load(in b2[p]), ref s2);
            V.AddProduct(x, V.Load(in b3[p]), ref s3);
            V y = V.Load(in a[p + V.Width]);
            V.AddProduct(y, V.Load(in b[p + V.Width]), ref t0);
            V.AddProduct(y, V.Load(in b1[p + V.Width]), ref t1);
            V.AddProduct(y, V.Load(in b2[p + V.Width]), ref t2);
            V.AddProduct(y, V.Load(in b3[p + V.Width]), ref t3);
        }

        for (; p < k; p += V.Width)
        {
            int rest = Math.Min(V.Width, k - p);
            V x = V.Load(in a[p], rest);
            V.AddProduct(x, V.Load(in b[p], rest), ref s0);
            V.AddProduct(x, V.Load(in b1[p], rest), ref s1);
            V.AddProduct(x, V.Load(in b2[p], rest), ref s2);
            V.AddProduct(x, V.Load(in b3[p], rest), ref s3);
        }

        c[0] = V.Sum(s0 + t0);
        if (count > 1) { c[1] = V.Sum(s1 + t1); }
        if (count > 2) { c[2] = V.Sum(s2 + t2); }
        if (count > 3) { c[3] = V.Sum(s3 + t3); }
    }
}
