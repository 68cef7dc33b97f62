using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

public class ElementwiseTests
{
    private static readonly int[] Lengths = [0, 1, 2, 3, 7, 8, 15, 16, 17, 31, 33, 100, 8191, 8192, 8209, 30000];

    public static TheoryData<int> Widths => Machine.Widths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void EachArity_ComputesEveryElementOnce_AndTouchesNoOther(int width)
    {
        foreach (int length in Lengths)
        {
            (float[] a, float[] b, float[] c, float[] d) = (
                Numbers.Random(length, 1), Numbers.Random(length, 2), Numbers.Random(length, 3), Numbers.Random(length, 4));
            Check(width, length, static (t, r) => Elementwise.Map<Weighted>(t, r), static i => i);
            Check(width, length, (t, r) => Elementwise.Map<Weighted>(t, a, r), i => a[i] + i);
            Check(width, length, (t, r) => Elementwise.Map<Weighted>(t, a, b, r), i => a[i] + (2 * b[i]) + i);
            Check(width, length, (t, r) => Elementwise.Map<Weighted>(t, a, b, c, r), i => a[i] + (2 * b[i]) + (4 * c[i]) + i);
            Check(
                width,
                length,
                (t, r) => Elementwise.Map<Weighted>(t, a, b, c, d, r),
                i => a[i] + (2 * b[i]) + (4 * c[i]) + (8 * d[i]) + i);
            Check(
                width,
                length,
                (t, r) => Elementwise.Map<Weighted>(t, a, b, c, d, a, r),
                i => (17 * a[i]) + (2 * b[i]) + (4 * c[i]) + (8 * d[i]) + i);
            Check(
                width,
                length,
                (t, r) => Elementwise.Map<Weighted>(t, a, b, c, d, a, b, r),
                i => (17 * a[i]) + (34 * b[i]) + (4 * c[i]) + (8 * d[i]) + i);
            Check(
                width,
                length,
                (t, r) => Elementwise.Map<Weighted>(t, a, b, c, d, a, b, c, r),
                i => (17 * a[i]) + (34 * b[i]) + (68 * c[i]) + (8 * d[i]) + i);
            Check(
                width,
                length,
                (t, r) => Elementwise.Map<Weighted>(t, a, b, c, d, a, b, c, d, r),
                i => (17 * a[i]) + (34 * b[i]) + (68 * c[i]) + (136 * d[i]) + i);
        }
    }

    // Rows of every kind: single elements, short and long ones, of lengths that suit all operands only by a common divisor.
    [Theory]
    [MemberData(nameof(Widths))]
    public void RepeatedOperands_MeetTheElementsInTheirOrder(int width)
    {
        foreach ((int length, int aCount, int aEach, int bCount, int bEach) in new[]
        {
            (64, 4, 16, 16, 1), (231, 7, 33, 33, 1), (231, 33, 1, 7, 33), (120, 5, 12, 20, 1), (90, 3, 10, 2, 15), (30, 1, 30, 5, 1), (12, 12, 1, 3, 4),
            (96, 2, 6, 4, 8), (40_000, 4, 10_000, 100, 1), (16_411 * 2, 2, 16_411, 1, 16_411), (9, 9, 1, 1, 1), (0, 3, 2, 2, 3),
            (20_000, 5000, 4, 4, 1), (9000, 3000, 3, 1500, 6), (8200, 41, 4, 8, 1), (10_010, 1001, 10, 10, 1), (3000, 1500, 2, 6, 1), (6000, 10, 2, 3000, 2), (21_000, 3, 1, 7000, 3), (5400, 3, 3, 1800, 3),
        })
        {
            float[] a = Numbers.Random(aCount, 1);
            float[] b = Numbers.Random(bCount, 2);
            float[] c = Numbers.Random(length, 3);
            Check(width, length, (t, r) => Elementwise.Map<Weighted>(t, Operand.Repeat(a, aEach), r), i => a[i / aEach % aCount] + i);
            Check(width, length, (t, r) => Elementwise.Map<Weighted>(t, c, Operand.Repeat(b, bEach), r), i => c[i] + (2 * b[i / bEach % bCount]) + i);
            Check(width, length, (t, r) => Elementwise.Map<Weighted>(t, Operand.Repeat(a, aEach), c, Operand.Repeat(b, bEach), r), i =>
                a[i / aEach % aCount] + (2 * c[i]) + (4 * b[i / bEach % bCount]) + i);
            Check(width, length, (t, r) => Elementwise.Map<Weighted>(t, c, Operand.Repeat(a, aEach), c, Operand.Repeat(b, bEach), r), i =>
                c[i] + (2 * a[i / aEach % aCount]) + (4 * c[i]) + (8 * b[i / bEach % bCount]) + i);
            Check(width, length, (t, r) => Elementwise.Map<Weighted>(t, c, Operand.Repeat(a, aEach), c, Operand.Repeat(b, bEach), Operand.Repeat(a, aEach), r), i =>
                c[i] + (18 * a[i / aEach % aCount]) + (4 * c[i]) + (8 * b[i / bEach % bCount]) + i);
            Check(width, length, (t, r) => Elementwise.Map<Weighted>(t, Operand.Repeat(b, bEach), c, Operand.Repeat(a, aEach), c, Operand.Repeat(b, bEach), Operand.Repeat(a, aEach), r), i =>
                (17 * b[i / bEach % bCount]) + (10 * c[i]) + (36 * a[i / aEach % aCount]) + i);
            Check(width, length, (t, r) => Elementwise.Map<Weighted>(t, Operand.Repeat(b, bEach), c, c, c, c, c, Operand.Repeat(a, aEach), r), i =>
                b[i / bEach % bCount] + (62 * c[i]) + (64 * a[i / aEach % aCount]) + i);
            Check(width, length, (t, r) => Elementwise.Map<Weighted>(t, c, c, c, c, c, c, Operand.Repeat(b, bEach), Operand.Repeat(a, aEach), r), i =>
                (63 * c[i]) + (64 * b[i / bEach % bCount]) + (128 * a[i / aEach % aCount]) + i);
        }
    }

