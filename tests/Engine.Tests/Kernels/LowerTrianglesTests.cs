using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

/// <summary>Products with triangles, products of which only a triangle is read, and the softmax of triangles.</summary>
public class LowerTrianglesTests
{
    private static readonly (int Count, int M, int K, int N)[] Shapes =
    [
        (1, 1, 1, 1), (2, 3, 3, 2), (3, 16, 16, 16), (2, 33, 33, 7), (2, 64, 64, 40), (4, 130, 130, 33), (1, 300, 300, 70), (1, 600, 600, 20), (2, 600, 30, 600),
        (2, 90, 40, 65), (2, 40, 90, 65), (40, 8, 8, 8), (1, 20, 700, 48), (1, 700, 20, 48), (0, 2, 2, 3),
    ];

    public static TheoryData<int> Widths => Machine.Widths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void ProductWithATriangle_IsTheNaiveProduct_HoweverItIsStored(int width)
    {
        Threads threads = Machine.WithWidth(width);
        foreach ((int count, int m, int k, int n) in Shapes)
        {
            for (int form = 0; form < 8; form++)
            {
                (bool isTransposed, bool rightTransposed, int abreast) = ((form & 1) != 0, (form & 2) != 0, (form & 4) != 0 && count % 2 == 0 ? 2 : 1);
                float[] a = Numbers.Random(count * m * k, seed: m + k);
                (int rows, int columns) = isTransposed ? (k, m) : (m, k);
                ForEachAbove(count, rows, columns, abreast, i => a[i] = 0);
                float[] b = Numbers.Random(count * k * n, seed: k + n + 1);
                float[] bias = Numbers.Random(n, seed: 5);
                MatrixBatch stored = new(a, count, rows, columns, abreast);
                MatrixBatch right = rightTransposed ? new MatrixBatch(b, count, n, k).Transposed : new(b, count, k, n);
                float[] whole = new float[count * m * n];
                Gemm.MultiplyBatched(threads, isTransposed ? stored.Transposed : stored, right, bias, whole, new IndexedMap(2f));
                using Fence fence = new(count * m * n);
                Gemm.MultiplyBatched(threads, isTransposed ? stored.Lower.Transposed : stored.Lower, right, bias, fence.Span, new IndexedMap(2f));
                for (int i = 0; i < whole.Length; i++)
                {
                    Assert.True(Math.Abs(whole[i] - fence.Span[i]) <= 1e-5 * (1 + Math.Abs(whole[i])) * Math.Sqrt(k), $"{count} of {m} x {k} x {n}, form {form}: [{i}] expected {whole[i]}, found {fence.Span[i]}");
                }
            }
        }
    }

    [Fact]
    public void ProductWithWhatIsNoTriangle_LeavesSomethingOut()
    {
        float[] ones = new float[128 * 128];
        Array.Fill(ones, 1f);
        float[] c = new float[ones.Length];
        Gemm.MultiplyBatched(Threads.Shared, new MatrixBatch(ones, 1, 128, 128).Lower, new(ones, 1, 128, 128), c);
        Assert.InRange(c[0], 1, 127);
        Assert.Equal(128, c[^1]);
        Gemm.MultiplyBatched(Threads.Shared, new MatrixBatch(ones, 1, 128, 128).Lower.Transposed, new(ones, 1, 128, 128), c);
        Assert.Equal(128, c[0]);
        Assert.InRange(c[^1], 1, 127);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void ProductWhoseUpperHalfIsNotRead_IsRightBelow_AndZeroOrRightAbove(int width)
    {
        Threads threads = Machine.WithWidth(width);
        int zeros = 0;
        foreach ((int count, int m, int k, int n) in Shapes)
        {
            foreach (int abreast in new[] { 1, 2 }.Where(abreast => count % abreast == 0))
            {
                float[] a = Numbers.Random(count * m * k, seed: m + k);
                float[] b = Numbers.Random(count * k * n, seed: k + n + 1);
                float[] whole = new float[count * m * n];
                bool[] isAbove = new bool[whole.Length];
                ForEachAbove(count, m, n, abreast, i => isAbove[i] = true);
                Gemm.MultiplyBatched(threads, new(a, count, m, k), new(b, count, k, n), [], whole, new IndexedMap(2f), abreast);
                using Fence fence = new(whole.Length);
                fence.Span.Fill(float.NaN);
                Gemm.MultiplyBatched(threads, new(a, count, m, k), new(b, count, k, n), [], fence.Span, new IndexedMap(2f), abreast, lower: true);
                for (int i = 0; i < whole.Length; i++)
                {
                    bool isZero = isAbove[i] && fence.Span[i] == 0;
                    zeros += isZero ? 1 : 0;
                    Assert.True(isZero || fence.Span[i] == whole[i], $"{count} of {m} x {k} x {n}, {abreast} abreast: [{i}] expected {whole[i]}, found {fence.Span[i]}");
                }
            }
        }

        Assert.True(zeros > 100_000, $"{zeros} elements were left out.");
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void SoftmaxOfTriangles_IsTheNaiveOne_AndDoesNotReadWhatIsAbove(int width)
    {
        Threads threads = Machine.WithWidth(width);
        foreach ((int count, int size) in new[] { (1, 1), (3, 2), (5, 3), (40, 5), (7, 16), (6, 17), (4, 31), (3, 33), (2, 130), (1, 5000), (0, 3) })
        {
            float[] x = [.. Numbers.Random(count * size * size, seed: size).Select(static x => 20 * x)];
            ForEachAbove(count, size, size, 1, i => x[i] = float.NaN);
            using Fence fence = new(x.Length);
            Softmax.Lower(threads, x, fence.Span, count * size, size);
            for (int r = 0; r < count * size; r++)
            {
                double[] row = [.. x.Skip(r * size).Take((r % size) + 1).Select(static x => (double)x)];
                double max = row.Max();
                double sum = row.Sum(x => Math.Exp(x - max));
                for (int j = 0; j < size; j++)
                {
                    double p = j < row.Length ? Math.Exp(row[j] - max) / sum : 0;
                    Assert.Equal(p, fence.Span[(r * size) + j], 1e-5 * p);
                }
            }

            float[] apart = fence.Span.ToArray();
            Softmax.Lower(threads, x, x, count * size, size);
            Numbers.AssertSameBits(apart, x, "in place of the input");
        }
    }

    [Fact]
    public void SoftmaxOfHalfAMatrix_IsRefused() =>
        Assert.Throws<ArgumentException>("rows", () => Softmax.Lower(Threads.Shared, new float[8], new float[8], 2, 4));

    /// <summary>The places above the diagonals of [count / abreast, rows, abreast, columns].</summary>
    private static void ForEachAbove(int count, int rows, int columns, int abreast, Action<int> visit)
    {
        for (int item = 0; item < count; item++)
        {
            for (int row = 0; row < rows; row++)
            {
                for (int column = row + 1; column < columns; column++)
                {
                    visit((((((item / abreast) * rows) + row) * abreast) + (item % abreast)) * columns + column);
                }
            }
        }
    }
}
