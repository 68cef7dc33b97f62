using System.Globalization;
using System.Reflection;
using Adjoint.Compiler.Syntax;
using Adjoint.Interpreter;
using Adjoint.Tests;
using Xunit.Abstractions;

namespace Adjoint.Generators.Tests.Programs;

/// <summary>Generated = interpreted: the programs of random declarations against the oracle, loss, outputs and every gradient.</summary>
public sealed class AgreementTests(ITestOutputHelper output)
{
    private const int Seed = 20261121;
    private const int Models = 100;

    /// <summary>√250: how the rounding errors of a sum of so many terms add up.</summary>
    private const double SumsInSingle = 16;

    private static readonly int[] BatchSizes = [1, 3, 8];

    private static readonly Lazy<(ModelSpec Spec, GeneratedModel Model)[]> Compiled = new(CompileAll);

    [Fact]
    public void RandomModels_ComputeWhatTheOracleSays()
    {
        int comparisons = 0;
        int illConditioned = 0;
        foreach ((ModelSpec spec, GeneratedModel model) in Compiled.Value)
        {
            foreach (int count in BatchSizes)
            {
                Run run = new(spec, model, count);
                foreach ((string what, double distance, double single) in run.Distances())
                {
                    // A saturated activation loses digits in 1 - y·y, and a result that nearly cancels loses them too, whoever computes it.
                    // Where single precision itself can't do better, by the interpreter's own account, the program may be as much worse as
                    // its sums explain: the interpreter adds up to some 250 terms in double before it rounds, the program after each.
                    comparisons++;
                    illConditioned += distance > Agreement.Tolerance ? 1 : 0;
                    double allowed = Math.Max(Agreement.Tolerance, SumsInSingle * single);
                    Assert.True(
                        distance <= allowed,
                        $"seed {Seed}, {spec.Name}, batch {count}: {what} differs by {distance}, the interpreter in single precision by {single}\n{RandomModels.Source(spec)}");
                }
            }
        }

        output.WriteLine($"seed {Seed}: {comparisons} comparisons, {illConditioned} beyond {Agreement.Tolerance}");
        Assert.True(illConditioned <= comparisons / 50, $"seed {Seed}: {illConditioned} of {comparisons} comparisons are beyond {Agreement.Tolerance}");
    }

    [Fact]
    public void WrongGradient_IsNoticed()
    {
        (ModelSpec spec, GeneratedModel model) = Compiled.Value[0];
        Run run = new(spec, model, count: 3);
        foreach (ParameterInfo parameter in model.Description.Parameters)
        {
            int largest = Enumerable.Range(parameter.Offset, parameter.Length).MaxBy(index => Math.Abs(run.Gradient[index]));
            if (run.Gradient[largest] != 0)
            {
                run.Gradient[largest] *= 1.0001f;
                Assert.True(run.GradientDistance(parameter) > Agreement.Tolerance, $"seed {Seed}: a wrong gradient of {parameter.Name} passed");
            }
        }
    }

    [Fact]
    public void OtherDropoutMask_IsNoticed()
    {
        // Where a loss can change at all: not when there is one class, and not when what is dropped is zero anyway.
        (ModelSpec Spec, GeneratedModel Model)[] dropping = [.. Compiled.Value.Where(static pair => pair.Spec.Parts.Any(Drops))];
        int noticed = dropping.Count(static pair => new Run(pair.Spec, pair.Model, count: 8, oracleStep: 18).LossDistance > Agreement.Tolerance);
        Assert.True(noticed > dropping.Length * 3 / 4, $"seed {Seed}: another mask is noticed in {noticed} of {dropping.Length} models");

        static bool Drops(PartSpec part) => part.Layers.Any(static layer => layer.Name == "Dropout" && layer.Arguments[0].Value is RealSpec { Value: > 0 });
    }

    [Fact]
    public void EverySlidingLayer_IsAmongTheModels() => Assert.Empty(RandomSlides.Names.Except(
        Compiled.Value.SelectMany(static pair => pair.Spec.Parts).SelectMany(static part => part.Layers).Select(static layer => layer.Name)));

    private static (ModelSpec, GeneratedModel)[] CompileAll()
    {
        Random random = new(Seed);
        ModelSpec[] specs =
        [
            .. SlidingModels.All,
            .. AttentionModels.All,
            .. Enumerable.Range(0, Models).Select(number => RandomModels.Next(random, "Sampled" + number.ToString(CultureInfo.InvariantCulture))),
        ];
        (string, string)[] files = [.. specs.Select(static spec => (spec.FileName, "#pragma warning disable ADJ0303, ADJ0305, ADJ0306, ADJ0307, ADJ0311 // What is random makes little sense.\n" + RandomModels.Source(spec)))];
        Assembly assembly = GeneratorFixture.Run(GeneratorFixture.Compile(files)).CompileAndLoad();
        return [.. specs.Select(spec => (spec, GeneratedModel.Of(assembly, $"{spec.Namespace}.{spec.Name}")))];
    }

