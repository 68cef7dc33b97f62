using Adjoint;
using Zoo.Data;
using static Adjoint.Loss;
using static Adjoint.Ops;

namespace Zoo.Systems;

// The build warns that zeros before Relu pass no gradient back: that is the point here.
#pragma warning disable ADJ0312

/// <summary>A layer that begins with nothing.</summary>
[Model]
public partial record ZeroLayer([Weight("C, 50", Init = Init.Zeros)] Expr Kernel, [Weight("50")] Expr Bias)
{
    public Expr Forward([Shape("C")] Expr x) => Relu(Dense(x, Kernel, Bias));
}

/// <summary>Twenty hidden layers, which all begin with zeros, so that no gradient passes any of them.</summary>
[Model(Input = "784", Loss = CrossEntropy)]
public partial record VeryDeepNetwork(
    [Use<ZeroLayer>]                      Layer First,
    [Use<ZeroLayer>(Repeat = 19)]         Layer Others,
    [Weight("50, 10", Init = Init.Zeros)] Expr Kernel)
{
    public Expr Forward(Expr image) => Dense(Others(First(image)), Kernel);
}

/// <summary>
/// Gradient noise.
/// </summary>
internal sealed class NoisyGradients : ISystem
{
    /// <inheritdoc/>
    public string Name => "gradient-noise";

    /// <inheritdoc/>
    public int Row => 67;

    /// <inheritdoc/>
    public string Paper =>
        "Adding Gradient Noise Improves Learning for Very Deep Networks (Neelakantan, Vilnis, Le, Sutskever, Kaiser, Kurach, Martens 2015)";

    /// <inheritdoc/>
    public void Run(Trial trial)
    {
        (Dataset train, Dataset test) = trial.Data.Images(5_000, 2_000);
        double E(string n, double d) => double.Parse(Environment.GetEnvironmentVariable(n) ?? d.ToString());
        for (int i = 0; i < 4; i++)
        {
            FitOptions options = new() { Epochs = (int)E("EP", 10), BatchSize = (int)E("BS", 50), Optimizer = E("ADAM", 0) > 0 ? new Adam((float)E("LR", 0.001)) : new Sgd((float)E("LR", 0.1)), Noise = new GradientNoise((float)E("VAR", 0.1)), Progress = null };
            FitHistory history = new();
            try {
            var net = Training.Fit(VeryDeepNetwork.Create(), train, test, options with { Seed = (trial.Seed * 100) + i, Threads = trial.Threads, History = history });
            } catch (TrainingDivergedException e) { Console.WriteLine(e.Message); }
            trial.Say(string.Join(" ", history.Epochs.Select(e => e.Validation!.Accuracy)));
        }
    }
}
