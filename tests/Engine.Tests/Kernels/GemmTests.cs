using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

public class GemmTests
{
    private static readonly (int M, int K, int N)[] Shapes =
    [
        (1, 1, 1), (1, 7, 1), (3, 2, 5), (5, 9, 17), (7, 31, 33), (12, 16, 32), (13, 17, 31), (6, 64, 48), (25, 5, 65),
        (32, 784, 10), (2, 300, 257), (121, 19, 130), (64, 257, 40), (130, 300, 70), (16, 2048, 9), (31, 1500, 23), (1, 4096, 64), (1, 784, 128), (4, 33, 7), (3, 15, 6), (250, 400, 40), (260, 40, 100),
        (64, 64, 64), (65, 130, 64), (128, 40, 65), (129, 520, 33), (140, 600, 48), (130, 256, 650), (1024, 7, 70), (2048, 20, 100), (50, 1024, 101),
        (1, 1568, 10), (2, 37, 5), (4, 19, 17), (3, 9, 31), (1, 5, 3), (1, 40, 32), (4, 8, 1), (5, 20, 10),
        (1, 300, 500), (2, 70, 256), (3, 41, 200), (1, 9, 128), (1, 30, 64), (2, 1100, 130), (3, 500, 1000), (1, 2, 90),
    ];

    public static TheoryData<int> Widths => Machine.Widths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Product_IsTheNaiveProduct_ForEveryShapeAndTransposition(int width)
    {
        foreach ((int m, int k, int n) in Shapes)
        {
            for (int transposed = 0; transposed < 4; transposed++)
            {
                float[] a = Numbers.Random(m * k, seed: m + k);
                float[] b = Numbers.Random(k * n, seed: k + n + 1);
                Matrix left = (transposed & 1) == 0 ? new Matrix(a, m, k) : new Matrix(a, k, m).Transposed;
                Matrix right = (transposed & 2) == 0 ? new Matrix(b, k, n) : new Matrix(b, n, k).Transposed;
                Sum[] expected = Naive(left, right);
                using Fence fence = new(m * n);
                Gemm.Multiply(Machine.WithWidth(width), left, right, fence.Span);
                Numbers.AssertSums(expected, fence.Span, $"{m} x {k} x {n}, transposed {transposed}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void LargeProduct_IsTheNaiveProduct_WhereItIsSampled(int width)
    {
        (int m, int k, int n) = (131, 1100, 4001);
        float[] a = Numbers.Random(m * k, seed: 10);
        float[] b = Numbers.Random(k * n, seed: 11);
        int[] places = [.. Enumerable.Range(0, 500).Select(i => (int)(i * 7919L * 131 % (m * n))), 0, n - 1, (m * n) - n, (m * n) - 1];
        for (int transposed = 0; transposed < 4; transposed++)
        {
            Matrix left = (transposed & 1) == 0 ? new Matrix(a, m, k) : new Matrix(a, k, m).Transposed;
            Matrix right = (transposed & 2) == 0 ? new Matrix(b, k, n) : new Matrix(b, n, k).Transposed;
            using Fence fence = new(m * n);
            Gemm.Multiply(Machine.WithWidth(width), left, right, fence.Span);
            Sum[] expected = new Sum[places.Length];
            float[] actual = new float[places.Length];
            for (int i = 0; i < places.Length; i++)
            {
                expected[i] = Naive(left, right, places[i] / n, places[i] % n);
                actual[i] = fence.Span[places[i]];
            }

            Numbers.AssertSums(expected, actual, $"transposed {transposed}");
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void BiasAndMap_AreAppliedOnce(int width)
    {
        foreach ((int m, int k, int n) in Shapes)
        {
            float[] a = Numbers.Random(m * k, seed: 3);
            float[] b = Numbers.Random(k * n, seed: 4);
            float[] bias = Numbers.Random(n, seed: 5);
            float[] plain = new float[m * n];
            float[] mapped = new float[m * n];
            float[] alone = new float[m * n];
            Gemm.Multiply(Machine.WithWidth(width), new Matrix(a, m, k), new Matrix(b, k, n), plain);
            Gemm.Multiply(Machine.WithWidth(width), new Matrix(a, m, k), new Matrix(b, k, n), bias, mapped, new IndexedMap(2f));
            Gemm.Multiply(Machine.WithWidth(width), new Matrix(a, m, k), new Matrix(b, k, n), [], alone, new IndexedMap(2f));
            for (int i = 0; i < plain.Length; i++)
            {
                Assert.Equal(IndexedMap.Scalar(plain[i] + bias[i % n], i, 2f), mapped[i]);
                Assert.Equal(IndexedMap.Scalar(plain[i], i, 2f), alone[i]);
            }
        }
    }

    [Fact]
    public void WrongElement_IsCaughtByTheComparison()
    {
        float[] a = Numbers.Random(13 * 17, seed: 6);
        float[] b = Numbers.Random(17 * 31, seed: 7);
        float[] c = new float[13 * 31];
        Gemm.Multiply(Threads.Shared, new Matrix(a, 13, 17), new Matrix(b, 17, 31), c);
        c[200] += 1e-4f;
        Sum[] expected = Naive(new Matrix(a, 13, 17), new Matrix(b, 17, 31));
        Assert.ThrowsAny<Exception>(() => Numbers.AssertSums(expected, c, "wrong on purpose"));
    }

    [Fact]
    public void NaN_StaysInItsRow()
    {
        float[] a = Numbers.Random(20 * 10, seed: 8);
        a[(7 * 10) + 3] = float.NaN;
        float[] c = new float[20 * 40];
        Gemm.Multiply(Threads.Shared, new Matrix(a, 20, 10), new Matrix(Numbers.Random(400, seed: 9), 10, 40), c);
        for (int i = 0; i < c.Length; i++)
        {
            Assert.Equal(i / 40 == 7, float.IsNaN(c[i]));
        }
    }

    [Fact]
    public void WrongSizes_AreRefusedWithBothSizes()
    {
        float[] six = new float[6];
        ArgumentException inner = Assert.Throws<ArgumentException>(() =>
            Gemm.Multiply(Threads.Shared, new Matrix(six, 2, 3), new Matrix(six, 2, 3), new float[6]));
        Assert.Contains("Expected a matrix of 3 rows, found [2, 3]", inner.Message, StringComparison.Ordinal);
        ArgumentException result = Assert.Throws<ArgumentException>(() =>
            Gemm.Multiply(Threads.Shared, new Matrix(six, 2, 3), new Matrix(six, 3, 2), new float[5]));
        Assert.Contains("Expected 4 elements, found 5", result.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Matrix(six, 2, 2));
        float[] shared = new float[20];
        Assert.Throws<ArgumentException>(() =>
            Gemm.Multiply(Threads.Shared, new Matrix(shared.AsSpan(0, 6), 2, 3), new Matrix(six, 3, 2), shared.AsSpan(4, 4)));
    }

    private static Sum[] Naive(Matrix a, Matrix b)
    {
        Sum[] c = new Sum[a.Rows * b.Columns];
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < b.Columns; j++)
            {
                c[(i * b.Columns) + j] = Naive(a, b, i, j);
            }
        }

        return c;
    }

    private static Sum Naive(Matrix a, Matrix b, int i, int j)
    {
        Sum sum = default;
        for (int p = 0; p < a.Columns; p++)
        {
            double x = a.IsTransposed ? a.Values[(p * a.Rows) + i] : a.Values[(i * a.Columns) + p];
            double y = b.IsTransposed ? b.Values[(j * b.Rows) + p] : b.Values[(p * b.Columns) + j];
            sum.Add(x * y);
        }

        return sum;
    }
}
