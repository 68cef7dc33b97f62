namespace Adjoint.Tests.Optimizers;

public sealed class ParameterGroupTests
{
    private const float Rate = 0.1f;

    /// <summary>The parameters of a line before and after one step on all rows, and the gradient between.</summary>
    private static (float[] Before, float[] Gradient, float[] After) OneStep(Optimizer optimizer)
    {
        Dataset data = Samples.Line(8);
        LinearRegression model = LinearRegression.Create(1);
        float[] gradient = new float[3];
        LinearRegression.Gradient(model.Parameters.Values, new float[2], new Batch(data.Inputs, data.Targets, 8), default, gradient, new Workspace(0));
        Trainer<LinearRegression> trainer = new(model, optimizer);
        trainer.Step(new Batch(data.Inputs, data.Targets, 8));
        return (model.Parameters.Values.ToArray(), gradient, trainer.Parameters.Values.ToArray());
    }

    [Fact]
    public void Groups_HaveTheirOwnRateAndDecay()
    {
        Sgd optimizer = new(Rate)
        {
            WeightDecay = 0.5f,
            Groups = [ParameterGroup.Matching("*.Bias", learningRateFactor: 0.5f, weightDecay: 0, l2: 0.25f)],
        };
        (float[] p, float[] g, float[] after) = OneStep(optimizer);

        Assert.Equal(p[0] - (Rate * (g[0] + (0.5f * p[0]))), after[0], 6);
        Assert.Equal(p[1] - (Rate * (g[1] + (0.5f * p[1]))), after[1], 6);
        Assert.Equal(p[2] - (0.5f * Rate * (g[2] + (0.25f * p[2]))), after[2], 6);

        // The group made the difference.
        Assert.NotEqual(OneStep(optimizer with { Groups = [] }).After[2], after[2]);
    }

    [Fact]
    public void FirstGroupThatMatches_IsAParametersOwn()
    {
        (float[] p, float[] g, float[] after) = OneStep(new Sgd(Rate)
        {
            Groups = [ParameterGroup.Where(static parameter => parameter.Shape.Length == 1, learningRateFactor: 2), ParameterGroup.Matching("Line.*", learningRateFactor: 3)],
        });

        Assert.Equal(p[0] - (2 * Rate * g[0]), after[0], 6);
        Assert.Equal(p[2] - (3 * Rate * g[2]), after[2], 6);
    }

    [Fact]
    public void FrozenGroup_StaysAsItIs_AndHasNoMoments()
    {
        Adam optimizer = new(Rate) { Groups = [ParameterGroup.Matching("Line.Weight", isFrozen: true)], WeightDecay = 0.1f };
        (float[] p, _, float[] after) = OneStep(optimizer);

        Assert.Equal(p[..2], after[..2]);
        Assert.NotEqual(p[2], after[2]);
        Assert.Equal(1, OptimizerRun.RangesOf(LinearRegression.Description, optimizer).Length);
    }

    [Fact]
    public void WithoutGroups_AllParametersAreOneRun()
    {
        ModelDescription model = OptimizerRun.ModelOf([3], [4, 5], [17]);
        Assert.Equal(1, Count(new Adam()));
        Assert.Equal(3, Count(new Adam { Groups = [ParameterGroup.Matching("Part1.*", weightDecay: 0)] }));
        Assert.Equal(3, Count(new Lamb()));
        Assert.Equal(48 + 17, OptimizerRun.RangesOf(model, new Adam()).Length);
        Assert.Equal(3 + 20 + 17, OptimizerRun.RangesOf(model, new Lamb()).Length);

        int Count(Optimizer optimizer)
        {
            int count = 0;
            foreach (TrainedRange range in OptimizerRun.RangesOf(model, optimizer))
            {
                count += range.Length > 0 ? 1 : 0;
            }

            return count;
        }
    }

    [Fact]
    public void GroupsThatChangeNothing_ChangeNoBit()
    {
        // Cut into other runs, the same elements get the same arithmetic and keep their own moments.
        float[] whole = Trained([]);
        Assert.Equal(whole, Trained([ParameterGroup.Matching("Part1.*"), ParameterGroup.Matching("Part3.*")]));
        Assert.NotEqual(whole, Trained([ParameterGroup.Matching("Part1.*", learningRateFactor: 0.5f)]));

        static float[] Trained(System.Collections.Immutable.ImmutableArray<ParameterGroup> groups)
        {
            OptimizerRun run = new(new AmsGrad { Groups = groups }, [[3], [4, 5], [17], [2, 2]]);
            for (int t = 1; t <= 5; t++)
            {
                run.Take(t, new Threads(1));
            }

            return run.Parameters.Span.ToArray();
        }
    }

    [Fact]
    public void MuonsGroupsAndExceptions_HoldForItsFallback()
    {
        ModelDescription model = OptimizerRun.ModelOf([4, 4], [4, 4], [5]);
        Muon optimizer = new(Rate) { Except = ["Part1.*"], Fallback = new Sgd(0.5f), Groups = [ParameterGroup.Matching("Part2.*", learningRateFactor: 0.5f)] };
        OptimizerState state = new(optimizer, OptimizerRun.RangesOf(model, optimizer));
        float[] parameters = new float[48];
        float[] gradient = new float[48];
        gradient.AsSpan().Fill(1);
        state.Step(parameters, gradient, 1, new Threads(1));

        // A matrix of ones has one direction: 0.2 √4 · σ · ones / 4 with σ between 0.65 and 1.25.
        Assert.All(parameters[..16], static value => Assert.InRange(value, -Rate * 0.125f, -Rate * 0.065f));
        Assert.All(parameters[16..32], static value => Assert.Equal(-0.5f, value));
        Assert.All(parameters[32..37], static value => Assert.Equal(-0.25f, value));
    }

    [Theory]
    [InlineData("Line.Bias", true)]
    [InlineData("*Bias", true)]
    [InlineData("Line.*", true)]
    [InlineData("L?ne.Bias", true)]
    [InlineData("line.*", false)]
    [InlineData("Bias", false)]
    [InlineData("Line", false)]
    public void Patterns_MatchWholeNames(string pattern, bool matches) =>
        Assert.Equal(matches, ParameterGroup.Matching(pattern).Matches(LinearRegression.Description.Parameters[1]));

    [Fact]
    public void GroupWithoutParameters_IsRefused()
    {
        FitOptions options = new() { Optimizer = new Adam { Groups = [ParameterGroup.Matching("*Bais")] } };
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Training.Fit(LinearRegression.Create(1), Samples.Line(8), options: options));
        Assert.StartsWith(
            "No parameter of 'LinearRegression' is in the group '*Bais'. It has 'Line.Weight', 'Line.Bias'.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FreezingEverything_IsRefused()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => OneStep(new Adam { Groups = [ParameterGroup.Matching("*", isFrozen: true)] }));
        Assert.Contains("freeze all parameters", exception.Message, StringComparison.Ordinal);
    }
}
