using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

public class ReduceTests
{
    private static readonly (int Outer, int Middle, int Inner)[] Shapes =
    [
        (1, 1, 1), (1, 1, 1000), (7, 1, 13), (1, 1, 50001), (32, 10, 1), (32, 128, 1), (5, 3, 1), (1, 7, 1), (1000, 65, 1),
        (600, 300, 1), (4, 16, 64), (33, 20, 125), (3, 20, 1030), (3, 5, 17), (1, 3, 40000), (2000, 2, 31), (0, 3, 4), (3, 2, 0), (0, 1, 1), (17, 1, 1), (2, 9, 2),
        (5, 70, 3), (40, 150, 33), (300, 1000, 2), (3, 2, 20_000), (100, 3, 130),
        (1, 20_000, 2), (1, 33, 2), (1, 7000, 3), (1, 5000, 4), (1, 37, 5), (1, 100, 6), (1, 3, 7), (1, 1000, 8), (1, 41, 10), (1, 2000, 12), (1, 7, 14), (1, 1100, 15),
        (20_000, 2, 1), (37, 3, 1), (50, 17, 1), (3000, 2, 7), (2, 3, 16), (9, 4, 20),
    ];

    public static TheoryData<int> Widths => Machine.Widths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Sums_AreTheNaiveSums(int width)
    {
        foreach ((int outer, int middle, int inner) in Shapes)
        {
            float[] a = Numbers.Random(outer * middle * inner, seed: 1);
            float[] b = Numbers.Random(outer * middle * inner, seed: 2);
            Sum[] plain = new Sum[middle];
            Sum[] mapped = new Sum[middle];
            Sum[] products = new Sum[middle];
            Sum[] over = new Sum[outer * inner];
            for (int i = 0; i < a.Length; i++)
            {
                int m = i / inner % middle;
                plain[m].Add(0.5 * a[i]);
                mapped[m].Add(a[i] + 1.0);
                products[m].Add((double)a[i] * b[i]);
                over[(i / inner / middle * inner) + (i % inner)].Add(2.0 * a[i]);
            }

            string context = $"[{outer}, {middle}, {inner}]";
            Threads threads = Machine.WithWidth(width);
            using Fence byMiddle = new(middle);
            Reduce.Sum(threads, a, byMiddle.Span, outer, middle, inner, 0.5f);
            Numbers.AssertSums(plain, byMiddle.Span, context);
            Reduce.Sum<PlusOne>(threads, a, byMiddle.Span, outer, middle, inner);
            Numbers.AssertSums(mapped, byMiddle.Span, context + " of a + 1");
            Reduce.Sum<Times>(threads, a, b, byMiddle.Span, outer, middle, inner);
            Numbers.AssertSums(products, byMiddle.Span, context + " of a b");
            using Fence overMiddle = new(outer * inner);
            Reduce.SumMiddle(threads, a, overMiddle.Span, outer, middle, inner, 2f);
            Numbers.AssertSums(over, overMiddle.Span, context + " over the middle");
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void RepeatedOperands_AreSummedAsIfTheyWereWrittenDown(int width)
    {
        foreach ((int outer, int middle, int inner) in Shapes.Where(static shape => shape.Outer * shape.Middle * shape.Inner > 0))
        {
            float[] a = Numbers.Random(outer * middle * inner, seed: 5);
            foreach ((int count, int each) in new[] { (middle, inner), (outer * middle, inner), (inner, 1), (middle * inner, 1), (outer, middle * inner) }.Where(static repeat => repeat.Item2 > 0))
            {
                float[] b = Numbers.Random(count, seed: 6);
                Sum[] products = new Sum[middle];
                for (int i = 0; i < a.Length; i++)
                {
                    products[i / inner % middle].Add((double)a[i] * b[i / each % count]);
                }

                using Fence sums = new(middle);
                Reduce.Sum<Times>(Machine.WithWidth(width), a, Operand.Repeat(b, each), sums.Span, outer, middle, inner);
                Numbers.AssertSums(products, sums.Span, $"[{outer}, {middle}, {inner}] with {count} values repeated by {each}");
                Reduce.Sum<Times>(Machine.WithWidth(width), Operand.Repeat(b, each), a, sums.Span, outer, middle, inner);
                Numbers.AssertSums(products, sums.Span, $"[{outer}, {middle}, {inner}] with {count} values repeated by {each} first");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void TwoSumsInOnePass_AreTheSameAsEachAlone(int width)
    {
        foreach ((int outer, int middle, int inner) in Shapes)
        {
            float[] a = Numbers.Random(outer * middle * inner, seed: 7);
            float[] b = Numbers.Random(outer * middle * inner, seed: 8);
            foreach ((int count, int each) in new[] { (a.Length, 0), (middle, inner), (inner, 1), (outer, middle * inner) }.Where(repeat => repeat.Item1 == a.Length || repeat.Item2 > 0))
            {
                float[] c = Numbers.Random(count, seed: 9);
                Sum[] plain = new Sum[middle];
                Sum[] squares = new Sum[middle];
                Sum[] three = new Sum[middle];
                Sum[] four = new Sum[middle];
                for (int i = 0; i < a.Length; i++)
                {
                    int m = i / inner % middle;
                    double z = each == 0 ? c[i] : c[i / each % count];
                    plain[m].Add(0.5 * a[i]);
                    squares[m].Add(3.0 * a[i] * a[i]);
                    three[m].Add(a[i] * (b[i] - z));
                    four[m].Add((a[i] * (b[i] - z)) + b[i], Math.Abs(a[i] * (b[i] - z)) + Math.Abs(b[i]));
                }

                string context = $"[{outer}, {middle}, {inner}] with {count} values repeated by {each}";
                Threads threads = Machine.WithWidth(width);
                using Fence first = new(middle);
                using Fence second = new(middle);
                Operand z3 = each == 0 ? c : Operand.Repeat(c, each);
                Reduce.Sums<Terms, Squares>(threads, a, first.Span, second.Span, outer, middle, inner, 0.5f, 3f);
                Check(plain, squares, "of one");
                Reduce.Sums<Terms, Products>(threads, a, a, first.Span, second.Span, outer, middle, inner, 0.5f, 3f);
                Check(plain, squares, "of two");
                Reduce.Sums<Terms, Terms>(threads, a, b, z3, first.Span, second.Span, outer, middle, inner);
                Check(three, three, "of three");
                Reduce.Sums<Terms, Firsts>(threads, a, b, z3, b, first.Span, second.Span, outer, middle, inner, 1, 0.5f);
                Check(four, plain, "of four");
                Reduce.Sum<Terms>(threads, a, b, z3, first.Span, outer, middle, inner);
                Reduce.Sum<Terms>(threads, a, b, z3, b, second.Span, outer, middle, inner);
                Check(three, four, "alone");

                void Check(Sum[] expected, Sum[] other, string which)
                {
                    Numbers.AssertSums(expected, first.Span, $"{context}, first {which}");
                    Numbers.AssertSums(other, second.Span, $"{context}, second {which}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Broadcasts_RepeatAlongTheirAxes(int width)
    {
        foreach ((int outer, int middle, int inner) in Shapes)
        {
            float[] a = Numbers.Random(middle, seed: 3);
            float[] b = Numbers.Random(outer * inner, seed: 4);
            using Fence byMiddle = new(outer * middle * inner);
            using Fence byOthers = new(outer * middle * inner);
            Broadcast.Middle(Machine.WithWidth(width), a, byMiddle.Span, outer, middle, inner);
            Broadcast.OuterInner(Machine.WithWidth(width), b, byOthers.Span, outer, middle, inner);
            for (int i = 0; i < byMiddle.Span.Length; i++)
            {
                Assert.Equal(a[i / inner % middle], byMiddle.Span[i]);
                Assert.Equal(b[(i / inner / middle * inner) + (i % inner)], byOthers.Span[i]);
            }
        }
    }

    [Fact]
    public void NaN_ReachesItsSumAndNoOther()
    {
        float[] a = new float[4 * 5 * 6];
        a[(2 * 6) + 1] = float.NaN;
        float[] sums = new float[5];
        Reduce.Sum(Threads.Shared, a, sums, 4, 5, 6);
        Assert.Equal([0f, 0f, float.NaN, 0f, 0f], sums);
        for (int length = 1; length <= 20; length++)
        {
            a = new float[40 * length];
            a[(17 * length) + (length / 2)] = float.NaN;
            sums = new float[40];
            Reduce.Sum(Threads.Shared, a, sums, 1, 40, length);
            Assert.Equal(Enumerable.Range(0, 40).Select(static row => row == 17 ? float.NaN : 0f), sums);
        }
    }

    [Fact]
    public void WrongLengths_AreRefused()
    {
        float[] six = new float[6];
        Assert.Throws<ArgumentException>(() => Reduce.Sum(Threads.Shared, six, new float[2], 1, 3, 2));
        Assert.Throws<ArgumentException>(() => Reduce.Sum(Threads.Shared, six, new float[3], 2, 3, 2));
        Assert.Throws<ArgumentException>(() => Reduce.Sum<Times>(Threads.Shared, six, new float[5], new float[3], 1, 3, 2));
        Assert.Throws<ArgumentException>(() => Reduce.Sum<Times>(Threads.Shared, six, Operand.Repeat(new float[6], 1), new float[3], 1, 3, 4));
        Assert.Throws<ArgumentException>(() => Reduce.Sum<Times>(Threads.Shared, six, Operand.Repeat(new float[3], 1), new float[3], 1, 3, 2));
        Assert.Throws<ArgumentException>(() => Reduce.SumMiddle(Threads.Shared, six, six.AsSpan(0, 2), 1, 3, 2));
        Assert.Throws<ArgumentException>(() => Reduce.Sums<Terms, Squares>(Threads.Shared, six, new float[3], new float[2], 1, 3, 2));
        Assert.Throws<ArgumentException>(() => Reduce.Sums<Terms, Squares>(Threads.Shared, six, new float[3], six.AsSpan(0, 3), 1, 3, 2));
        float[] results = new float[4];
        Assert.Throws<ArgumentException>(() => Reduce.Sums<Terms, Squares>(Threads.Shared, six, results.AsSpan(0, 3), results.AsSpan(1, 3), 1, 3, 2));
        Assert.Throws<ArgumentException>(() => Reduce.Sum<Terms>(Threads.Shared, six, six, six, new float[5], new float[3], 1, 3, 2));
        Assert.Throws<ArgumentException>(() => Broadcast.Middle(Threads.Shared, six, new float[6], 1, 3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Broadcast.OuterInner(Threads.Shared, six, new float[6], -1, 3, 2));
    }

    private readonly struct Terms : IMap1, IMap2, IMap3, IMap4
    {
        public V Invoke<V>(V a, int index)
            where V : struct, ISimd<V> => a;

        public V Invoke<V>(V a, V b, int index)
            where V : struct, ISimd<V> => a;

        public V Invoke<V>(V a, V b, V c, int index)
            where V : struct, ISimd<V> => a * (b - c);

        public V Invoke<V>(V a, V b, V c, V d, int index)
            where V : struct, ISimd<V> => (a * (b - c)) + d;
    }

    private readonly struct Firsts : IMap4
    {
        public V Invoke<V>(V a, V b, V c, V d, int index)
            where V : struct, ISimd<V> => a;
    }

    private readonly struct Squares : IMap1
    {
        public V Invoke<V>(V a, int index)
            where V : struct, ISimd<V> => a * a;
    }

    private readonly struct Products : IMap2
    {
        public V Invoke<V>(V a, V b, int index)
            where V : struct, ISimd<V> => a * b;
    }

    private readonly struct PlusOne : IMap1
    {
        public V Invoke<V>(V a, int index)
            where V : struct, ISimd<V> => a + V.One;
    }

    private readonly struct Times : IMap2
    {
        public V Invoke<V>(V a, V b, int index)
            where V : struct, ISimd<V> => a * b;
    }
}
