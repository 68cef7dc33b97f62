namespace Adjoint.Generators.Tests.EndToEnd;

/// <summary>Functions and layers of the catalogue in the forms that users write: attributes with named arguments, operators, tuples, arrays, modes.</summary>
public sealed class CatalogueTests
{
    private const string Network = """
        /// <summary>Channel attention, patches, gates and noise in one network, and functions in its code.</summary>
        [Model(Input = "3, 8, 8")]
        public partial record Patches(
            [Conv2D(8), PRelu(0.1f, PerChannel = true), SqueezeExcite(2), Eca(3), ChannelDropout(0.1f)] Layer Features,
            [Patchify(4), Dense(16), Glu, GaussianNoise(0.05f), Dense(12), Swiglu(Axis = Axis.Last), Dense(8), Maxout(2), Gelu(Approximate = true)] Layer Tokens,
            [Weight("4, 2")] Expr Kernel)
        {
            public Expr Forward(Expr x)
            {
                var tokens = Tokens(Features(x));
                var (best, _) = TopK(tokens, 2, axis: 0);
                var halves = Split(tokens, 0, 2);
                var around = Pad(tokens, 0, 1, 1, PadMode.Circular);
                var windows = Unfold(around, 0, 3);
                var kept = Clamp(halves[0] * (halves[1] >= 0f), -3f, 3f);
                return Dense(best + kept + Slice(Mean(windows, -1), 0, 0, 2) + Tril(Roll(halves[1], -1, 1)), Kernel);
            }

            [Objective]
            public Expr Learn([Shape("3, 8, 8")] Expr x, [Shape("2, 2")] Expr target) => SquaredError(Forward(x), target) + 1e-4f * L2Penalty(Kernel);
        }
        """;

    [Fact]
    public void Network_IsTrained_AndPredictsWithoutNoise()
    {
        float[] numbers = new UserProgram(Network + """

            public static class Use
            {
                public static float[] Run()
                {
                    float[] x = Enumerable.Range(0, 8 * 192).Select(i => MathF.Sin(i * i)).ToArray();
                    float[] y = Enumerable.Range(0, 8 * 4).Select(i => MathF.Cos(i)).ToArray();
                    var net = Patches.Create(seed: 3);
                    var trainer = net.Train(new Adam(1e-2f), seed: 1);
                    float first = Patches.LearnObjective.Loss(net, x, y);
                    for (int i = 0; i < 60; i++)
                    {
                        Patches.LearnObjective.Step(trainer, x, y);
                    }

                    var trained = trainer.Model();
                    float[] once = trained.Predict(x[..192]);
                    float[] again = trained.Predict(x[..192]);
                    return [first, Patches.LearnObjective.Loss(trained, x, y), once.SequenceEqual(again) ? 1 : 0, once.Length];
                }
            }
            """).Numbers();
        Assert.True(numbers[1] < 0.6f * numbers[0], string.Join(" ", numbers));
        Assert.Equal([1, 4], numbers[2..]);
    }

    [Theory]
    [InlineData("Glu(Axis = 3)", "'Glu' takes the axis 3, but [5] has 1 axis; axes are counted from 0, or from -1 for the last, and the batch axis is 'Axis.Batch'")]
    [InlineData("Glu", "'Glu' joins the halves of an axis, but that of [5] has the odd size 5; make it even")]
    [InlineData("Maxout(2)", "'Maxout' takes the greatest of each 2, which has to divide the axis of [5] with size 5")]
    [InlineData("Patchify(2)", "'Patchify' takes images [channels, height, width], but is given [5]")]
    public void LayerThatDoesNotFit_IsReportedInTheWordsOfItsFunction(string layer, string message)
    {
        GeneratorRun run = GeneratorFixture.Run($"[Model(Input = \"4\", Loss = MeanSquaredError)] public partial record Mlp([Dense(5), {layer}] Layer Only);");
        Assert.Contains(message, Assert.Single(run.Diagnostics), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Eca", "'Eca' in 'Only' needs [channels, height, width], but 'Dense' before it gives [5]; put it behind a convolution")]
    [InlineData("Eca(2)", "'Eca' takes a kernel [size] of odd size, but is given [2]")]
    public void ChannelAttentionThatDoesNotFit_IsReported(string layer, string message)
    {
        string before = layer == "Eca" ? "Dense(5)" : "Conv2D(2)";
        string input = layer == "Eca" ? "4" : "1, 4, 4";
        GeneratorRun run = GeneratorFixture.Run($"[Model(Input = \"{input}\", Loss = MeanSquaredError)] public partial record Mlp([{before}, {layer}] Layer Only);");
        Assert.Contains(message, Assert.Single(run.Diagnostics), StringComparison.Ordinal);
    }
}
