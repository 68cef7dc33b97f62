using Adjoint;
using Xunit.Abstractions;

namespace Models.Tests.Derived;

/// <summary>What is computed again gives the same gradient; what is kept in less memory gives one that is near; both take less memory.</summary>
public sealed class KeptTests(ITestOutputHelper output)
{
    // Rounding to half precision is an error of 2^-11, to eight bits with a sign one of 1/254 of a channel's largest value, in each of some ten values that a gradient depends on.
    private const double OfHalf = 2e-3;
    private const double OfInt8 = 0.05;

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void RecomputedGradient_IsThePlainOne(int count)
    {
        Result plain = Run<PlainText>(count);
        Result again = Run<RecomputedText>(count);
        Assert.Equal(plain.Loss, again.Loss, 1e-6f);
        Assert.InRange(Distance(plain.Gradient, again.Gradient), 0, 1e-6);
        Assert.True(again.Arena < plain.Arena, $"{again.Arena} and {plain.Arena} floats");
        output.WriteLine($"arena {plain.Arena}, with blocks computed again {again.Arena} floats");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void RecomputedConvolutions_GiveThePlainGradientAndRunningMeans(int count)
    {
        Result plain = Run<PlainImage>(count);
        Result again = Run<RecomputedImage>(count);
        Assert.Equal(plain.Loss, again.Loss);
        Assert.InRange(Distance(plain.Gradient, again.Gradient), 0, 1e-6);
        Assert.Equal(plain.State, again.State);
        Assert.True(again.Arena <= plain.Arena, $"{again.Arena} and {plain.Arena} floats");
    }

    [Fact]
    public void KeptInLess_TheLossIsExactAndTheGradientNear()
    {
        Result plain = Run<PlainText>(5);
        Result half = Run<HalfText>(5);
        Result int8 = Run<KeptText>(5);
        (double ofHalf, double ofInt8) = (Distance(plain.Gradient, half.Gradient), Distance(plain.Gradient, int8.Gradient));
        output.WriteLine($"half: {ofHalf}, arena {half.Arena}; int8: {ofInt8}, arena {int8.Arena}; plain {plain.Arena}");
        Assert.Equal(plain.Loss, half.Loss);
        Assert.Equal(plain.Loss, int8.Loss);
        Assert.InRange(ofHalf, 1e-6, OfHalf);
        Assert.InRange(ofInt8, OfHalf, OfInt8);
        Assert.True(half.Arena < plain.Arena && int8.Arena < half.Arena, $"{plain.Arena}, {half.Arena}, {int8.Arena} floats");
    }

    [Fact]
    public void KeptConvolutions_GiveAGradientThatIsNear()
    {
        Result plain = Run<PlainImage>(6);
        Result kept = Run<KeptImage>(6);
        Assert.Equal(plain.Loss, kept.Loss);
        Assert.Equal(plain.State, kept.State);
        Assert.InRange(Distance(plain.Gradient, kept.Gradient), 1e-6, OfInt8);
        Assert.True(kept.Arena < plain.Arena, $"{kept.Arena} and {plain.Arena} floats");
    }

    [Fact]
    public void TheArenaIsTheOneThatTheBuildSays()
    {
        Assert.Throws<ArgumentException>(() => Run<PlainText>(1, missing: 1));
        Assert.Throws<ArgumentException>(() => Run<RecomputedText>(1, missing: 1));
        Assert.Throws<ArgumentException>(() => Run<KeptText>(1, missing: 1));
        Assert.Throws<ArgumentException>(() => Run<KeptImage>(1, missing: 1));
    }

    [Fact]
    public void Costs_SayWhatIsComputedAgainAndKept()
    {
        ProgramFigures plain = Of(PlainText.Cost);
        ProgramFigures again = Of(RecomputedText.Cost);
        ProgramFigures kept = Of(KeptText.Cost);
        output.WriteLine($"{plain}\n{again}\n{kept}");
        Assert.Equal(plain.Forward, again.Forward);
        Assert.True(again.Backward > plain.Backward && again.Backward < plain.Backward + plain.Forward);
        Assert.True(again.Saved < plain.Saved / 4 && kept.Saved < plain.Saved / 3);

        static ProgramFigures Of(ModelCost cost)
        {
            PartCost total = cost.Objective("Loss").Total;
            return new ProgramFigures(total.ForwardFlops.For(1), total.BackwardFlops.For(1), total.SavedFloats.For(1));
        }
    }

    private static Result Run<TModel>(int count, int missing = 0)
        where TModel : class, IModel<TModel>
    {
        ModelDescription description = TModel.Description;
        ParameterBuffer parameters = ParameterBuffer.Initialize(description, seed: 3);
        Random random = new(4);
        int length = count * description.InputLength;
        int[] tokens = [.. Enumerable.Range(0, length).Select(_ => random.Next(11))];
        float[] pixels = [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];
        int[] labels = [.. Enumerable.Range(0, count * description.Target!.Length).Select(_ => random.Next(5))];
        float[] gradient = new float[description.ParameterBufferLength];
        float[] state = parameters.State.ToArray();
        Workspace workspace = new(description.TrainingMemory.FloatsFor(count) - missing, new Threads(1));
        Batch batch = new() { Count = count, Inputs = description.Inputs[0].IsInteger ? [] : pixels, IntegerInputs = description.Inputs[0].IsInteger ? tokens : [], Labels = labels };
        float loss = TModel.Gradient(parameters.Values, state, in batch, new RandomKey(1, 2), gradient, workspace);
        return new Result(loss, gradient, state, description.TrainingMemory.FloatsFor(1));
    }

    private static double Distance(float[] expected, float[] found) =>
        Math.Sqrt(expected.Zip(found, static (a, b) => ((double)a - b) * ((double)a - b)).Sum() / expected.Sum(static a => (double)a * a));

    private sealed record ProgramFigures(long Forward, long Backward, long Saved);

    private sealed record Result(float Loss, float[] Gradient, float[] State, long Arena);
}
