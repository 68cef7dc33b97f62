using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

public class LayoutTests
{
    private static readonly (int Outer, int Size, int Inner, int Start, int Length)[] Runs =
    [
        (1, 1, 1, 0, 1), (3, 5, 1, 1, 3), (2, 7, 3, 6, 1), (4, 9, 17, 2, 6), (1, 40, 300, 3, 30), (500, 33, 1, 0, 33), (2, 3, 9000, 1, 2), (7, 4, 5, 2, 0), (0, 4, 5, 0, 2),
    ];

    private static readonly int[][] Shapes =
    [
        [], [1], [7], [3, 5], [33, 65], [1, 4], [128, 128], [2, 3, 4], [5, 1, 7], [4, 33, 17], [2, 3, 4, 5], [2, 16, 3, 20], [1, 2, 1, 3, 2], [2, 3, 2, 1, 3, 2], [3, 0, 2], [2, 300, 70],
    ];

    public static TheoryData<int> Widths => Machine.Widths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Permute_PutsEveryElementInItsPlace(int width)
    {
        foreach (int[] sizes in Shapes)
        {
            foreach (int[] order in Orders(sizes.Length))
            {
                float[] x = Numbers.Random(Count(sizes), seed: sizes.Length);
                float[] expected = new float[x.Length];
                int[] integers = [.. x.Select(BitConverter.SingleToInt32Bits)];
                double[] doubles = [.. x.Select(static value => (double)value)];
                int[] resultSizes = [.. order.Select(axis => sizes[axis])];
                for (int i = 0; i < expected.Length; i++)
                {
                    int[] at = Position(i, resultSizes);
                    int[] source = new int[at.Length];
                    for (int axis = 0; axis < at.Length; axis++)
                    {
                        source[order[axis]] = at[axis];
                    }

                    expected[i] = x[source.Select((place, axis) => place * Count(sizes[(axis + 1)..])).Sum()];
                }

                using Fence fence = new(x.Length);
                int[] permutedIntegers = new int[x.Length];
                double[] permutedDoubles = new double[x.Length];
                Layout.Permute(Machine.WithWidth(width), x, fence.Span, SizesOf(sizes), Bytes(order));
                Layout.Permute(Machine.WithWidth(width), integers, permutedIntegers, SizesOf(sizes), Bytes(order));
                Layout.Permute(Machine.WithWidth(width), doubles, permutedDoubles, SizesOf(sizes), Bytes(order));
                string context = $"[{string.Join(", ", sizes)}] by [{string.Join(", ", order)}]";
                Numbers.AssertSameBits(expected, fence.Span, context);
                Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), permutedIntegers);
                Assert.Equal(expected.Select(static value => (double)value), permutedDoubles);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void SlicePadAndInsert_MoveJustTheirRun(int width)
    {
        Threads threads = Machine.WithWidth(width);
        foreach ((int outer, int size, int inner, int start, int length) in Runs)
        {
            float[] whole = Numbers.Random(outer * size * inner, seed: size);
            float[] part = Numbers.Random(outer * length * inner, seed: inner);
            using Fence sliced = new(part.Length);
            using Fence padded = new(whole.Length);
            using Fence inserted = new(whole.Length);
            whole.CopyTo(inserted.Span);
            Layout.Slice(threads, whole, sliced.Span, outer, size, inner, start, length);
            Layout.Pad(threads, part, padded.Span, outer, size, inner, start, length);
            Layout.Insert(threads, part, inserted.Span, outer, size, inner, start, length);
            for (int i = 0; i < whole.Length; i++)
            {
                int s = (i / inner % size) - start;
                bool inside = s >= 0 && s < length;
                int place = ((((i / inner / size) * length) + s) * inner) + (i % inner);
                Assert.Equal(inside ? part[place] : 0f, padded.Span[i]);
                Assert.Equal(inside ? part[place] : whole[i], inserted.Span[i]);
                Assert.True(!inside || sliced.Span[place] == whole[i], $"{outer} {size} {inner} from {start}: element {place}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void WhatIsTaken_IsTheSameInThePlaceOfTheInput(int width)
    {
        Threads threads = Machine.WithWidth(width);
        foreach ((int outer, int size, int inner, int start, int length) in Runs)
        {
            int half = length / 2;
            int[] runs = [start, half, start + half, length - half];
            float[] whole = Numbers.Random(outer * size * inner, seed: size);
            float[] expected = new float[outer * length * inner];
            Layout.Slice(threads, whole, expected, outer, size, inner, start, length);
            using Fence taken = new(expected.Length);
            Layout.Take(threads, whole, taken.Span, outer, size, inner, runs);
            Numbers.AssertSameBits(expected, taken.Span, "apart");
            foreach (bool isOne in new[] { true, false })
            {
                using Fence place = new(whole.Length);
                whole.CopyTo(place.Span);
                Span<float> result = place.Span[..expected.Length];
                if (isOne)
                {
                    Layout.Slice(threads, place.Span, result, outer, size, inner, start, length);
                }
                else
                {
                    Layout.Take(threads, place.Span, result, outer, size, inner, runs);
                }

                Numbers.AssertSameBits(expected, result, $"{outer} {size} {inner} from {start} in place");
            }
        }
    }

    [Fact]
    public void SeveralRuns_AreTakenOneAfterTheOther()
    {
        float[] x = [.. Enumerable.Range(0, 16).Select(static i => (float)i)];
        float[] y = new float[8];
        Layout.Take(Threads.Shared, x, y, 2, 8, 1, [1, 1, 3, 2, 7, 1]);
        Assert.Equal([1, 3, 4, 7, 9, 11, 12, 15], y);
        Layout.Take(Threads.Shared, x, x.AsSpan(0, 8), 2, 8, 1, [1, 1, 3, 2, 7, 1]);
        Assert.Equal(y, x[..8]);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Flip_ReversesTheAxis(int width)
    {
        foreach ((int outer, int size, int inner, _, _) in Runs)
        {
            float[] x = Numbers.Random(outer * size * inner, seed: size);
            using Fence fence = new(x.Length);
            Layout.Flip(Machine.WithWidth(width), x, fence.Span, outer, size, inner);
            for (int i = 0; i < x.Length; i++)
            {
                int s = i / inner % size;
                Assert.Equal(x[i + ((size - 1 - (2 * s)) * inner)], fence.Span[i]);
            }
        }
    }

    [Fact]
    public void WrongArguments_AreRefused()
    {
        Threads threads = Threads.Shared;
        float[] six = new float[6];
        Assert.Throws<ArgumentException>("x", () => Layout.Permute(threads, six, new float[6], new(2, 2), [0, 1]));
        Assert.Throws<ArgumentException>("y", () => Layout.Permute(threads, six, new float[5], new(2, 3), [1, 0]));
        Assert.Throws<ArgumentException>("order", () => Layout.Permute(threads, six, new float[6], new(2, 3), [1, 1]));
        Assert.Throws<ArgumentException>("order", () => Layout.Permute(threads, six, new float[6], new(2, 3), [1]));
        Assert.Throws<ArgumentException>("order", () => Layout.Permute(threads, six, new float[6], new(2, 3), [0, 2]));
        Assert.Throws<ArgumentException>("x", () => Layout.Permute(threads, six, six, new(2, 3), [1, 0]));
        Assert.Throws<ArgumentOutOfRangeException>("sizes", () => Layout.Permute(threads, six, new float[6], new(-2, -3), [1, 0]));
        Assert.Throws<ArgumentException>("x", () => Layout.Permute(threads, [], new float[6], new(1 << 20, 1 << 22, 1 << 22), [2, 1, 0]));
        Assert.Throws<ArgumentOutOfRangeException>("start", () => Layout.Slice(threads, six, new float[4], 1, 3, 2, 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>("start", () => Layout.Slice(threads, six, new float[4], 1, 3, 2, -1, 2));
        Assert.Throws<ArgumentOutOfRangeException>("length", () => Layout.Slice(threads, six, new float[4], 1, 3, 2, 0, -2));
        Assert.Throws<ArgumentException>("y", () => Layout.Slice(threads, six, new float[3], 1, 3, 2, 0, 2));
        Assert.Throws<ArgumentException>("x", () => Layout.Slice(threads, six, six.AsSpan(1, 4), 1, 3, 2, 0, 2));
        Assert.Throws<ArgumentException>("runs", () => Layout.Take(threads, six, new float[4], 1, 3, 2, [1, 1, 0, 1]));
        Assert.Throws<ArgumentException>("runs", () => Layout.Take(threads, six, new float[2], 1, 3, 2, [1, 1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>("start", () => Layout.Take(threads, six, new float[4], 1, 3, 2, [0, 1, 3, 1]));
        Assert.Throws<ArgumentException>("x", () => Layout.Take(threads, six, six.AsSpan(1, 4), 1, 3, 2, [0, 1, 2, 1]));
        Assert.Throws<ArgumentException>("x", () => Layout.Pad(threads, new float[3], six, 1, 3, 2, 0, 2));
        Assert.Throws<ArgumentException>("y", () => Layout.Insert(threads, six.AsSpan(0, 4), six, 1, 3, 2, 0, 2));
        Assert.Throws<ArgumentException>("x", () => Layout.Flip(threads, six, six, 1, 3, 2));
    }

    [Fact]
    public void WrongPlace_IsCaughtByTheComparison()
    {
        float[] x = Numbers.Random(15, seed: 1);
        float[] y = new float[15];
        Layout.Permute(Threads.Shared, x, y, new(3, 5), [1, 0]);
        Assert.ThrowsAny<Exception>(() => Numbers.AssertSameBits(x, y, "wrong on purpose"));
    }

    private static Sizes SizesOf(int[] sizes)
    {
        Sizes result = new(1);
        sizes.CopyTo(result);
        return result;
    }

    private static byte[] Bytes(int[] order) => [.. order.Select(static axis => (byte)axis)];

    /// <summary>All orders of up to four axes, and some of more.</summary>
    private static IEnumerable<int[]> Orders(int rank)
    {
        Random random = new(17);
        return rank <= 4 ? All(rank) : Enumerable.Range(0, 30).Select(_ => Enumerable.Range(0, rank).OrderBy(_ => random.Next()).ToArray());

        static IEnumerable<int[]> All(int rank) => rank == 0
            ? [[]]
            : All(rank - 1).SelectMany(order => Enumerable.Range(0, rank).Select(place => (int[])[.. order[..place], rank - 1, .. order[place..]]));
    }

    private static int[] Position(int index, int[] sizes)
    {
        int[] position = new int[sizes.Length];
        for (int axis = sizes.Length - 1; axis >= 0; axis--)
        {
            (index, position[axis]) = Math.DivRem(index, sizes[axis]);
        }

        return position;
    }

    private static int Count(int[] sizes) => sizes.Aggregate(1, static (count, size) => count * size);
}
