using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

public class IndexingTests
{
    private static readonly (int Rows, int Width, int Count)[] Tables =
    [
        (1, 1, 1), (5, 1, 40), (7, 3, 11), (3, 17, 100), (65, 64, 33), (9000, 2, 20), (2, 700, 9), (4, 5, 0), (3, 0, 2), (1000, 31, 3000),
    ];

    public static TheoryData<int> Widths => Machine.Widths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Gather_CopiesRows_AndScatterAddSumsThem(int width)
    {
        foreach ((int rows, int length, int count) in Tables)
        {
            float[] table = Numbers.Random(rows * length, seed: rows);
            float[] values = Numbers.Random(count * length, seed: count + 1);
            int[] indices = Indices(rows, count);
            using Fence gathered = new(count * length);
            using Fence summed = new(rows * length);
            Indexing.Gather(Machine.WithWidth(width), table, indices, gathered.Span, rows, length);
            Indexing.ScatterAdd(Machine.WithWidth(width), indices, values, summed.Span, rows, length);
            Sum[] sums = new Sum[rows * length];
            for (int i = 0; i < count * length; i++)
            {
                int place = (indices[i / length] * length) + (i % length);
                Assert.Equal(table[place], gathered.Span[i]);
                sums[place].Add(values[i]);
            }

            Numbers.AssertSums(sums, summed.Span, $"{rows} x {length} from {count}");
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void OneHotSpreadAndPick_ConcernOneElementOfARow(int width)
    {
        foreach ((int classes, _, int count) in Tables)
        {
            Threads threads = Machine.WithWidth(width);
            int[] indices = Indices(classes, count);
            float[] x = Numbers.Random(count * classes, seed: classes);
            float[] values = Numbers.Random(count, seed: count);
            using Fence hot = new(x.Length);
            using Fence spread = new(x.Length);
            using Fence picked = new(count);
            Indexing.OneHot(threads, indices, hot.Span, classes);
            Indexing.Spread(threads, indices, values, spread.Span, classes);
            Indexing.Pick(threads, x, indices, picked.Span, classes);
            for (int i = 0; i < x.Length; i++)
            {
                int row = i / classes;
                bool chosen = i % classes == indices[row];
                Assert.Equal(chosen ? 1f : 0f, hot.Span[i]);
                Assert.Equal(chosen ? values[row] : 0f, spread.Span[i]);
                Assert.True(!chosen || picked.Span[row] == x[i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void OneHotOrNone_LeavesRowsWithoutAPlaceZeros(int width)
    {
        foreach ((int classes, _, int count) in Tables)
        {
            int[] indices = [.. Indices(classes + 1, count).Select(static index => index - 1)];
            using Fence hot = new(count * classes);
            Indexing.OneHotOrNone(Machine.WithWidth(width), indices, hot.Span, classes);
            for (int i = 0; i < count * classes; i++)
            {
                Assert.Equal(i % classes == indices[i / classes] ? 1f : 0f, hot.Span[i]);
            }
        }

        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>("indices", static () => Indexing.OneHotOrNone(Threads.Shared, [0, -2], new float[6], 3));
        Assert.Contains("Expected indices from -1 to 2, found -2 at position 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void IndexThatIsNoRow_IsRefusedWithItsPosition_BeforeAnythingIsWritten(int index)
    {
        int[] indices = [0, index];
        float[] table = new float[6];
        float[] y = [7f, 7f, 7f, 7f, 7f, 7f];
        AssertRefused(() => Indexing.Gather(Threads.Shared, table, indices, y.AsSpan(0, 4), 3, 2));
        AssertRefused(() => Indexing.ScatterAdd(Threads.Shared, indices, table.AsSpan(0, 4), y, 3, 2));
        AssertRefused(() => Indexing.OneHot(Threads.Shared, indices, y, 3));
        AssertRefused(() => Indexing.Spread(Threads.Shared, indices, table.AsSpan(0, 2), y, 3));
        AssertRefused(() => Indexing.Pick(Threads.Shared, table, indices, y.AsSpan(0, 2), 3));
        Assert.All(y, static value => Assert.Equal(7f, value));

        void AssertRefused(Action call)
        {
            ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>("indices", call);
            Assert.Contains($"Expected indices from 0 to 2, found {index} at position 1", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void WrongLengths_AreRefused()
    {
        float[] six = new float[6];
        Assert.Throws<ArgumentException>("table", () => Indexing.Gather(Threads.Shared, six, [0], new float[2], 4, 2));
        Assert.Throws<ArgumentException>(() => Indexing.Gather(Threads.Shared, six, [0], new float[3], 3, 2));
        Assert.Throws<ArgumentException>("table", () => Indexing.Gather(Threads.Shared, six, [0], six.AsSpan(0, 2), 3, 2));
        Assert.Throws<ArgumentException>(() => Indexing.ScatterAdd(Threads.Shared, [0], six, new float[6], 3, 2));
        Assert.Throws<ArgumentException>("y", () => Indexing.OneHot(Threads.Shared, [0], six, 3));
        Assert.Throws<ArgumentException>("values", () => Indexing.Spread(Threads.Shared, [0, 1], six, new float[6], 3));
        Assert.Throws<ArgumentException>("x", () => Indexing.Pick(Threads.Shared, six, [0], new float[1], 3));
    }

    private static int[] Indices(int rows, int count) => [.. Enumerable.Range(0, count).Select(i => (int)(i * 7919L % rows))];
}
