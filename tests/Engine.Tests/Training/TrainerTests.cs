namespace Adjoint.Tests;

/// <summary>Steps taken one by one.</summary>
public sealed class TrainerTests
{
    private static readonly float[] Inputs = [1, 2, -1, 0.5f];
    private static readonly float[] Targets = [3, -2];

    /// <summary>Trains the bias only.</summary>
    private readonly struct BiasObjective : IObjective<LinearRegression>
    {
        public static string Name => "Bias";

        public static ObjectiveDescription Describe(ReadOnlySpan<int> sizes) => new()
        {
            Name = Name,
            Inputs = LinearRegression.Description.Inputs,
            Updates = ["Line.Bias"],
            TrainingMemory = new MemoryFormula(1, 0),
            EvaluationMemory = default,
            FlopsPerSample = 1,
        };

        public static float Loss(ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, in Batch batch, Workspace workspace) =>
            LinearRegression.Loss(parameters, state, batch, workspace);

        public static float Gradient(ReadOnlySpan<float> parameters, Span<float> state, in Batch batch, RandomKey key, Span<float> gradient, Workspace workspace)
        {
            Assert.True(workspace.Arena.Length >= batch.Count);
            float loss = LinearRegression.Gradient(parameters, state, batch, key, gradient, workspace);

            // What it does not train is not its to write; were it moved, the parameters would show it.
            gradient[..2].Fill(float.NaN);
            return loss;
        }
    }

    [Fact]
    public void Step_MovesOnlyWhatTheObjectiveTrains()
    {
        LinearRegression model = LinearRegression.Create(1);
        Trainer<LinearRegression> trainer = new(model, new Adam(0.1f) { WeightDecay = 0.1f });
        trainer.Step<BiasObjective>(new Batch(Inputs, Targets, 2));

        Assert.Equal(model.Parameters["Line.Weight"].ToArray(), trainer.Parameters["Line.Weight"].ToArray());
        Assert.NotEqual(model.Parameters["Line.Bias"][0], trainer.Parameters["Line.Bias"][0]);
        Assert.Equal(1, trainer.Steps);
    }

    [Fact]
    public void Steps_AreThoseOfFit()
    {
        LinearRegression model = LinearRegression.Create(1);
        Dataset data = Dataset.WithTargets(Inputs[..2], Targets[..1], 2, 1);
        FitOptions options = new() { Epochs = 5, BatchSize = 1, Optimizer = new Sgd(0.1f), Seed = 3 };
        Trainer<LinearRegression> trainer = new(model, options.Optimizer, options.Seed);
        for (int i = 0; i < 5; i++)
        {
            trainer.Step(new Batch(Inputs[..2], Targets[..1], 1));
        }

        Assert.Equal(Training.Fit(model, data, null, options).Parameters.Values.ToArray(), trainer.Parameters.Values.ToArray());
    }

    [Fact]
    public void Objectives_RememberApart()
    {
        // Each objective's Adam counts its own steps, so taking turns changes neither's first step.
        LinearRegression model = LinearRegression.Create(1);
        Trainer<LinearRegression> alone = new(model, new Adam(0.1f));
        alone.Step<BiasObjective>(new Batch(Inputs, Targets, 2));
        float move = alone.Parameters.Values[2] - model.Parameters.Values[2];
        Trainer<LinearRegression> turns = new(model, new Adam(0.1f));
        turns.Step(new Batch(Inputs, Targets, 2));
        float before = turns.Parameters.Values[2];
        turns.Step<BiasObjective>(new Batch(Inputs, Targets, 2));

        Assert.Equal(Math.Abs(move), Math.Abs(turns.Parameters.Values[2] - before), 4);
    }

    [Fact]
    public void Divergence_LeavesParametersAndStateAsBefore()
    {
        LinearRegression model = LinearRegression.Create(1);
        Trainer<LinearRegression> trainer = new(model);
        trainer.Step(new Batch(Inputs, Targets, 2));
        float[] parameters = trainer.Parameters.Values.ToArray();
        float[] state = trainer.Parameters.State.ToArray();
        TrainingDivergedException exception = Assert.Throws<TrainingDivergedException>(() => trainer.Step(new Batch([float.NaN, 0], [0], 1)));

        Assert.Equal(parameters, trainer.Parameters.Values.ToArray());
        Assert.Equal(state, trainer.Parameters.State.ToArray());
        Assert.Equal(parameters, exception.Best.Values.ToArray());
        Assert.StartsWith("The training diverged: 'Loss' is not a number in step 2", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_IsASnapshot()
    {
        Trainer<LinearRegression> trainer = new(LinearRegression.Create(1));
        LinearRegression snapshot = trainer.Model();
        float[] values = snapshot.Parameters.Values.ToArray();
        trainer.Step(new Batch(Inputs, Targets, 2));
        Assert.Equal(values, snapshot.Parameters.Values.ToArray());
        Assert.NotEqual(values, trainer.Parameters.Values.ToArray());
    }

    [Fact]
    public void Step_AllocatesNothing()
    {
        Trainer<LinearRegression> trainer = new(LinearRegression.Create(1));
        Assert.Equal(0, Allocated.ByEach(() => trainer.Step<BiasObjective>(new Batch(Inputs, Targets, 2))));
    }

    [Fact]
    public void EmptyBatch_AndSizesTheModelDoesNotHave_AreRefused()
    {
        Trainer<LinearRegression> trainer = new(LinearRegression.Create(1));
        Assert.Throws<ArgumentException>(() => trainer.Step(default));
        ArgumentException exception = Assert.Throws<ArgumentException>(() => trainer.Step(new Batch { Count = 1, Inputs = Inputs, Sizes = [3] }));
        Assert.StartsWith("The model 'LinearRegression' has 0 named sizes (none), but the batch gives 1.", exception.Message, StringComparison.Ordinal);
    }
}
