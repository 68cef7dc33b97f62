using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

public class StepsTests
{
    private static readonly (int Outer, int Length, int Inner)[] Shapes =
    [
        (1, 1, 1), (1, 5, 7), (5, 3, 1), (3, 4, 17), (7, 1, 3), (40, 9, 1000), (3, 2, 20000), (0, 3, 4), (3, 2, 0),
    ];

    public static TheoryData<int> Widths => Machine.Widths;

    [Fact]
    public void Step_IsTakenOutOfTheSequence()
    {
        foreach ((int outer, int length, int inner) in Shapes)
        {
            float[] sequence = Numbers.Random(outer * length * inner, seed: 1);
            int[] labels = [.. sequence.Select(static value => (int)(1000 * value))];
            for (int step = 0; step < length; step++)
            {
                using Fence item = new(outer * inner);
                int[] taken = new int[outer * inner];
                Steps.Take(Threads.Shared, sequence, item.Span, outer, length, inner, step);
                Steps.Take(Threads.Shared, labels, taken, outer, length, inner, step);
                for (int i = 0; i < taken.Length; i++)
                {
                    int place = (((i / inner * length) + step) * inner) + (i % inner);
                    Assert.Equal(sequence[place], item.Span[i]);
                    Assert.Equal(labels[place], taken[i]);
                }
            }
        }
    }

    [Fact]
    public void Step_IsPutIntoTheSequence_AndOthersStay()
    {
        foreach ((int outer, int length, int inner) in Shapes)
        {
            float[] item = Numbers.Random(outer * inner, seed: 2);
            for (int step = 0; step < length; step++)
            {
                using Fence sequence = new(outer * length * inner);
                Steps.Put(Threads.Shared, item, sequence.Span, outer, length, inner, step);
                for (int place = 0; place < sequence.Span.Length; place++)
                {
                    bool isPut = place / inner % length == step;
                    Assert.Equal(isPut ? item[(place / inner / length * inner) + (place % inner)] : float.NaN, sequence.Span[place]);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Advance_MovesTheState_AndSaysTheLargestChange(int width)
    {
        foreach (int length in new[] { 0, 1, 3, 15, 16, 17, 8191, 8192, 8193, 30001 })
        {
            float[] next = Numbers.Random(length, seed: 3);
            float[] before = Numbers.Random(length, seed: 4);
            float expected = next.Zip(before, static (a, b) => Math.Abs(a - b)).DefaultIfEmpty().Max();
            using Fence state = new(length);
            before.CopyTo(state.Span);
            Assert.Equal(expected, Steps.Advance(Machine.WithWidth(width), next, state.Span));
            Numbers.AssertSameBits(next, state.Span, $"{length}");
            Assert.Equal(0, Steps.Advance(Machine.WithWidth(width), next, state.Span));
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void ChangeToNaN_IsNaN(int width)
    {
        foreach (int place in new[] { 0, 9, 17, 20000 })
        {
            float[] next = new float[20001];
            next[place] = float.NaN;
            Assert.Equal(float.NaN, Steps.Advance(Machine.WithWidth(width), next, new float[next.Length]));
        }
    }

    [Fact]
    public void WrongArguments_AreNamed()
    {
        float[] two = new float[2];
        float[] six = new float[6];
        Assert.Throws<ArgumentException>("sequence", () => Steps.Take(Threads.Shared, two, two, 1, 3, 2, 0));
        Assert.Throws<ArgumentException>("item", () => Steps.Take(Threads.Shared, six, six, 1, 3, 2, 0));
        Assert.Throws<ArgumentException>("item", () => Steps.Put(Threads.Shared, six.AsSpan(0, 2), six, 1, 3, 2, 0));
        Assert.Throws<ArgumentOutOfRangeException>("step", () => Steps.Take(Threads.Shared, six, two, 1, 3, 2, 3));
        Assert.Throws<ArgumentOutOfRangeException>("step", () => Steps.Put(Threads.Shared, two, six, 1, 3, 2, -1));
        Assert.Throws<ArgumentException>("next", () => Steps.Advance(Threads.Shared, two, six));
        Assert.Throws<ArgumentException>("next", () => Steps.Advance(Threads.Shared, six, six));
    }
}
