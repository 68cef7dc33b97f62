// Tiling. A few rows of a, and so few columns of b that a row of it is one or two vectors: each step of k adds one row of b, read where it lies.
// A vector's lanes beyond the last column see what follows, and are not written; only the last rows of b, behind which there may be nothing,
// are read in part. Eight sums take turns along k, which hides the latency of an addition; a tile would have one. It runs at the speed at which
// b arrives.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>c = a · b of a few rows and columns along rows.</summary>
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

    /// <summary>
    /// c[i, j] = Σₚ a[i, p] b[p, j] of as many rows as <see cref="RowsAcross"/> says or fewer, and as many columns as <see cref="Across"/> says: a sum
    /// in a register for each vector of each row.
    /// </summary>
    /// <param name="a">a[i, p] is at <c>a + i * aRow + p * aStep</c>.</param>
    /// <param name="aRow">Floats from a row of a to the next.</param>
    /// <param name="aStep">Floats from a column of a to the next.</param>
    /// <param name="rows">The rows of a.</param>
    /// <param name="b">The rows of b.</param>
    /// <param name="bStep">Floats from a row of b to the next.</param>
    /// <param name="k">The length of the sums.</param>
    /// <param name="c">The result.</param>
    /// <param name="cRow">Floats from a row of c to the next.</param>
    public static void MultiplyAcross<V>(float* a, nint aRow, nint aStep, int rows, float* b, nint bStep, int k, float* c, nint cRow)
        where V : struct, ISimd<V>
    {
        switch (rows)
        {
            case 1: MultiplyAcross<V, One>(a, aRow, aStep, b, bStep, k, c, cRow); break;
            case 2: MultiplyAcross<V, Two>(a, aRow, aStep, b, bStep, k, c, cRow); break;
            case 3: MultiplyAcross<V, Three>(a, aRow, aStep, b, bStep, k, c, cRow); break;
            default: throw new ArgumentOutOfRangeException(nameof(rows));
        }
    }

    [MethodImpl(HotLoop.Options)]
    private static void MultiplyAcross<V, TRows>(float* a, nint aRow, nint aStep, float* b, nint bStep, int k, float* c, nint cRow)
        where V : struct, ISimd<V>
        where TRows : struct, ISize
    {
        V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero, s4 = V.Zero, s5 = V.Zero, s6 = V.Zero, s7 = V.Zero;
        V t0 = V.Zero, t1 = V.Zero, t2 = V.Zero, t3 = V.Zero, t4 = V.Zero, t5 = V.Zero, t6 = V.Zero, t7 = V.Zero;
        V u0 = V.Zero, u1 = V.Zero, u2 = V.Zero, u3 = V.Zero, u4 = V.Zero, u5 = V.Zero, u6 = V.Zero, u7 = V.Zero;
        for (int p = 0; p < k; p++, a += aStep, b += bStep)
        {
            V x = V.Broadcast(*a);
            V y = TRows.Value > 1 ? V.Broadcast(a[aRow]) : V.Zero;
            V z = TRows.Value > 2 ? V.Broadcast(a[2 * aRow]) : V.Zero;
            Add<V, TRows>(x, y, z, b, 0, ref s0, ref t0, ref u0);
            Add<V, TRows>(x, y, z, b, 1, ref s1, ref t1, ref u1);
            Add<V, TRows>(x, y, z, b, 2, ref s2, ref t2, ref u2);
            Add<V, TRows>(x, y, z, b, 3, ref s3, ref t3, ref u3);
            Add<V, TRows>(x, y, z, b, 4, ref s4, ref t4, ref u4);
            Add<V, TRows>(x, y, z, b, 5, ref s5, ref t5, ref u5);
            Add<V, TRows>(x, y, z, b, 6, ref s6, ref t6, ref u6);
            Add<V, TRows>(x, y, z, b, 7, ref s7, ref t7, ref u7);
        }

        Store(c, s0, s1, s2, s3, s4, s5, s6, s7);
        if (TRows.Value > 1)
        {
            Store(c + cRow, t0, t1, t2, t3, t4, t5, t6, t7);
        }

        if (TRows.Value > 2)
        {
            Store(c + (2 * cRow), u0, u1, u2, u3, u4, u5, u6, u7);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<V, TRows>(V x, V y, V z, float* b, int vector, ref V s, ref V t, ref V u)
        where V : struct, ISimd<V>
        where TRows : struct, ISize
    {
        V value = V.Load(in b[vector * V.Width]);
        V.AddProduct(x, value, ref s);
        if (TRows.Value > 1)
        {
            V.AddProduct(y, value, ref t);
        }

        if (TRows.Value > 2)
        {
            V.AddProduct(z, value, ref u);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<V>(float* c, V v0, V v1, V v2, V v3, V v4, V v5, V v6, V v7)
        where V : struct, ISimd<V>
    {
        v0.Store(ref c[0]);
        v1.Store(ref c[V.Width]);
        v2.Store(ref c[2 * V.Width]);
        v3.Store(ref c[3 * V.Width]);
        v4.Store(ref c[4 * V.Width]);
        v5.Store(ref c[5 * V.Width]);
        v6.Store(ref c[6 * V.Width]);
        v7.Store(ref c[7 * V.Width]);
    }

    /// <summary>The most rows that are summed across columns: three by eight vectors are 24 sums in 32 registers, and one by eight fit in 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int RowsAcross<V>()
        where V : struct, ISimd<V> => V.Width >= 16 ? 3 : 1;

    /// <summary>The columns that are summed at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Across<V>()
        where V : struct, ISimd<V> => Sums * V.Width;

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
