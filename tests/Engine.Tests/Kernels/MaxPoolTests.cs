using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

public class MaxPoolTests
{
    private static readonly PoolShape[] Shapes =
    [
        new(32, 8, 8, 2, 2, 2, 2, 4, 4),
        new(3, 7, 9, 3, 2, 2, 3, 3, 3),
        new(5, 6, 5, 3, 3, 1, 1, 4, 3),
        new(2, 1, 1, 1, 1, 1, 1, 1, 1),
        new(40, 20, 20, 2, 2, 3, 3, 6, 6),
        new(0, 4, 4, 2, 2, 2, 2, 2, 2),
        new(3, 7, 8, 3, 3, 2, 2, 4, 4, 1, 1),
        new(2, 5, 5, 3, 2, 1, 1, 5, 5, 1, 0),
        new(4, 20, 18, 5, 4, 3, 2, 8, 10, 2, 1),
        new(2, 1, 1, 3, 3, 1, 1, 1, 1, 1, 1),
        new(2, 3, 2, 2, 2, 2, 2, 2, 1),
        new(7, 6, 7, 2, 3, 2, 2, 3, 3),
        new(5, 9, 5, 2, 2, 3, 1, 3, 4),
        new(300, 6, 6, 2, 2, 2, 2, 3, 3),
        new(3, 10, 30, 2, 2, 2, 2, 5, 15),
        new(4, 10, 28, 2, 2, 2, 2, 5, 14),
        new(2, 5, 70, 3, 3, 2, 2, 2, 34),
        new(4, 9, 9, 3, 3, 2, 2, 4, 4),
        new(6, 5, 14, 2, 2, 3, 2, 2, 7),
        new(2, 6, 40, 2, 2, 2, 2, 3, 17),
        new(3, 8, 35, 1, 5, 1, 2, 8, 16),
        new(5, 3, 12, 3, 1, 1, 2, 1, 6),
        new(3, 9, 11, 1, 1, 2, 2, 5, 6),
        new(3, 12, 34, 2, 1, 4, 2, 3, 17),
        new(2, 2, 1, 1, 1, 1, 2, 2, 1),
        new(2, 7, 80, 2, 2, 2, 2, 3, 33),
    ];

