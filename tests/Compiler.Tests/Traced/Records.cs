using static Adjoint.Ops;

namespace Adjoint.Tests.Traced;

/// <summary>Models that no generator reads: here there is none.</summary>
internal static class Records
{
    [Model(Input = "1, 8, 8", Loss = Loss.CrossEntropy)]
    public sealed record DigitNet(
        [Conv2D(16, Kernel = 3), Relu, MaxPool(2)] Layer Features,
        [Flatten, Dense(64), Relu, Dropout(0.2f)] Layer Hidden,
        [Dense(10)] Layer Logits);

    [Model]
    public sealed record Block([Dense("D"), Tanh] Layer Mix, [Weight("D", Init = Init.Constant)] Expr Gain)
    {
        public Expr Forward([Shape("D")] Expr x) => x + (Gain * Mix(x));
    }

    [Model(Input = "5", Loss = Loss.MeanSquaredError)]
    public sealed record Stacked([Dense(3)] Layer First, [Use<Block>(Repeat = 2), Relu] Layer Blocks, [Frozen, Dense(2)] Layer Last);

    [Model(Input = "2", Loss = Loss.CrossEntropy)]
    public sealed record Partial([Dense(8), Tanh, SparseUpdate(Along = WeightAxis.Outputs, Only = "1, 3..5")] Layer Hidden, [Dense(2)] Layer Output);

    [Model(Input = "3", Loss = Loss.MeanSquaredError)]
    public sealed record Whitened([State("3")] Expr Centre, [Dense(2)] Layer Fit)
    {
        public Expr Forward(Expr x)
        {
            Centre.Becomes((0.5f * Centre) + (0.5f * Mean(x, Axis.Batch)));
            return Fit(x - InTraining(Mean(x, Axis.Batch), Centre));
        }
    }

    [Model(Input = "T, 3", Loss = Loss.MeanSquaredError)]
    public sealed record Recurrent([Weight("3, H")] Expr In, [Weight("H, H", Init = Init.Uniform, Scale = 0.3f)] Expr Back, [Dense(1)] Layer Read)
    {
        public static Expr Forward(Recurrent net, Expr words) => net.Read(Fold((state, word) => Tanh(Dense(word, net.In) + Dense(state, net.Back)), 0f, words));
    }

    [Model(Input = "4", Loss = Loss.MeanSquaredError)]
    public sealed record Nested(Inner Inside, [Dense(1)] Layer Last)
    {
        public Expr Forward(Expr x) => Last(Inside.Forward(x));
    }

    [Model(Input = "4")]
    public sealed record Inner([Dense(2), Relu] Layer Only)
    {
        public Expr Forward(Expr x) => Only(x);
    }

    public sealed record NoModel([Dense(2)] Layer Only);

    [Model(Input = "4")]
    public sealed record NoLoss([Dense(2)] Layer Only);

    [Model(Input = "4", Loss = Loss.MeanSquaredError)]
    public sealed record NoPart(int Number);

    [Model(Input = "4", Loss = Loss.MeanSquaredError)]
    public sealed record Empty(Layer Only);

    [Model(Input = "4", Loss = Loss.MeanSquaredError)]
    public sealed record Endless([Dense(4)] Layer First, Endless Again);

    [Model(Input = "4", Loss = Loss.MeanSquaredError)]
    public sealed record Unused([Dense(2)] Layer First, [Dense(2)] Layer Second)
    {
        public Expr Forward(Expr x) => First(x) + StopGradient(Second(x));
    }

    [Model(Input = "4", Loss = Loss.MeanSquaredError)]
    public sealed record Misfit([Dense(3)] Layer First, [Weight("5")] Expr Bias)
    {
        public Expr Forward(Expr x) => First(x) + Bias;
    }

    [Model(Input = "4", Loss = Loss.MeanSquaredError)]
    public sealed record WrongForward([Dense(3)] Layer First)
    {
        public string Forward(Expr x) => First(x).Shape;
    }

    [Model(Input = "4, 4", Loss = Loss.CrossEntropy)]
    public sealed record BadArgument([Dense(0)] Layer First, [Dropout(2)] Layer Second);
}
