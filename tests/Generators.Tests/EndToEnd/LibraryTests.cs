namespace Adjoint.Generators.Tests.EndToEnd;

/// <summary>Models of a library are parts of another project's models.</summary>
public sealed class LibraryTests
{
    private const string Library = """
        namespace A;

        /// <summary>A part with a weight and a layer of its own.</summary>
        [Model]
        public partial record Block([Weight("D, D")] Expr Mix, [LayerNorm, Dense("2*D"), Gelu, Dense("D")] Layer Mlp)
        {
            public Expr Forward([Shape("T, D")] Expr x) => x + Mlp(Dense(x, Mix));
        }

        /// <summary>A part with two inputs.</summary>
        [Model]
        public partial record Decoder([Dense("K")] Layer Query, [Dense("K")] Layer Key)
        {
            public Expr Forward([Shape("T, D")] Expr x, [Shape("S, E")] Expr memory) =>
                Softmax(MatMul(Query(x), Transpose(Key(memory))));
        }

        /// <summary>A model that is trained by itself, too.</summary>
        [Model(Input = "3", Loss = MeanSquaredError)]
        public partial record Line([Dense(2)] Layer Slope);
        """;

    private const string User = """
        namespace B
        {
            /// <summary>Uses the library.</summary>
            [Model(Input = "5, 3", Loss = MeanSquaredError)]
            public partial record Net(
                [Dense(4)]                          Layer Embed,
                [Use<A.Block>(Repeat = 2)]          Layer Blocks,
                [Use<A.Decoder>("K = 6")] A.Decoder Decode,
                [Dense(2)]                          Layer Head)
            {
                public Expr Forward(Expr x)
                {
                    var h = Blocks(Embed(x));
                    return Head(Decode.Forward(h, memory: x));
                }
            }
        }

        public static class Use
        {
            public static float[] Run()
            {
                Random random = new(3);
                float[] Values(int count) => Enumerable.Range(0, count).Select(_ => (float)random.NextDouble() - 0.5f).ToArray();
                Dataset data = Dataset.WithTargets(Values(20 * 15), Values(20 * 10), 15, 10);
                B.Net net = B.Net.Create(seed: 5);
                B.Net trained = net.Fit(data, null, new FitOptions { Epochs = 30, BatchSize = 5, Optimizer = new Adam(1e-2f) });
                return [net.Evaluate(data).Loss, trained.Evaluate(data).Loss, .. trained.Predict(data.Input(3)), .. trained.Parameters.Values];
            }

            public static float[] Alone() => A.Line.Create(seed: 1).Predict([1f, 2f, 3f]);
        }
        """;

    [Fact]
    public void ModelWithPartsOfALibrary_IsThatOfOneProject()
    {
        UserProgram apart = new(User, Library);
        float[] numbers = apart.Numbers();
        Assert.True(numbers[1] < 0.8f * numbers[0], $"{numbers[0]} to {numbers[1]}");
        string inOneFile = Library.Replace("namespace A;", "namespace A {", StringComparison.Ordinal) + "}\n" + User;
        Assert.Equal(new UserProgram(inOneFile).Numbers(), numbers);
    }

    [Fact]
    public void ModelOfALibrary_IsUsedByItself() => Assert.Equal(2, new UserProgram(User, Library).Numbers("Alone").Length);
}
