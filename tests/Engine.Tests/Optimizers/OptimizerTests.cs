using System.Collections.Immutable;
using Adjoint.Tests.Kernels;

namespace Adjoint.Tests.Optimizers;

/// <summary>
/// The optimizers against the papers' pseudo-code in double. Both see the same gradients, so the difference is the rounding of 100 float steps, for
/// which there is a bound: see <see cref="OptimizerRun.LargestError"/>.
/// </summary>
public sealed class OptimizerTests
{
    private static readonly ImmutableArray<int>[][] Models =
    [
        [[1]],
        [[17], [3, 5]],
        [[1037], [1], [16, 31], [29, 8], [7, 3, 5], [1, 1]],
    ];

    public static TheoryData<string> Names => [.. PaperAlgorithms.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void HundredSteps_AgreeWithThePseudoCode(string name)
    {
        PaperAlgorithm algorithm = PaperAlgorithms.All[name];
        foreach (ImmutableArray<int>[] shapes in Models)
        {
            foreach (int width in Machine.Widths)
            {
                double error = OptimizerRun.LargestError(algorithm, algorithm.Right, shapes, Machine.WithWidth(width));
                Assert.True(error <= 1, $"{name}, {shapes.Length} tensors, width {width}: the largest error is {error} of what rounding explains");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WrongPseudoCode_DoesNotAgree(string name)
    {
        PaperAlgorithm algorithm = PaperAlgorithms.All[name];
        double error = OptimizerRun.LargestError(algorithm, algorithm.Wrong, Models[2], new Threads(1));
        Assert.True(error > 10, $"{name}: the largest error is {error} of what rounding explains");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ThreadsAndWidths_ChangeNoBit(string name)
    {
        // More than two blocks, and lengths that no width divides.
        ImmutableArray<int>[] shapes = [[(2 * 16 * 1024) + 37], [129, 257]];
        float[] expected = Run(1, (int)SimdWidth.Scalar);
        foreach (int width in Machine.Widths)
        {
            foreach (int threads in (int[])[1, 2, 3])
            {
                Numbers.AssertSameBits(expected, Run(threads, width), $"{name}, width {width}, {threads} threads");
            }
        }

        float[] Run(int count, int width)
        {
            OptimizerRun run = new(PaperAlgorithms.All[name].Optimizer, shapes);
            Threads threads = new(count, (SimdWidth)width);
            for (int t = 1; t <= 3; t++)
            {
                run.Take(t, threads);
            }

            return run.Parameters.Span.ToArray();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_AllocatesNothing(string name)
    {
        OptimizerRun run = new(PaperAlgorithms.All[name].Optimizer, [[60_000], [100, 40]]);
        Threads threads = new(2);
        Assert.Equal(0, Allocated.ByEach(() => run.State.Step(run.Parameters.Span, run.Gradient.Span, 1, threads)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ZeroParametersWithoutGradients_StayZero(string name)
    {
        OptimizerRun run = new(PaperAlgorithms.All[name].Optimizer, [[3], [4, 5], [1]]);
        run.Parameters.Span.Clear();
        for (int i = 0; i < 5; i++)
        {
            run.State.Step(run.Parameters.Span, run.Gradient.Span, 1, new Threads(1));
        }

        Assert.All(run.Parameters.Span.ToArray(), static value => Assert.Equal(0, value));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gaps_StayZero(string name)
    {
        OptimizerRun run = new(PaperAlgorithms.All[name].Optimizer, [[3], [4, 5], [1]]);
        for (int t = 1; t <= 5; t++)
        {
            run.Take(t, new Threads(1));
        }

        Assert.All(run.Parameters.Span[3..16].ToArray(), static value => Assert.Equal(0, value));
        Assert.All(run.Parameters.Span[36..48].ToArray(), static value => Assert.Equal(0, value));
        Assert.DoesNotContain(0, run.Parameters.Span[16..36].ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NonFiniteGradient_MakesItsParameterNonFinite_AndNoOtherTensorsElement(string name)
    {
        foreach (float value in (float[])[float.NaN, float.PositiveInfinity])
        {
            OptimizerRun run = new(PaperAlgorithms.All[name].Optimizer, [[16], [4, 4]]);
            run.Gradient.Span[16 + 3] = value;
            for (int i = 0; i < 2; i++)
            {
                run.State.Step(run.Parameters.Span, run.Gradient.Span, 1, new Threads(1));
            }

            // A sign is all that Lion sees of an infinite gradient.
            Assert.True(!float.IsFinite(run.Parameters.Span[16 + 3]) || (name == "Lion" && float.IsInfinity(value)), $"{name}, {value}");
            Assert.All(run.Parameters.Span[..16].ToArray(), static other => Assert.True(float.IsFinite(other)));
            if (!PaperAlgorithms.All[name].Optimizer.IsPerTensor)
            {
                Assert.Equal(name == "Lion" && float.IsInfinity(value) ? 32 : 31, run.Parameters.Span.ToArray().Count(float.IsFinite));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryOptimizer_TrainsAModel(string name)
    {
        LinearRegression model = LinearRegression.Create(1);
        Dataset data = Samples.Line(64);
        float before = Training.Evaluate(model, data).Loss;

        // AdaGrad's steps only get smaller, so it begins with greater ones.
        Optimizer optimizer = PaperAlgorithms.All[name].Optimizer with { LearningRate = name == "AdaGrad" ? 0.5f : 0.02f, WeightDecay = 0, L2 = 0 };
        optimizer = optimizer is Muon muon ? muon with { Fallback = new Adam(0.02f) } : optimizer;
        LinearRegression trained = Training.Fit(model, data, options: new FitOptions { Epochs = 60, BatchSize = 8, Optimizer = optimizer });

        Assert.True(Training.Evaluate(trained, data).Loss < before / 4, $"{name}: {before} → {Training.Evaluate(trained, data).Loss}");
    }

    [Fact]
    public void Optimizers_AreComparedByTheirSettings()
    {
        Assert.Equal(new Adam(1e-3f), new Adam());
        Assert.NotEqual(new Adam(1e-3f), new Adam { Beta1 = 0.8f });
        Assert.NotEqual<Optimizer>(new Adam { WeightDecay = 0.01f }, new AdamW());
        Assert.Equal(new AdamW { Groups = [ParameterGroup.Matching("*Bias", weightDecay: 0)] }, new AdamW { Groups = [ParameterGroup.Matching("*Bias", weightDecay: 0)] });
        Assert.NotEqual(new AdamW { Groups = [ParameterGroup.Matching("*Bias", weightDecay: 0)] }, new AdamW { Groups = [ParameterGroup.Matching("*Bias")] });
        Assert.Equal(new Muon { Except = ["Head.*"] }, new Muon { Except = ["Head.*"] });
        Assert.NotEqual(new Muon { Except = ["Head.*"] }, new Muon());
        Assert.Equal(new Sam(new Sgd()), new Sam(new Sgd()));
    }

    [Fact]
    public void UsersOwnOptimizer_TrainsAModel()
    {
        LinearRegression model = LinearRegression.Create(1);
        Dataset data = Samples.Line(64);
        LinearRegression trained = Training.Fit(model, data, options: new FitOptions { Epochs = 30, Optimizer = new SignDescent(0.1f) });

        Assert.True(Training.Evaluate(trained, data).Loss < Training.Evaluate(model, data).Loss / 10);
    }

    private sealed record SignDescent(float Rate) : Optimizer(Rate)
    {
        public override int Moments => 0;

        public override void Update(in OptimizerStep step)
        {
            for (int i = 0; i < step.Parameters.Length; i++)
            {
                step.Parameters[i] -= step.LearningRate * MathF.Sign(step.Gradient[i]);
            }
        }
    }
}
