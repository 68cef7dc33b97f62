using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

public class ReduceTests
{
    private static readonly (int Outer, int Middle, int Inner)[] Shapes =
    [
        (1, 1, 1), (1, 1, 1000), (7, 1, 13), (1, 1, 50001), (32, 10, 1), (32, 128, 1), (5, 3, 1), (1, 7, 1), (1000, 65, 1),
        (600, 300, 1), (4, 16, 64), (33, 20, 125), (3, 20, 1030), (3, 5, 17), (1, 3, 40000), (2000, 2, 31), (0, 3, 4), (3, 2, 0), (0, 1, 1), (17, 1, 1), (2, 9, 2),
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
        Assert.Throws<ArgumentException>(() => Broadcast.Middle(Threads.Shared, six, new float[6], 1, 3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Broadcast.OuterInner(Threads.Shared, six, new float[6], -1, 3, 2));
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
