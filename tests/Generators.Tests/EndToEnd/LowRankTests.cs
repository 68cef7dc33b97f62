namespace Adjoint.Generators.Tests.EndToEnd;

/// <summary>A trained network is adapted by changes of low rank, which go into its weights and out again.</summary>
public sealed class LowRankTests
{
    private const string Networks = """
        /// <summary>The network as it is trained first.</summary>
        [Model(Input = "24", Loss = MeanSquaredError)]
        public partial record Base([Dense(32), Tanh, Dense(20), Tanh] Layer Body, [Dense(3)] Layer Head);

        /// <summary>The same with changes of rank 2.</summary>
        [Model(Input = "24", Loss = MeanSquaredError)]
        public partial record Adapted([LowRank(2, Scale = 0.5f), Dense(32), Tanh, Dense(20), Tanh] Layer Body, [Dense(3)] Layer Head);

        /// <summary>A network of another width.</summary>
        [Model(Input = "24", Loss = MeanSquaredError)]
        public partial record Wide([Dense(40), Tanh, Dense(20), Tanh] Layer Body, [Dense(3)] Layer Head);

        /// <summary>Nothing of the same name.</summary>
        [Model(Input = "24", Loss = MeanSquaredError)]
        public partial record Other([Dense(3)] Layer Line);

        /// <summary>Changes beside masked weights.</summary>
        [Model(Input = "24", Loss = MeanSquaredError)]
        public partial record Both([LowRank(2), Masked, Dense(32), Tanh] Layer Body, [Dense(3)] Layer Head);

        """;

    [Fact]
    public void Adaptation_StartsAsTheBase_LeavesItsWeights_AndMerges()
    {
        float[] numbers = new UserProgram(Networks + """
            public static class Use
            {
                private static float Far(float[] left, float[] right) => left.Zip(right, (a, b) => MathF.Abs(a - b)).Max() / left.Max(MathF.Abs);

                private static float Far(ReadOnlySpan<float> left, ReadOnlySpan<float> right) => Far(left.ToArray(), right.ToArray());

                private static float Equal(bool equal) => equal ? 1 : 0;

                public static float[] Run()
                {
                    float[] x = Enumerable.Range(0, 64 * 24).Select(i => MathF.Sin(i * i % 977)).ToArray();
                    float[] y = Enumerable.Range(0, 64 * 3).Select(i => MathF.Cos(i * i % 311)).ToArray();
                    Dataset data = Dataset.WithTargets(x, y, 24, 3);
                    Base trained = Base.Create(seed: 3).Fit(data, null, new FitOptions { Epochs = 5 });
                    Adapted start = Adapted.FromParameters(Adapted.Create(seed: 4).Parameters.WithValuesOf(trained.Parameters, out var copied));
                    Adapted adapted = start.Fit(data, null, new FitOptions { Epochs = 30, Optimizer = new Adam(1e-2f) });
                    Adapted merged = LowRank.Merge(adapted);
                    Adapted apart = LowRank.Unmerge(merged, adapted);
                    Base whole = Base.FromParameters(trained.Parameters.WithValuesOf(merged.Parameters, out _));
                    ParameterBuffer p = adapted.Parameters;
                    return
                    [
                        copied.Length, Far(trained.Predict(x), start.Predict(x)), Far(Adapted.Create(seed: 4).Predict(x), start.Predict(x)),
                        Equal(p["Body.Dense.Kernel"].SequenceEqual(start.Parameters["Body.Dense.Kernel"])), Equal(p["Body.Dense.Bias"].SequenceEqual(start.Parameters["Body.Dense.Bias"])),
                        Equal(p["Body.Dense.Kernel.Up"].SequenceEqual(start.Parameters["Body.Dense.Kernel.Up"])), Equal(p["Head.Dense.Kernel"].SequenceEqual(start.Parameters["Head.Dense.Kernel"])),
                        adapted.Evaluate(data).Loss / start.Evaluate(data).Loss,
                        Far(adapted.Predict(x), merged.Predict(x)), Far(adapted.Predict(x), whole.Predict(x)), Far(adapted.Predict(x), start.Predict(x)),
                        merged.Parameters["Body.Dense2.Kernel.Up"].ToArray().Max(MathF.Abs),
                        Far(p["Body.Dense.Kernel"], apart.Parameters["Body.Dense.Kernel"]), Equal(p["Body.Dense.Kernel.Up"].SequenceEqual(apart.Parameters["Body.Dense.Kernel.Up"])),
                        Far(p["Body.Dense.Kernel"], merged.Parameters["Body.Dense.Kernel"]),
                        Adapted.Description.FlopsPerSample / (float)Base.Description.FlopsPerSample,
                    ];
                }
            }
            """).Numbers();
        string all = string.Join(" ", numbers);
        Assert.True(numbers[0] == 6, all);
        Assert.True(numbers[1] <= 1e-6f && numbers[2] > 0.1f, all);
        Assert.Equal([1, 1, 0, 0], numbers[3..7]);
        Assert.True(numbers[7] < 0.9f, all);
        Assert.True(numbers[8] <= 1e-6f && numbers[9] <= 1e-6f && numbers[10] > 0.01f, all);
        Assert.True(numbers[11] == 0 && numbers[12] <= 1e-6f && numbers[13] == 1 && numbers[14] > 0.01f, all);
        Assert.True(numbers[15] < 1, all);
    }

    [Fact]
    public void ValuesThatDoNotFit_AreRefused_WithNamesAndShapes()
    {
        UserProgram program = new(Networks + """
            public static class Use
            {
                public static float[] Shape() => With(Wide.Create(seed: 1).Parameters);

                public static float[] Nothing() => With(Other.Create(seed: 1).Parameters);

                public static float[] Merge() => [LowRank.Merge(Base.Create(seed: 1)).Parameters.Values.Length];

                public static float[] Hidden() => [LowRank.Merge(Pruning.Magnitude(Both.Create(seed: 1), 0.5)).Parameters.Values.Length];

                public static float[] Shown() => [LowRank.Merge(Both.Create(seed: 1)).Parameters.Values.Length];

                private static float[] With(ParameterBuffer other) => Base.Create(seed: 1).Parameters.WithValuesOf(other, out _).Values.ToArray();
            }
            """);
        Refuses("Shape", "'Body.Dense.Kernel' is [24, 32] in 'Base', but [24, 40] in 'Wide'.");
        Refuses("Nothing", "'Other' has no parameter of a name of 'Base''s, so nothing would be copied.");
        Refuses("Merge", "'Base' has no changes of low rank; write [LowRank] on a part.");
        Refuses("Hidden", "'Body.Dense.Kernel.Mask' hides weights of 'Both', so the changes can't be put into what it leaves.");
        Assert.Single(program.Numbers("Shown"));

        void Refuses(string method, string message) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => program.Numbers(method)).Message, StringComparison.Ordinal);
    }
}