    [Fact]
    public void RepeatedOperandThatDoesNotComeOutEven_IsRefused()
    {
        float[] values = new float[4];
        Assert.Throws<ArgumentException>(() => Elementwise.Map<Relu>(Threads.Shared, Operand.Repeat(values, 1), new float[10]));
        Assert.Throws<ArgumentException>(() => Elementwise.Map<Relu>(Threads.Shared, Operand.Repeat(values, 3), new float[8]));
        Assert.Throws<ArgumentException>(() => Elementwise.Map<Relu>(Threads.Shared, Operand.Repeat([], 3), new float[9]));
        Assert.Throws<ArgumentException>(() => Elementwise.Map<Relu>(Threads.Shared, Operand.Repeat(values, 1), values));
        Assert.Throws<ArgumentOutOfRangeException>(() => Operand.Repeat(values, 0));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void ResultMayBeAnInput(int width)
    {
        float[] a = Numbers.Random(1001, seed: 5);
        float[] b = Numbers.Random(1001, seed: 6);
        float[] expected = new float[1001];
        Elementwise.Map<Weighted>(Machine.WithWidth(width), a, b, expected);
        float[] inPlace = [.. b];
        Elementwise.Map<Weighted>(Machine.WithWidth(width), a, inPlace, inPlace);
        Numbers.AssertSameBits(expected, inPlace, "in place");
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Activations_KeepNaN_AndActBySign(int width)
    {
        float[] x = [-2f, -0f, 0f, 3f, float.NaN, float.NegativeInfinity, float.PositiveInfinity];
        float[] y = new float[x.Length];
        Elementwise.Map<Relu>(Machine.WithWidth(width), x, y);
        Assert.Equal([0f, -0f, 0f, 3f, float.NaN, 0f, float.PositiveInfinity], y);
        Elementwise.Map(Machine.WithWidth(width), x, y, new LeakyRelu(0.5f));
        Assert.Equal([-1f, -0f, 0f, 3f, float.NaN, float.NegativeInfinity, float.PositiveInfinity], y);
        Elementwise.Map<Identity>(Machine.WithWidth(width), x, y);
        Assert.Equal(x, y);
    }

    [Fact]
    public void WrongLengthOrPartialOverlap_IsRefused()
    {
        float[] values = new float[10];
        ArgumentException length = Assert.Throws<ArgumentException>(() =>
            Elementwise.Map<Relu>(Threads.Shared, values.AsSpan(1), new float[10]));
        Assert.Contains("Expected 10 elements, found 9", length.Message, StringComparison.Ordinal);
        ArgumentException overlap = Assert.Throws<ArgumentException>(() =>
            Elementwise.Map<Relu>(Threads.Shared, values.AsSpan(0, 9), values.AsSpan(1)));
        Assert.Contains("offset 1", overlap.Message, StringComparison.Ordinal);
    }

    private delegate void Fill(Threads threads, Span<float> result);

    private static void Check(int width, int length, Fill fill, Func<int, float> expected)
    {
        using Fence fence = new(length);
        fill(Machine.WithWidth(width), fence.Span);
        for (int i = 0; i < length; i++)
        {
            Assert.True(
                Math.Abs(expected(i) - fence.Span[i]) <= 1e-5 * (i + 16), $"[{i}] of {length}: {expected(i)}, {fence.Span[i]}");
        }
    }

    private readonly struct Weighted : IMap0, IMap1, IMap2, IMap3, IMap4, IMap5, IMap6, IMap7, IMap8
    {
        public V Invoke<V>(int index)
            where V : struct, ISimd<V> => V.Indices + V.Broadcast(index);

        public V Invoke<V>(V a, int index)
            where V : struct, ISimd<V> => a + Invoke<V>(index);

        public V Invoke<V>(V a, V b, int index)
            where V : struct, ISimd<V> => (b * V.Broadcast(2f)) + Invoke(a, index);

        public V Invoke<V>(V a, V b, V c, int index)
            where V : struct, ISimd<V> => (c * V.Broadcast(4f)) + Invoke(a, b, index);

        public V Invoke<V>(V a, V b, V c, V d, int index)
            where V : struct, ISimd<V> => (d * V.Broadcast(8f)) + Invoke(a, b, c, index);

        public V Invoke<V>(V a, V b, V c, V d, V e, int index)
            where V : struct, ISimd<V> => (e * V.Broadcast(16f)) + Invoke(a, b, c, d, index);

        public V Invoke<V>(V a, V b, V c, V d, V e, V f, int index)
            where V : struct, ISimd<V> => (f * V.Broadcast(32f)) + Invoke(a, b, c, d, e, index);

        public V Invoke<V>(V a, V b, V c, V d, V e, V f, V g, int index)
            where V : struct, ISimd<V> => (g * V.Broadcast(64f)) + Invoke(a, b, c, d, e, f, index);

        public V Invoke<V>(V a, V b, V c, V d, V e, V f, V g, V h, int index)
            where V : struct, ISimd<V> => (h * V.Broadcast(128f)) + Invoke(a, b, c, d, e, f, g, index);
    }
}
