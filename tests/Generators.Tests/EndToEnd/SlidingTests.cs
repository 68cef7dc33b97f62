namespace Adjoint.Generators.Tests.EndToEnd;

/// <summary>Convolutions, pools and resampling in the code of models: named lengths, pairs of steps, and training.</summary>
public sealed class SlidingTests
{
    [Fact]
    public void SequencesOfAnyLength_AreFilteredCausally()
    {
        float[] numbers = new UserProgram("""
            using Adjoint;
            using static Adjoint.Loss;

            /// <summary>Two filters over what has been, and a mixture of both.</summary>
            [Model(Input = "1, T", Loss = MeanSquaredError)]
            public partial record Causal([Conv1D(2, Kernel = 2, Dilation = 3, Causal = true), Tanh, Conv1D(1, Kernel = 1, Bias = false)] Layer Filter);

            public static class Use
            {
                public static float[] Run()
                {
                    Causal net = Causal.Create(seed: 3);
                    float[] x = Enumerable.Range(0, 11).Select(i => MathF.Sin(i * i)).ToArray();
                    float[] kernel = net.Parameters["Filter.Conv1D.Kernel"].ToArray();
                    float[] head = net.Parameters["Filter.Conv1D2.Kernel"].ToArray();
                    float[] all = net.Predict(x);
                    float[] start = net.Predict(x[..6]);
                    float farthest = 0;
                    for (int t = 0; t < x.Length; t++)
                    {
                        float past = t < 3 ? 0 : x[t - 3];
                        float y = Enumerable.Range(0, 2).Sum(o => head[o] * MathF.Tanh((kernel[2 * o] * past) + (kernel[2 * o + 1] * x[t])));
                        farthest = MathF.Max(farthest, MathF.Abs(y - all[t]));
                        farthest = t < 6 ? MathF.Max(farthest, MathF.Abs(y - start[t])) : farthest;
                    }

                    Dataset data = Dataset.WithTargets(x, x.Select((_, t) => t < 3 ? 0 : 0.5f * x[t - 3]).ToArray(), 11, 11);
                    Causal trained = net.Fit(data, null, new FitOptions { Epochs = 300, BatchSize = 1, Optimizer = new Adam(3e-2f) });
                    return [farthest, all.Length, net.Evaluate(data).Loss, trained.Evaluate(data).Loss];
                }
            }
            """).Numbers();
        Assert.True(numbers[0] < 1e-5f, string.Join(" ", numbers));
        Assert.Equal(11, numbers[1]);
        Assert.True(numbers[3] < 0.01f * numbers[2], string.Join(" ", numbers));
    }

    [Fact]
    public void FunctionsWithPairs_AreTheLayers()
    {
        float[] numbers = new UserProgram("""
            using Adjoint;
            using static Adjoint.Loss;

            /// <summary>Layers in order.</summary>
            [Model(Input = "2, 7, 6", Loss = MeanSquaredError)]
            public partial record ByLayers(
                [Conv2D(4, KernelHeight = 3, KernelWidth = 2, StrideHeight = 2, Groups = 2, Pad = 1), Relu] Layer Down,
                [DepthwiseConv2D(Kernel = 3, Bias = false), Relu, AvgPool(2), Upsample(2, Bilinear = true), PixelShuffle(2)] Layer Middle,
                [ConvTranspose2D(3, Kernel = 2, Stride = 2, Bias = false), MaxPool(3, Stride = 2, Pad = 1), GlobalAvgPool] Layer Up);

            /// <summary>The same as functions.</summary>
            [Model(Input = "2, 7, 6", Loss = MeanSquaredError)]
            public partial record ByFunctions(
                [Weight("4, 1, 3, 2")] Expr First, [Weight("4")] Expr Bias, [Weight("4, 1, 3, 3")] Expr Second, [Weight("1, 3, 2, 2")] Expr Third)
            {
                public Expr Forward(Expr x)
                {
                    var y = Relu(Conv2D(x, First, Bias, stride: (2, 1), dilation: (1, 1), pad: (1, 1), groups: 2));
                    y = PixelShuffle(Upsample(AvgPool(Relu(DepthwiseConv2D(y, Second)), 2), 2, bilinear: true), 2);
                    return GlobalAvgPool(MaxPool(ConvTranspose2D(y, Third, stride: 2), 3, 2, pad: 1));
                }
            }

            public static class Use
            {
                public static float[] Run()
                {
                    float[] x = Enumerable.Range(0, 5 * 84).Select(i => MathF.Sin(i * i)).ToArray();
                    ByLayers layers = ByLayers.Create(seed: 5);
                    ByFunctions functions = ByFunctions.FromParameters(ParameterBuffer.FromValues(ByFunctions.Description, layers.Parameters.Values));
                    Dataset data = Dataset.WithTargets(x, Enumerable.Range(0, 15).Select(i => MathF.Cos(i)).ToArray(), 84, 3);
                    FitOptions options = new() { Epochs = 3, BatchSize = 5, Optimizer = new Sgd(0.1f) };
                    float[] a = layers.Predict(x);
                    float[] b = functions.Predict(x);
                    float[] c = layers.Fit(data, null, options).Predict(x);
                    float[] d = functions.Fit(data, null, options).Predict(x);
                    return [a.Zip(b, (p, q) => MathF.Abs(p - q)).Max(), c.Zip(d, (p, q) => MathF.Abs(p - q)).Max(), a.Zip(c, (p, q) => MathF.Abs(p - q)).Max(), a.Length];
                }
            }
            """).Numbers();
        Assert.Equal(0, numbers[0], 1e-6f);
        Assert.Equal(0, numbers[1], 1e-5f);
        Assert.True(numbers[2] > 1e-3f, string.Join(" ", numbers));
        Assert.Equal(15, numbers[3]);
    }
}
