using System.Reflection;
using Adjoint.Compiler;
using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Adjoint.Emit;
using Adjoint.Interpreter;
using Adjoint.Tests;

namespace Adjoint.Generators.Tests.Programs;

/// <summary>
/// The programs of a graph that is built directly: from samples and parameters to outputs, with the mean squared error as loss. They
/// are written, compiled and run, and compared with the interpreter on the graph as it was built.
/// </summary>
internal sealed class GraphPrograms
{
    private const string Name = "Built";

    private readonly Graph _training;
    private readonly Graph _prediction;
    private readonly GeneratedModel _model;

    /// <param name="samples">The shape of the samples, with the batch axis.</param>
    /// <param name="forward">From the builder and the samples to the outputs.</param>
    public GraphPrograms(Shape samples, Func<GraphBuilder, Node, Node> forward)
    {
        GraphBuilder builder = new();
        Node output = forward(builder, builder.Add(new InputLeaf(TensorType.Float(samples))));
        Node target = builder.Add(new TargetLeaf(output.Type));
        builder.Origin = new Origin("Loss", null, 0);
        Node difference = builder.Subtract(output, target);
        Node loss = builder.Mean(builder.Multiply(difference, difference), Enumerable.Range(0, output.Shape.Rank).ToEquatableArray());
        _prediction = builder.Build([new Output(new PredictionOutput(), output)]);
        Graph evaluation = builder.Build([new Output(new LossOutput(), loss)]);
        Node[] parameters = [.. evaluation.Nodes.Where(static node => node.Operation is ParameterLeaf)];
        _training = builder.Build(
        [
            .. evaluation.Outputs,
            .. parameters.Zip(ReverseMode.Gradient(builder, loss, parameters), static (parameter, gradient) =>
                new Output(new GradientOutput(((ParameterLeaf)parameter.Operation).FullName), gradient!)),
        ]);
        NamedType[] inputs = [new("inputs", TensorType.Float(samples))];
        ParameterLayout layout = new(parameters.Select(static parameter => (ParameterLeaf)parameter.Operation));
        string[] trained = [.. layout.Items.Select(static item => item.FullName)];
        GradientLayout gradients = GradientLayout.Of(trained.ToHashSet(), layout, static _ => null);
        ObjectiveSignature objective = new("Loss", inputs, target.Type, trained, gradients, []);
        ModelSignature signature = new(
            Declaration(),
            layout,
            new ParameterLayout([]),
            inputs,
            [new NamedType("Output", output.Type)],
            [],
            [],
            [],
            [objective]);
        CompiledModel model = new(
            signature, ModelCompiler.Lower(_prediction), null, [new CompiledObjective(objective, ModelCompiler.Lower(_training, gradients: gradients), ModelCompiler.Lower(evaluation), null)]);
        Training = model.Training;
        Text = new ProgramWriter(model).Write().Replace("   \u00010\u0002", string.Empty);
        string[] texts = ["public partial record Built(Layer Loop);", new MembersWriter(signature).Write(), Text];
        GeneratorRun run = GeneratorFixture.Run(GeneratorFixture.Compile([.. texts.Select(static (text, i) => ($"File{i}.cs", text))]));
        _model = GeneratedModel.Of(run.CompileAndLoad(), Name);
    }

    /// <summary>The training program.</summary>
    public CompiledProgram Training { get; }

    /// <summary>The file of the programs.</summary>
    public string Text { get; }

    /// <summary>What differs from the interpreter for a batch of random samples; nothing when all is well.</summary>
    public string? Compare(int count, int seed, double tolerance = Agreement.Tolerance)
    {
        Random random = new(seed);
        ModelDescription description = _model.Description;
        float[] parameters = [.. Samples.Normal(random, description.ParameterBufferLength).Select(static value => 0.3f * value)];
        float[] inputs = Samples.Normal(random, count * description.InputLength);
        float[] targets = Samples.Normal(random, count * description.OutputLength);
        float[] gradient = [.. Enumerable.Repeat(float.NaN, description.ParameterBufferLength)];
        float[] outputs = [.. Enumerable.Repeat(float.NaN, count * description.OutputLength)];
        Batch batch = new(inputs, targets, count);
        float loss = _model.Gradient(parameters, in batch, new RandomKey(1, 2), gradient, Filled(description.TrainingMemory, count));
        float evaluated = _model.Loss(parameters, in batch, Filled(description.EvaluationMemory, count));
        _model.Predict(parameters, inputs, outputs, count, Filled(description.PredictionMemory, count));

        IReadOnlyList<Tensor> expected = Interpret(_training);
        List<(string What, double Distance)> distances =
        [
            ("the loss", Agreement.Distance(expected[0].Values, [loss])),
            ("the loss as in prediction", Agreement.Distance(expected[0].Values, [evaluated])),
            ("the outputs", Agreement.Distance(Interpret(_prediction)[0].Values, outputs)),
            .. _training.Outputs.Zip(expected).Skip(1).Select(pair =>
            {
                ParameterInfo info = description.Parameters.Single(info => info.Name == ((GradientOutput)pair.First.Target).Parameter);
                return ("the gradient of " + info.Name, Agreement.Distance(pair.Second.Values, gradient.AsSpan(info.Offset, info.Length)));
            }),
        ];
        return distances.Where(pair => !(pair.Distance <= tolerance))
            .Select(pair => $"seed {seed}, batch {count}: {pair.What} differs by {pair.Distance}\n{Text}").FirstOrDefault();

        IReadOnlyList<Tensor> Interpret(Graph graph) => GraphInterpreter.Run(
            graph,
            leaf => leaf is InputLeaf ? Doubles(inputs) : leaf is not ParameterLeaf parameter ? Doubles(targets)
                : Doubles(parameters.AsSpan(Info(parameter).Offset, Info(parameter).Length).ToArray()),
            new EvaluationContext(new Dictionary<string, long> { [Size.BatchName] = count }, 1, 2),
            Precision.Double);

        ParameterInfo Info(ParameterLeaf parameter) => description.Parameters.Single(info => info.Name == parameter.FullName);

        static double[] Doubles(float[] values) => [.. values.Select(static value => (double)value)];
    }

    /// <summary>The bytes that the calling thread allocates in a training step, once warm.</summary>
    public long Allocated(int count)
    {
        ModelDescription description = _model.Description;
        float[] parameters = new float[description.ParameterBufferLength];
        float[] gradient = new float[parameters.Length];
        float[] inputs = new float[count * description.InputLength];
        float[] targets = new float[count * description.OutputLength];
        Workspace workspace = new(description.TrainingMemory.FloatsFor(count), new Threads(1));
        Step(50);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Step(2);
        return GC.GetAllocatedBytesForCurrentThread() - before;

        void Step(int times)
        {
            for (int i = 0; i < times; i++)
            {
                _model.Gradient(parameters, new Batch(inputs, targets, count), new RandomKey(1, 2), gradient, workspace);
            }
        }
    }

    private static ModelSpec Declaration() => RandomModels.Next(new Random(0), Name) with
    {
        Namespace = string.Empty,
        Input = new TextSpec("1", 0),
        Loss = new TextSpec("MeanSquaredError", 0),
        Parts = [new PartSpec("Loop", [new LayerSpec("Tanh", [], 0)], 0)],
    };

    /// <summary>Memory in which what is read before it is written is noticed.</summary>
    private static Workspace Filled(MemoryFormula memory, int count)
    {
        long floats = memory.FloatsFor(count);
        Workspace workspace = new(floats, new Threads(2));
        workspace.Take(floats).Fill(float.NaN);
        return workspace;
    }
}
