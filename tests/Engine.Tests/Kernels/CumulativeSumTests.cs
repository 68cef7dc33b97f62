using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

public class CumulativeSumTests
{
    private static readonly (int Outer, int Middle, int Inner)[] Shapes =
    [
        (1, 1, 1), (1, 7, 1), (1, 1000, 1), (5, 33, 1), (300, 10, 1), (1, 3, 5), (4, 16, 64), (3, 5, 17), (2, 9, 700), (0, 3, 4), (3, 0, 2), (3, 2, 0),
        (5000, 2, 1), (300, 4, 1), (33, 3, 1), (100, 20, 1), (64, 31, 1), (50, 40, 1), (17, 2, 1), (1000, 12, 1),
    ];

    public static TheoryData<int> Widths => Machine.Widths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Sums_AreTheNaiveSums(int width)
    {
        foreach ((int outer, int middle, int inner) in Shapes)
        {
            float[] a = Numbers.Random(outer * middle * inner, seed: 1);
            foreach (bool reverse in new[] { false, true })
            {
                Sum[] expected = new Sum[a.Length];
                for (int i = 0; i < a.Length; i++)
                {
                    int m = i / inner % middle;
                    int first = reverse ? m : 0;
                    int last = reverse ? middle - 1 : m;
                    for (int k = first; k <= last; k++)
                    {
                        expected[i].Add(a[i + ((k - m) * inner)]);
                    }
                }

                using Fence result = new(a.Length);
                CumulativeSum.Middle(Machine.WithWidth(width), a, result.Span, outer, middle, inner, reverse);
                Numbers.AssertSums(expected, result.Span, $"[{outer}, {middle}, {inner}], reverse: {reverse}");
                float[] inPlace = [.. a];
                CumulativeSum.Middle(Machine.WithWidth(width), inPlace, inPlace, outer, middle, inner, reverse);
                Numbers.AssertSameBits(result.Span, inPlace, "in place");
                float[] scalar = new float[a.Length];
                CumulativeSum.Middle(Machine.WithWidth((int)SimdWidth.Scalar), a, scalar, outer, middle, inner, reverse);
                Numbers.AssertSameBits(scalar, inPlace, "in another width");
            }
        }
    }

    [Fact]
    public void NaN_StaysFromItsPlaceOn()
    {
        float[] sums = new float[4];
        CumulativeSum.Middle(Threads.Shared, [1, float.NaN, 1, 1], sums, 1, 4, 1);
        Assert.Equal([1, float.NaN, float.NaN, float.NaN], sums);
        CumulativeSum.Middle(Threads.Shared, [1, float.NaN, 1, 1], sums, 1, 4, 1, reverse: true);
        Assert.Equal([float.NaN, float.NaN, 2, 1], sums);
    }

    [Fact]
    public void WrongLengths_AreRefused()
    {
        float[] six = new float[6];
        Assert.Throws<ArgumentException>("result", () => CumulativeSum.Middle(Threads.Shared, six, new float[2], 1, 3, 2));
        Assert.Throws<ArgumentException>("a", () => CumulativeSum.Middle(Threads.Shared, six, six, 1, 3, 3));
        Assert.Throws<ArgumentException>("a", () => CumulativeSum.Middle(Threads.Shared, six.AsSpan(0, 4), six.AsSpan(1, 4), 1, 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => CumulativeSum.Middle(Threads.Shared, six, six, -1, 3, 2));
    }
}