    public static TheoryData<int> Widths => Machine.Widths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void ForwardScatterAndGather_AreTheNaiveOnes(int width)
    {
        foreach (PoolShape s in Shapes)
        {
            Threads threads = Machine.WithWidth(width);

            // Few distinct values, so that windows have ties.
            float[] x = [.. Numbers.Random(s.Planes * s.Height * s.Width, seed: 1).Select(static v => MathF.Round(v * 3))];
            int outputs = s.Planes * s.OutputHeight * s.OutputWidth;
            float[] dy = Numbers.Random(outputs, seed: 2);
            Sum[] dx = new Sum[x.Length];
            float[] maxima = new float[outputs];
            int[] positions = new int[outputs];
            for (int o = 0; o < outputs; o++)
            {
                int plane = o / s.OutputWidth / s.OutputHeight * s.Height * s.Width;
                positions[o] = FirstMaximum(s, x.AsSpan(plane), o / s.OutputWidth % s.OutputHeight, o % s.OutputWidth);
                maxima[o] = x[plane + positions[o]];
                dx[plane + positions[o]].Add(dy[o]);
            }

            using Fence y = new(outputs);
            int[] indices = new int[outputs];
            MaxPool.Forward<Identity>(threads, x, y.Span, indices, s);
            Assert.Equal(maxima, y.Span.ToArray());
            Assert.Equal(positions, indices);

            float[] mapped = new float[outputs];
            MaxPool.Forward(threads, x, mapped, [], s, new IndexedMap(2f));
            Assert.Equal(maxima.Select(static (m, i) => IndexedMap.Scalar(m, i, 2f)), mapped);

            using Fence scattered = new(x.Length);
            MaxPool.Scatter(threads, dy, indices, scattered.Span, s);
            Numbers.AssertSums(dx, scattered.Span, $"{s}");
            MaxPool.Gather(threads, x, indices, mapped, s);
            Assert.Equal(maxima, mapped);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void NaNAndInfinities_AreFoundAmongNumbers(int width)
    {
        foreach (PoolShape s in Shapes)
        {
            float[] x = Numbers.Random(s.Planes * s.Height * s.Width, seed: 3);
            Scatter(x, 97, float.NaN);
            Scatter(x, 13, float.PositiveInfinity);
            Scatter(x, 3, float.NegativeInfinity);
            int[] expected = new int[s.Planes * s.OutputHeight * s.OutputWidth];
            float[] maxima = new float[expected.Length];
            for (int o = 0; o < expected.Length; o++)
            {
                int plane = o / s.OutputWidth / s.OutputHeight * s.Height * s.Width;
                expected[o] = FirstMaximum(s, x.AsSpan(plane), o / s.OutputWidth % s.OutputHeight, o % s.OutputWidth);
                maxima[o] = x[plane + expected[o]];
            }

            int[] indices = new int[expected.Length];
            using Fence y = new(expected.Length);
            MaxPool.Forward<Identity>(Machine.WithWidth(width), x, y.Span, indices, s);
            Assert.Equal(expected, indices);
            Numbers.AssertSameBits(maxima, y.Span, $"{s}");
            MaxPool.Forward<Identity>(Machine.WithWidth(width), x, y.Span, [], s);
            Numbers.AssertSameBits(maxima, y.Span, $"{s}, values alone");
        }

        static void Scatter(float[] x, int step, float value)
        {
            for (int i = step / 2; i < x.Length; i += step)
            {
                x[i] = value;
            }
        }
    }

    [Theory]
    [InlineData(new[] { 1f, 2f, 2f, 0f }, 1)]
    [InlineData(new[] { -0f, 0f, -1f, -2f }, 0)]
    [InlineData(new[] { 5f, float.NaN, float.PositiveInfinity, float.NaN }, 1)]
    [InlineData(new[] { float.NegativeInfinity, -3e38f, float.NegativeInfinity, -1e38f }, 3)]
    [InlineData(new[] { float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity }, 0)]
    public void FirstOfEquals_AndFirstNaN_Win(float[] window, int position)
    {
        float[] y = new float[1];
        int[] indices = new int[1];
        MaxPool.Forward<Identity>(Threads.Shared, window, y, indices, new PoolShape(1, 2, 2, 2, 2, 2, 2, 1, 1));
        Assert.Equal(position, indices[0]);
        Numbers.AssertSameBits([window[position]], y, "maximum");
    }

    [Fact]
    public void NothingButMinusInfinity_BesideABorder_IsFoundInsideThePlane()
    {
        float[] x = [.. Enumerable.Repeat(float.NegativeInfinity, 9)];
        int[] indices = new int[9];
        float[] y = new float[9];
        MaxPool.Forward<Identity>(Threads.Shared, x, y, indices, new PoolShape(1, 3, 3, 3, 3, 1, 1, 3, 3, 1, 1));
        Assert.Equal([0, 0, 1, 0, 0, 1, 3, 3, 4], indices);
        Assert.All(y, static value => Assert.Equal(float.NegativeInfinity, value));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void PositionsOfOtherWindows_AreWrittenWhereTheySay(int width)
    {
        PoolShape shape = new(2, 4, 6, 2, 2, 2, 2, 2, 3);
        float[] dy = Numbers.Random(12, seed: 3);
        int[] indices = [0, 2, 5, 12, 15, 17, 7, 0, 23, 22, 1, 16];
        float[] dx = new float[48];
        for (int i = 0; i < dy.Length; i++)
        {
            dx[(i / 6 * 24) + indices[i]] = dy[i];
        }

        using Fence scattered = new(48);
        MaxPool.Scatter(Machine.WithWidth(width), dy, indices, scattered.Span, shape);
        Assert.Equal(dx, scattered.Span.ToArray());
        Assert.Throws<IndexOutOfRangeException>(() => MaxPool.Scatter(Machine.WithWidth(width), dy, [.. indices.AsSpan(0, 11), 24], new float[48], shape));
    }

    [Fact]
    public void WindowsOutside_AndForeignIndices_AreRefused()
    {
        PoolShape outside = new(1, 3, 3, 2, 2, 3, 3, 2, 2);
        Assert.Throws<ArgumentException>(() => MaxPool.Forward<Identity>(Threads.Shared, new float[9], new float[4], [], outside));
        PoolShape before = new(1, 3, 3, 2, 2, 2, 2, 2, 2, 2, 0);
        Assert.Throws<ArgumentException>(() => MaxPool.Forward<Identity>(Threads.Shared, new float[9], new float[4], [], before));
        PoolShape shape = new(1, 2, 2, 2, 2, 2, 2, 1, 1);
        Assert.Throws<ArgumentException>(() => MaxPool.Forward<Identity>(Threads.Shared, new float[4], new float[2], [], shape));
        Assert.Throws<IndexOutOfRangeException>(() => MaxPool.Scatter(Threads.Shared, [1f], [4], new float[4], shape));
        Assert.Throws<IndexOutOfRangeException>(() => MaxPool.Gather(Threads.Shared, new float[4], [-1], new float[1], shape));
    }

    private static int FirstMaximum(PoolShape s, ReadOnlySpan<float> plane, int row, int column)
    {
        int best = -1;
        for (int i = 0; i < s.WindowHeight; i++)
        {
            for (int j = 0; j < s.WindowWidth; j++)
            {
                int y = (row * s.StrideHeight) + i - s.PadTop;
                int x = (column * s.StrideWidth) + j - s.PadLeft;
                if (y >= 0 && y < s.Height && x >= 0 && x < s.Width && (best < 0 || IsTaken(plane[(y * s.Width) + x], plane[best])))
                {
                    best = (y * s.Width) + x;
                }
            }
        }

        return best;
    }

    private static bool IsTaken(float value, float best) => value > best || (float.IsNaN(value) && !float.IsNaN(best));
}
