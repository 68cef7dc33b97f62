namespace Adjoint.Tests;

/// <summary>
/// The optimizers against the papers' pseudo-code in double. Both see the same gradients, so the difference is the rounding of 100
/// float steps: each rounds the parameter by half a unit (6e-8 relative) and the moments likewise.
/// </summary>
public sealed class OptimizerTests
{
    private const int Length = 1037;
    private const int Steps = 100;
    private static readonly float[] Scales = [1e-4f, 1e-3f, 1e-2f, 0.1f, 1];

    public static TheoryData<string> Optimizers =>
        ["Adam", "AdamW", "Adam other betas", "Sgd", "Sgd decay", "Sgd momentum", "Sgd Nesterov"];

    private static Optimizer Make(string name) => name switch
    {
        "Adam" => new Adam(1e-3f),
        "AdamW" => new Adam(1e-2f) { WeightDecay = 0.1f },
        "Adam other betas" => new Adam(1e-3f) { Beta1 = 0, Beta2 = 0.9f, Epsilon = 1e-3f },
        "Sgd" => new Sgd(0.1f),
        "Sgd decay" => new Sgd(0.1f) { WeightDecay = 0.01f },
        "Sgd momentum" => new Sgd(0.01f) { Momentum = 0.9f, WeightDecay = 0.01f },
        "Sgd Nesterov" => new Sgd(0.01f) { Momentum = 0.9f, Nesterov = true },
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    /// <summary>One step of Kingma and Ba's algorithm 1 or of gradient descent, element by element.</summary>
    private static void Reference(Optimizer optimizer, double[] p, double[] m, double[] v, float[] gradient, int t)
    {
        for (int i = 0; i < p.Length; i++)
        {
            double g = gradient[i];
            switch (optimizer)
            {
                case Adam adam:
                    m[i] = (adam.Beta1 * m[i]) + ((1 - (double)adam.Beta1) * g);
                    v[i] = (adam.Beta2 * v[i]) + ((1 - (double)adam.Beta2) * g * g);
                    double first = m[i] / (1 - Math.Pow(adam.Beta1, t));
                    double second = v[i] / (1 - Math.Pow(adam.Beta2, t));
                    p[i] = p[i] - (adam.LearningRate * first / (Math.Sqrt(second) + adam.Epsilon)) - ((double)adam.LearningRate * adam.WeightDecay * p[i]);
                    break;
                case Sgd sgd:
                    g += sgd.WeightDecay * p[i];
                    m[i] = (sgd.Momentum * m[i]) + g;
                    p[i] -= sgd.LearningRate * (sgd.Nesterov ? g + (sgd.Momentum * m[i]) : m[i]);
                    break;
            }
        }
    }

    private static (float[] Parameters, double[] Expected) Run(Optimizer optimizer, int length, Threads threads, int steps = Steps, int faultyStep = 0)
    {
        Random random = new(length);
        AlignedBuffer parameters = new(length);
        AlignedBuffer gradient = new(length);
        OptimizerState state = new(optimizer, Ranges(length));
        double[] p = new double[length];
        double[] m = new double[length];
        double[] v = new double[length];
        for (int i = 0; i < length; i++)
        {
            parameters.Span[i] = random.NextSingle() + 0.5f;
            p[i] = parameters.Span[i];
        }

        for (int t = 1; t <= steps; t++)
        {
            for (int i = 0; i < length; i++)
            {
                gradient.Span[i] = (random.NextSingle() - 0.5f) * Scales[i % 5];
            }

            if (t != faultyStep)
            {
                state.Step(parameters.Span, gradient.Span, optimizer.LearningRate, threads);
            }

            Reference(optimizer, p, m, v, gradient.Span.ToArray(), t);
        }

        return (parameters.Span.ToArray(), p);
    }

    private static double LargestError((float[] Parameters, double[] Expected) run)
    {
        // Relative to the parameters' scale: they begin between 0.5 and 1.5 and some cross zero.
        double largest = 0;
        for (int i = 0; i < run.Expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(run.Parameters[i] - run.Expected[i]) / Math.Max(1, Math.Abs(run.Expected[i])));
        }

        return largest;
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void HundredSteps_AgreeWithThePseudoCode(string name)
    {
        double error = LargestError(Run(Make(name), Length, new Threads(1)));
        Assert.True(error < 1.5e-6, $"{name}: largest error {error}");
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void ComparisonWithThePseudoCode_NoticesOneMissedStep(string name)
    {
        double error = LargestError(Run(Make(name), Length, new Threads(1), faultyStep: Steps / 2));
        Assert.True(error > 1e-4, $"{name}: largest error {error}");
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void ThreadsAndWidths_ChangeNoBit(string name)
    {
        // More than two blocks, and a length that no width divides.
        const int length = (2 * 16 * 1024) + 37;
        float[] expected = Run(Make(name), length, new Threads(1, SimdWidth.Scalar), steps: 3).Parameters;
        foreach (SimdWidth width in Enum.GetValues<SimdWidth>())
        {
            foreach (int threads in (int[])[1, 2, 3])
            {
                float[] found = Run(Make(name), length, new Threads(threads, width), steps: 3).Parameters;
                Assert.True(expected.AsSpan().SequenceEqual(found), $"{name}, {width}, {threads} threads");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Step_AllocatesNothing(string name)
    {
        Optimizer optimizer = Make(name);
        AlignedBuffer parameters = new(100_000);
        AlignedBuffer gradient = new(100_000);
        OptimizerState state = new(optimizer, Ranges(100_000));
        Threads threads = new(2);
        Assert.Equal(0, Allocated.ByEach(() => state.Step(parameters.Span, gradient.Span, 0.1f, threads)));
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Gaps_StayZero(string name)
    {
        AlignedBuffer parameters = new(16);
        AlignedBuffer gradient = new(16);
        OptimizerState state = new(Make(name), Ranges(16));
        for (int i = 0; i < 5; i++)
        {
            state.Step(parameters.Span, gradient.Span, 0.1f, new Threads(1));
        }

        Assert.All(parameters.Span.ToArray(), static value => Assert.Equal(0, value));
    }

    [Fact]
    public void NonFiniteGradient_MakesItsOwnParameterNonFinite()
    {
        foreach (string name in Optimizers)
        {
            AlignedBuffer parameters = new(16);
            AlignedBuffer gradient = new(16);
            gradient.Span[3] = float.NaN;
            new OptimizerState(Make(name), Ranges(16)).Step(parameters.Span, gradient.Span, 0.1f, new Threads(1));

            Assert.True(float.IsNaN(parameters.Span[3]), name);
            Assert.Equal(15, parameters.Span.ToArray().Count(float.IsFinite));
        }
    }

    [Fact]
    public void Settings_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam { Beta1 = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam { Beta2 = -0.1f });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam { Epsilon = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam { WeightDecay = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(float.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd { Momentum = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd { WeightDecay = float.NaN });
    }

    [Fact]
    public void Optimizers_AreComparedByTheirSettings()
    {
        Assert.Equal(new Adam(1e-3f), new Adam());
        Assert.NotEqual(new Adam(1e-3f), new Adam { Beta1 = 0.8f });
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

    /// <summary>All of a model with one parameter.</summary>
    private static TrainedRanges Ranges(int length) => new(
        new ModelDescription
        {
            Name = "One",
            Parameters = [new ParameterInfo("Weight", [length], 0, Initializer.Zeros)],
            ParameterBufferLength = length,
            Inputs = [new TensorInfo("inputs", [1])],
            Outputs = [new TensorInfo("outputs", [1])],
            TrainingMemory = default,
            EvaluationMemory = default,
            PredictionMemory = default,
            FlopsPerSample = 0,
        },
        ["Weight"]);
}