    /// <summary>One batch through the generated programs and through the oracle.</summary>
    private sealed class Run
    {
        private readonly float _loss;
        private readonly float _evaluation;
        private readonly float[] _outputs;
        private readonly (double Loss, IReadOnlyDictionary<string, double[]> Gradients) _expected;
        private readonly (double Loss, IReadOnlyDictionary<string, double[]> Gradients) _single;
        private readonly (double[] Outputs, double Loss) _expectedPrediction;
        private readonly (double[] Outputs, double Loss) _singlePrediction;

        public Run(ModelSpec spec, GeneratedModel model, int count, ulong oracleStep = 17)
        {
            Random random = new(Seed + count);
            ModelDescription description = model.Description;
            bool classifies = description.Loss == Loss.CrossEntropy;
            float[] parameters = Samples.Parameters(description, random);
            float[] inputs = Samples.Normal(random, count * description.InputLength);
            float[] targets = Samples.Normal(random, count * description.OutputLength);
            int[] labels = Samples.Labels(random, count, description.OutputLength);
            double[] wanted = classifies ? [.. labels.Select(static label => (double)label)] : [.. targets.Select(static target => (double)target)];
            Batch batch = classifies ? new(inputs, labels) : new(inputs, targets, count);

            // What is not overwritten stays NaN, and is then noticed.
            Gradient = [.. Enumerable.Repeat(float.NaN, description.ParameterBufferLength)];
            _outputs = [.. Enumerable.Repeat(float.NaN, count * description.OutputLength)];
            _loss = model.Gradient(parameters, in batch, new RandomKey(11, 17), Gradient, Filled(description.TrainingMemory, count));
            _evaluation = model.Loss(parameters, in batch, Filled(description.EvaluationMemory, count));
            model.Predict(parameters, inputs, _outputs, count, Filled(description.PredictionMemory, count));
            _expected = Oracle.Gradient(spec, description, parameters, inputs, wanted, count, new RandomKey(11, oracleStep), Precision.Double);
            _single = Oracle.Gradient(spec, description, parameters, inputs, wanted, count, new RandomKey(11, oracleStep), Precision.Single);
            _expectedPrediction = Oracle.Predict(spec, description, parameters, inputs, wanted, count, Precision.Double);
            _singlePrediction = Oracle.Predict(spec, description, parameters, inputs, wanted, count, Precision.Single);
            Model = model;
        }

        private GeneratedModel Model { get; }

        public float[] Gradient { get; }

        public double LossDistance => Agreement.Distance([_expected.Loss], [_loss]);

        private double EvaluationDistance => Agreement.Distance([_expectedPrediction.Loss], [_evaluation]);

        private double OutputDistance => Agreement.Distance(_expectedPrediction.Outputs, _outputs);

        public double GradientDistance(ParameterInfo parameter) =>
            Agreement.Distance(_expected.Gradients[parameter.Name], Gradient.AsSpan(parameter.Offset, parameter.Length));

        /// <summary>How far every result is from the oracle's, and how far the interpreter is in single precision.</summary>
        public IEnumerable<(string What, double Distance, double Single)> Distances()
        {
            yield return ("the loss", LossDistance, Agreement.Distance([_expected.Loss], [(float)_single.Loss]));
            yield return ("the loss as in prediction", EvaluationDistance, Agreement.Distance([_expectedPrediction.Loss], [(float)_singlePrediction.Loss]));
            yield return ("the output", OutputDistance, Agreement.Distance(_expectedPrediction.Outputs, Floats(_singlePrediction.Outputs)));
            foreach (ParameterInfo parameter in Model.Description.Parameters)
            {
                yield return (
                    $"the gradient of {parameter.Name}",
                    GradientDistance(parameter),
                    Agreement.Distance(_expected.Gradients[parameter.Name], Floats(_single.Gradients[parameter.Name])));
            }

            static float[] Floats(double[] values) => [.. values.Select(static value => (float)value)];
        }

        private static Workspace Filled(MemoryFormula memory, int count)
        {
            Workspace workspace = new(memory.FloatsFor(count), new Threads(2));
            workspace.Arena.Fill(float.NaN);
            return workspace;
        }
    }
}
