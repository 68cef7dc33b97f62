using System.Reflection;
using Adjoint;
using Adjoint.Compiler;
using Adjoint.Compiler.Budgets;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;
using Adjoint.Interpreter;
using Adjoint.Syntax;

namespace Models.Tests.Derived;

/// <summary>A model whose budget has chosen what its loss trains moves that, each by its own gradient, and leaves the rest as it is to the last bit.</summary>
public sealed class ChosenTests
{
    private const int Rows = 12;

    public static TheoryData<Optimizer> Optimizers() => new(
        new Sgd(0.1f),
        new Sgd(0.1f) { Momentum = 0.9f, WeightDecay = 0.1f },
        new AdamW(1e-2f),
        new Lion(1e-3f),
        new Lamb(),
        new Muon(),
        new Sam(new Sgd(0.1f)));

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Training_MovesWhatIsChosenAlone(Optimizer optimizer)
    {
        string[] chosen = [.. LossObjective<ChosenNet>.Describe([]).Updates];
        Assert.InRange(chosen.Length, 1, ChosenNet.Description.Parameters.Length - 1);
        ChosenNet model = ChosenNet.Create(seed: 3);
        (float[] x, int[] labels) = Data();

        Trainer<ChosenNet> trainer = new(model, optimizer, threads: new Threads(1));
        for (int step = 0; step < 3; step++)
        {
            trainer.Step(new Batch(x, labels));
        }

        Assert.Equal(chosen.Order(), Moved(model.Parameters, trainer.Parameters));
        ChosenNet fitted = model.Fit(Dataset.WithLabels(x, labels, 64), null, new FitOptions { Epochs = 2, BatchSize = 5, Optimizer = optimizer, Threads = new Threads(1) });
        Assert.Equal(chosen.Order(), Moved(model.Parameters, fitted.Parameters));
    }

    [Fact]
    public void EachStep_IsByTheGradientThatTheInterpreterComputes()
    {
        const float rate = 0.25f;
        ChosenNet model = ChosenNet.Create(seed: 4);
        (float[] x, int[] labels) = Data();
        Trainer<ChosenNet> trainer = new(model, new Sgd(rate), threads: new Threads(1));
        trainer.Step(new Batch(x, labels));

        ModelSpec declared = SpecText.Read(typeof(ChosenNet).GetCustomAttribute<CompiledModelAttribute>()!.Declaration, origin: 0)!;
        Graph graph = ModelCompiler.TrainingGraph(BudgetPass.Run(declared).Steps["Loss"].Spec);
        IReadOnlyList<Tensor> values = GraphInterpreter.Run(graph, ValueOf, new EvaluationContext(new Dictionary<string, long> { [Size.BatchName] = Rows }, 0, 1), Precision.Double);
        List<string> names = [];
        foreach ((Output output, Tensor gradient) in graph.Outputs.Zip(values))
        {
            if (output.Target is not GradientOutput { Parameter: var name })
            {
                continue;
            }

            names.Add(name);
            float[] before = model.Parameters[name].ToArray();
            float[] after = trainer.Parameters[name].ToArray();
            Assert.All(before, (value, i) => Assert.Equal(value - (rate * gradient.Values[i]), after[i], 1e-6));
        }

        Assert.Equal(LossObjective<ChosenNet>.Describe([]).Updates.Order(), names.Order());

        double[] ValueOf(Leaf leaf) => leaf switch
        {
            InputLeaf => Array.ConvertAll(x, static value => (double)value),
            TargetLeaf => Array.ConvertAll(labels, static label => (double)label),
            _ => Array.ConvertAll(model.Parameters[((NamedLeaf)leaf).FullName].ToArray(), static value => (double)value),
        };
    }

    [Fact]
    public void WhatIsSaid_IsTheSameEverywhere()
    {
        ObjectiveDescription loss = LossObjective<ChosenNet>.Describe([]);
        Assert.Equal(loss.Gradients.Select(static gradient => gradient.Parameter), loss.Updates);
        Assert.Equal(
            loss.Updates.Sum(static name => ChosenNet.Description.Parameters.Single(parameter => parameter.Name == name).Length),
            ChosenNet.Cost.Objective("Loss").Total.TrainedParameters);
    }

    [Fact]
    public void AModelOfObjectives_IsStepByStepTrainedForItsFirst()
    {
        Assert.Equal(OutputFirst.TuneObjective.Describe([]).Updates.ToArray(), LossObjective<OutputFirst>.Describe([]).Updates.ToArray());
        OutputFirst model = OutputFirst.Create(seed: 5);
        (float[] x, int[] labels) = Data();
        Trainer<OutputFirst> trainer = new(model, new Adam(0.01f), threads: new Threads(1));
        trainer.Step(new Batch { Count = Rows, Inputs = x, IntegerInputs = labels });
        Assert.Equal(["Output.Dense.Bias", "Output.Dense.Kernel"], Moved(model.Parameters, trainer.Parameters));
    }

    private static IEnumerable<string> Moved(ParameterBuffer before, ParameterBuffer after) => before.Description.Parameters
        .Select(static parameter => parameter.Name)
        .Where(name => !before[name].SequenceEqual(after[name]))
        .Order();

    private static (float[] X, int[] Labels) Data()
    {
        Random random = new(6);
        return ([.. Enumerable.Range(0, Rows * 64).Select(_ => random.NextSingle())], [.. Enumerable.Range(0, Rows).Select(static row => row % 10)]);
    }
}
