using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

public class MaximaTests
{
    private static readonly (int Outer, int Middle, int Inner)[] Shapes =
    [
        (1, 1, 1), (1, 7, 1), (1, 1000, 1), (5, 33, 1), (300, 10, 1), (1, 3, 5), (4, 16, 64), (3, 5, 17), (2, 9, 700), (2000, 2, 3),
        (1, 400, 31), (0, 3, 4), (3, 0, 2), (3, 0, 1), (3, 2, 0), (2, 1, 9),
        (5000, 2, 1), (300, 4, 1), (33, 3, 1), (100, 20, 1), (64, 31, 1), (50, 40, 1), (17, 2, 1), (1000, 12, 1),
    ];

    public static TheoryData<int> Widths => Machine.Widths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Maxima_AreThoseOfAPlainSearch(int width)
    {
        foreach ((int outer, int middle, int inner) in Shapes)
        {
            foreach (Func<float[], float[]> make in new Func<float[], float[]>[] { Plain, Ties, WithSpecials })
            {
                AssertMatches(make(Numbers.Random(outer * middle * inner, seed: 1)), outer, middle, inner, width);
            }
        }
    }

    [Fact]
    public void WrongPlace_IsCaught() =>
        Assert.ThrowsAny<Exception>(() => AssertMatches([1, 3, 3], 1, 3, 1, (int)SimdWidth.Scalar, lastMaximum: true));

    [Theory]
    [MemberData(nameof(Widths))]
    public void Mask_MayTakeTheInputsPlace(int width)
    {
        foreach ((int outer, int middle, int inner) in Shapes)
        {
            float[] a = Ties(Numbers.Random(outer * middle * inner, seed: 3));
            float[] expected = new float[a.Length];
            Maxima.Mask(Machine.WithWidth(width), a, expected, outer, middle, inner);
            Maxima.Mask(Machine.WithWidth(width), a, a, outer, middle, inner);
            Numbers.AssertSameBits(expected, a, $"[{outer}, {middle}, {inner}]");
        }
    }

    [Fact]
    public void WrongLengths_AreRefused()
    {
        float[] six = new float[6];
        Assert.Throws<ArgumentException>("result", () => Maxima.Values(Threads.Shared, six, new float[3], 1, 3, 2));
        Assert.Throws<ArgumentException>("a", () => Maxima.Values(Threads.Shared, six, new float[3], 1, 3, 3));
        Assert.Throws<ArgumentException>("a", () => Maxima.Values(Threads.Shared, six, six.AsSpan(0, 2), 1, 3, 2));
        Assert.Throws<ArgumentException>("result", () => Maxima.Mask(Threads.Shared, six, new float[2], 1, 3, 2));
        Assert.Throws<ArgumentException>("result", () => Maxima.Indices(Threads.Shared, six, new int[6], 1, 3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Maxima.Indices(Threads.Shared, six, new int[6], -1, 3, 2));
        Assert.Throws<ArgumentException>("a", () => Maxima.Values(Threads.Shared, [], [], 1 << 22, 1 << 21, 1 << 21));
    }

    private static float[] Plain(float[] x) => x;

    private static float[] Ties(float[] x) => [.. x.Select(static v => MathF.Round(v * 2))];

    private static float[] WithSpecials(float[] x) =>
        [.. x.Select(static (v, i) => (i % 11) switch { 3 => float.NaN, 5 => float.PositiveInfinity, 7 or 8 or 9 => float.NegativeInfinity, _ => v })];

    private static void AssertMatches(float[] a, int outer, int middle, int inner, int width, bool lastMaximum = false)
    {
        float[] maxima = new float[outer * inner];
        float[] mask = new float[a.Length];
        int[] places = new int[outer * inner];
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < inner; i++)
            {
                int best = 0;
                for (int m = 0; m < middle; m++)
                {
                    (float x, float known) = (At(o, m, i), At(o, best, i));
                    if (x > known || (lastMaximum && x == known) || (float.IsNaN(x) && !float.IsNaN(known)))
                    {
                        best = m;
                    }
                }

                maxima[(o * inner) + i] = middle == 0 ? float.NegativeInfinity : At(o, best, i);
                places[(o * inner) + i] = best;
                if (middle > 0)
                {
                    mask[(((o * middle) + best) * inner) + i] = 1;
                }
            }
        }

        string context = $"[{outer}, {middle}, {inner}]";
        Threads threads = Machine.WithWidth(width);
        using Fence values = new(maxima.Length);
        Maxima.Values(threads, a, values.Span, outer, middle, inner);
        for (int i = 0; i < maxima.Length; i++)
        {
            // −0 and 0 are both the maximum of the two.
            Assert.True(maxima[i].Equals(values.Span[i]), $"{context}: [{i}] expected {maxima[i]}, found {values.Span[i]}");
        }

        using Fence found = new(mask.Length);
        Maxima.Mask(threads, a, found.Span, outer, middle, inner);
        Numbers.AssertSameBits(mask, found.Span, context + " mask");
        int[] indices = new int[places.Length];
        Maxima.Indices(threads, a, indices, outer, middle, inner);
        Assert.Equal(places, indices);

        float At(int o, int m, int i) => a[(((o * middle) + m) * inner) + i];
    }
}
