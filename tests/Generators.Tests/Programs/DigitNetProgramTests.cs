using System.Text.RegularExpressions;

namespace Adjoint.Generators.Tests.Programs;

/// <summary>The sample's generated program: what it uses, and that nothing but its arguments decides what it gives.</summary>
public sealed partial class DigitNetProgramTests
{
    private const int Count = 32;

    private static readonly GeneratorRun Run = GeneratorFixture.Run(GeneratorFixture.DigitNet);

    private static readonly GeneratedModel Model = GeneratedModel.Of(Run.CompileAndLoad(), "DigitNet");

    [Fact]
    public void ArenaInTheHeader_IsWhatTheWorkspaceAllocates()
    {
        string program = Run["DigitNet.Program.g.cs"];
        MatchCollection headers = ArenaHeader().Matches(program);
        MemoryFormula[] formulas = [Model.Description.TrainingMemory, Model.Description.EvaluationMemory, Model.Description.InputGradientMemory, Model.Description.PredictionMemory];
        Assert.Equal(formulas.Length, headers.Count);
        foreach ((Match header, MemoryFormula formula) in headers.Zip(formulas))
        {
            foreach (int count in new[] { 1, 7, 32 })
            {
                long printed = (Number(header.Groups["slope"]) * count) + Number(header.Groups["constant"]);
                Assert.Equal(printed, new Workspace(formula.FloatsFor(count)).Bytes);
            }
        }
    }

    [Fact]
    public void Programs_RunInJustTheArenaOfTheHeader()
    {
        (float[] parameters, float[] inputs, int[] labels) = Data(seed: 3);
        Batch batch = new(inputs, labels);
        float[] gradient = new float[parameters.Length];
        float[] outputs = new float[Count * Model.Description.OutputLength];
        ModelDescription description = Model.Description;

        Model.Gradient(parameters, in batch, new RandomKey(1, 1), gradient, new Workspace(description.TrainingMemory.FloatsFor(Count)));
        Model.Loss(parameters, in batch, new Workspace(description.EvaluationMemory.FloatsFor(Count)));
        Model.Predict(parameters, inputs, outputs, Count, new Workspace(description.PredictionMemory.FloatsFor(Count)));

        // One cache line less is too little, so the formulas are not larger than need be.
        Assert.Throws<ArgumentException>(() => Model.Gradient(
            parameters, new Batch(inputs, labels), new RandomKey(1, 1), gradient, new Workspace(description.TrainingMemory.FloatsFor(Count) - 16)));
        Assert.Throws<ArgumentException>(() => Model.Predict(
            parameters, inputs, outputs, Count, new Workspace(description.PredictionMemory.FloatsFor(Count) - 16)));
    }

    [Fact]
    public void Training_GivesTheSameBits_ForAnyNumberOfThreadsAndOnEveryRun()
    {
        Random random = new(5);
        Dataset data = Dataset.WithLabels(Samples.Normal(random, 300 * 64), Samples.Labels(random, 300, 10), 64);
        float[][] runs = [.. new[] { 1, 2, 3, 1 }.Select(threads =>
            Model.Train(seed: 9, data, new FitOptions { Epochs = 3, Seed = 9, Optimizer = new Adam(1e-2f), Threads = new Threads(threads) }))];
        float[] other = Model.Train(seed: 9, data, new FitOptions { Epochs = 3, Seed = 10, Optimizer = new Adam(1e-2f), Threads = new Threads(1) });

        Assert.All(runs, run => Assert.Equal(Bits(runs[0]), Bits(run)));
        Assert.NotEqual(Bits(runs[0]), Bits(other));

        static int[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToInt32Bits)];
    }

    [Fact]
    public void Dropout_FollowsTheKey_AndIsAbsentFromPrediction()
    {
        (float[] parameters, float[] inputs, int[] labels) = Data(seed: 6);
        float[] gradient = new float[parameters.Length];
        Workspace workspace = new(Model.Description.TrainingMemory.FloatsFor(Count));
        float first = Model.Gradient(parameters, new Batch(inputs, labels), new RandomKey(1, 1), gradient, workspace);
        float again = Model.Gradient(parameters, new Batch(inputs, labels), new RandomKey(1, 1), gradient, workspace);
        float nextStep = Model.Gradient(parameters, new Batch(inputs, labels), new RandomKey(1, 2), gradient, workspace);
        float predicted = Model.Loss(parameters, new Batch(inputs, labels), workspace);

        Assert.Equal(first, again);
        Assert.NotEqual(first, nextStep);
        Assert.NotEqual(first, predicted);
    }

    [Fact]
    public void LabelOutsideTheClasses_IsRefusedWithItsRow()
    {
        (float[] parameters, float[] inputs, int[] labels) = Data(seed: 7);
        labels[5] = 10;
        Workspace workspace = new(Model.Description.TrainingMemory.FloatsFor(Count));
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() =>
            Model.Gradient(parameters, new Batch(inputs, labels), default, new float[parameters.Length], workspace));
        Assert.Contains("5", exception.Message, StringComparison.Ordinal);
    }

    [GeneratedRegex("// arena (?<slope>[0-9,]+) n( \\+ (?<constant>[0-9,]+))? bytes")]
    private static partial Regex ArenaHeader();

    private static long Number(Group group) =>
        group.Success ? long.Parse(group.Value.Replace(",", string.Empty, StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture) : 0;

    private static (float[] Parameters, float[] Inputs, int[] Labels) Data(int seed)
    {
        Random random = new(seed);
        return (Samples.Parameters(Model.Description, random), Samples.Normal(random, Count * 64), Samples.Labels(random, Count, 10));
    }
}
