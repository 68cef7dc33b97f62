using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

public class BatchedGemmTests
{
    private static readonly (int Count, int M, int K, int N)[] Shapes =
    [
        (1, 1, 1, 1), (3, 1, 7, 1), (5, 3, 2, 5), (4, 5, 9, 17), (2, 7, 31, 33), (40, 8, 16, 8), (3, 25, 5, 65), (2, 130, 30, 70), (7, 16, 300, 16), (1, 2, 2000, 3),
        (100, 1, 3, 2), (2, 300, 4, 300), (0, 2, 3, 4), (3, 2, 40, 150), (2, 1, 300, 256), (4, 3, 20, 130),
    ];

    public static TheoryData<int> Widths => Machine.Widths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void EveryProduct_IsTheNaiveProduct_ForEveryTransposition(int width)
    {
        foreach ((int count, int m, int k, int n) in Shapes)
        {
            for (int transposed = 0; transposed < 4; transposed++)
            {
                float[] a = Numbers.Random(count * m * k, seed: m + k);
                float[] b = Numbers.Random(count * k * n, seed: k + n + 1);
                MatrixBatch left = (transposed & 1) == 0 ? new(a, count, m, k) : new MatrixBatch(a, count, k, m).Transposed;
                MatrixBatch right = (transposed & 2) == 0 ? new(b, count, k, n) : new MatrixBatch(b, count, n, k).Transposed;
                using Fence fence = new(count * m * n);
                Gemm.MultiplyBatched(Machine.WithWidth(width), left, right, fence.Span);
                Numbers.AssertSums(Naive(left, right), fence.Span, $"{count} of {m} x {k} x {n}, transposed {transposed}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void MatricesAbreast_AreReadAndWrittenWhereTheyLie(int width)
    {
        Threads threads = Machine.WithWidth(width);
        foreach ((int count, int m, int k, int n) in Shapes)
        {
            foreach (int abreast in Enumerable.Range(2, 4).Where(abreast => count % abreast == 0))
            {
                for (int form = 0; form < 32; form++)
                {
                    (bool leftTransposed, bool rightTransposed) = ((form & 1) != 0, (form & 2) != 0);
                    (int ofLeft, int ofRight, int ofResult) = ((form & 4) != 0 ? abreast : 1, (form & 8) != 0 ? abreast : 1, (form & 16) != 0 ? abreast : 1);
                    float[] a = Numbers.Random(count * m * k, seed: m + k);
                    float[] b = Numbers.Random(count * k * n, seed: k + n + 1);
                    float[] bias = Numbers.Random(n, seed: 5);
                    MatrixBatch left = leftTransposed ? new MatrixBatch(a, count, k, m, ofLeft).Transposed : new(a, count, m, k, ofLeft);
                    MatrixBatch right = rightTransposed ? new MatrixBatch(b, count, n, k, ofRight).Transposed : new(b, count, k, n, ofRight);
                    using Fence fence = new(count * m * n);
                    Gemm.MultiplyBatched(threads, left, right, fence.Span, ofResult);
                    Numbers.AssertSums(Naive(left, right, ofResult), fence.Span, $"{count} of {m} x {k} x {n}, {abreast} abreast, form {form}");

                    float[] mapped = new float[count * m * n];
                    Gemm.MultiplyBatched(threads, left, right, bias, mapped, new IndexedMap(2f), ofResult);
                    for (int i = 0; i < mapped.Length; i++)
                    {
                        Assert.Equal(IndexedMap.Scalar(fence.Span[i] + bias[i % n], i, 2f), mapped[i]);
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void BiasAndMap_AreAppliedOnce_WithTheIndexInTheWholeResult(int width)
    {
        foreach ((int count, int m, int k, int n) in Shapes)
        {
            float[] a = Numbers.Random(count * m * k, seed: 3);
            float[] b = Numbers.Random(count * k * n, seed: 4);
            float[] bias = Numbers.Random(n, seed: 5);
            float[] plain = new float[count * m * n];
            float[] mapped = new float[count * m * n];
            float[] alone = new float[count * m * n];
            Threads threads = Machine.WithWidth(width);
            Gemm.MultiplyBatched(threads, new(a, count, m, k), new(b, count, k, n), plain);
            Gemm.MultiplyBatched(threads, new(a, count, m, k), new(b, count, k, n), bias, mapped, new IndexedMap(2f));
            Gemm.MultiplyBatched(threads, new(a, count, m, k), new(b, count, k, n), [], alone, new IndexedMap(2f));
            for (int i = 0; i < plain.Length; i++)
            {
                Assert.Equal(IndexedMap.Scalar(plain[i] + bias[i % n], i, 2f), mapped[i]);
                Assert.Equal(IndexedMap.Scalar(plain[i], i, 2f), alone[i]);
            }
        }
    }

    [Fact]
    public void WrongSizes_AreRefusedWithBothSizes()
    {
        float[] six = new float[6];
        ArgumentException inner = Assert.Throws<ArgumentException>("b", () =>
            Gemm.MultiplyBatched(Threads.Shared, new(six, 1, 2, 3), new(six, 1, 2, 3), new float[6]));
        Assert.Contains("Expected 1 matrices of 3 rows, found 1 of [2, 3]", inner.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("b", () => Gemm.MultiplyBatched(Threads.Shared, new(six, 3, 1, 2), new(six, 1, 2, 3), new float[6]));
        Assert.Throws<ArgumentException>("c", () => Gemm.MultiplyBatched(Threads.Shared, new(six, 2, 1, 3), new(six, 2, 3, 1), new float[3]));
        Assert.Throws<ArgumentException>("values", () => new MatrixBatch(six, 2, 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => new MatrixBatch(six, -1, 2, 3));
        Assert.Throws<ArgumentException>("abreast", () => new MatrixBatch(six, 3, 1, 2, abreast: 2));
        Assert.Throws<ArgumentOutOfRangeException>("abreast", () => new MatrixBatch(six, 3, 1, 2, abreast: 0));
        Assert.Throws<ArgumentException>("abreast", () => Gemm.MultiplyBatched(Threads.Shared, new(six, 3, 1, 2), new(six, 3, 2, 1), new float[3], abreast: 2));
        Assert.Throws<ArgumentException>("a", () => Gemm.MultiplyBatched(Threads.Shared, new(six, 2, 1, 3), new(new float[6], 2, 3, 1), six.AsSpan(4, 2)));
    }

    private static Sum[] Naive(MatrixBatch a, MatrixBatch b, int abreast = 1)
    {
        Sum[] c = new Sum[a.Count * a.Rows * b.Columns];
        for (int i = 0; i < c.Length; i++)
        {
            int item = i / b.Columns / a.Rows;
            int row = i / b.Columns % a.Rows;
            int column = i % b.Columns;
            for (int p = 0; p < a.Columns; p++)
            {
                double x = a.IsTransposed ? At(a.Values, a.Abreast, a.Columns, a.Rows, item, p, row) : At(a.Values, a.Abreast, a.Rows, a.Columns, item, row, p);
                double y = b.IsTransposed ? At(b.Values, b.Abreast, b.Columns, b.Rows, item, column, p) : At(b.Values, b.Abreast, b.Rows, b.Columns, item, p, column);
                c[Index(abreast, a.Rows, b.Columns, item, row, column)].Add(x * y);
            }
        }

        return c;
    }

    private static float At(ReadOnlySpan<float> values, int abreast, int rows, int columns, int item, int row, int column) =>
        values[Index(abreast, rows, columns, item, row, column)];

    /// <summary>The index in <c>[count / abreast, rows, abreast, columns]</c>.</summary>
    private static int Index(int abreast, int rows, int columns, int item, int row, int column) =>
        (((((item / abreast * rows) + row) * abreast) + (item % abreast)) * columns) + column;
}
