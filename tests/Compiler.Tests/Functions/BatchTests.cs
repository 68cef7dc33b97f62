using static Adjoint.Ops;

namespace Adjoint.Tests.Functions;

/// <summary>Functions that relate the samples of a batch, change running values, or differ in training.</summary>
public sealed class BatchTests
{
    [Fact]
    public void BatchAxis_IsReducedLikeAnyOther()
    {
        Computation computation = new(3, 1);
        Expr x = computation.Value("2");
        double[] v = computation.ValuesOf(x);
        (double[] mean, int[] shape) = computation.Run(Mean(x, Axis.Batch));
        Assert.Equal([2], shape);
        Assert.Equal((v[0] + v[2] + v[4]) / 3, mean[0], 12);
        Assert.Equal(v.Sum(), computation.Run(Sum(x, [Axis.Batch, 0])).Values[0], 12);
        Assert.Equal(
            [.. v.Select((value, i) => value - mean[i % 2])], computation.Run(x - Mean(x, Axis.Batch)).Values, static (double a, double b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Einsum_RelatesEverySampleWithEveryOther()
    {
        Computation computation = new(3, 2);
        Expr x = computation.Value("2");
        double[] v = computation.ValuesOf(x);
        (double[] values, int[] shape) = computation.Run(Einsum("ad,bd->ab", x, x));
        Assert.Equal([3, 3], shape);
        Assert.Equal((v[0] * v[4]) + (v[1] * v[5]), values[2], 12);
        Assert.Equal(values[6], values[2], 12);
    }

    [Fact]
    public void Becomes_ChangesInTrainingAlone()
    {
        foreach (bool isTraining in new[] { true, false })
        {
            Computation computation = new(3, 3, isTraining);
            (Expr state, Expr x) = (computation.Value("state 2"), computation.Value("2"));
            state.Becomes((0.5f * state) + Mean(x, Axis.Batch));
            Assert.Equal(isTraining ? 1 : 0, computation.Updates.Count);
        }
    }

    [Fact]
    public void Dropout_ScalesWhatItKeeps()
    {
        Computation computation = new(50, 4, isTraining: true);
        Expr x = computation.Value("7");
        double[] v = computation.ValuesOf(x);
        double[] dropped = computation.Run(Dropout(x, 0.75f)).Values;
        Assert.All(dropped.Zip(v), static pair => Assert.True(pair.First == 0 || Math.Abs(pair.First - (4 * pair.Second)) < 1e-9));
        Assert.InRange(dropped.Count(static value => value == 0), 350 * 0.6, 350 * 0.9);
    }

    [Fact]
    public void InTraining_IsTheOtherValue()
    {
        Computation computation = new(2, 5, isTraining: true);
        Expr x = computation.Value("2");
        Assert.Equal([.. computation.ValuesOf(x).Select(static v => 3 * v)], computation.Run(InTraining(3 * x, x)).Values);
    }

    [Fact]
    public void Tap_NamesAValue()
    {
        Computation computation = new(2, 6);
        Exp(computation.Value("2")).Tap("exponential");
        Assert.Equal(["exponential"], computation.Taps);
    }
}
