using System.Reflection;
using Adjoint.Compiler;
using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;
using Adjoint.Emit;
using Adjoint.Interpreter;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Adjoint.Generators.Tests.Architectures;

/// <summary>The programs of a declaration, run on random values next to the interpreter of the graph as declared.</summary>
internal sealed class ArchitectureProgram
{
    private delegate float LossAndGradient(
        ReadOnlySpan<float> parameters, Span<float> state, in Batch batch, RandomKey key, Span<float> gradient, Workspace workspace);

    private delegate float LossOnly(ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, in Batch batch, Workspace workspace);

    private delegate void Filling(ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, in Batch batch, Span<float> results, Workspace workspace);

    private readonly CompiledModel _model;
    private readonly Type _type;
    private readonly Dictionary<string, long> _bindings;
    private readonly Dictionary<string, double[]> _values = [];
    private readonly Random _random;
    private readonly int _count;

    /// <param name="spec">The declaration.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="size">The value of every named size.</param>
    /// <param name="seed">The random values.</param>
    public ArchitectureProgram(ModelSpec spec, int count, int size, int seed)
    {
        _model = ModelCompiler.Compile(spec) ?? throw new InvalidOperationException(string.Join("\n", ModelCompiler.Check(spec).Select(static error => $"{error.Rule.Id} {error.Message}")));
        Text = new ProgramWriter(_model).Write();
        _count = count;
        _random = new Random(seed);
        _bindings = _model.Sizes.ToDictionary(static named => named.Name, _ => (long)size);
        _bindings[Size.BatchName] = count;
        _type = Load();
        foreach (PlacedParameter item in _model.Parameters.Items.Concat(_model.States.Items))
        {
            // Running variances are positive.
            _values[item.FullName] = [.. Draw(item.Leaf.Type).Select(value => item.Leaf is StateLeaf ? Math.Abs(value) + 0.5 : 0.5 * value)];
        }
    }

    /// <summary>The program file.</summary>
    public string Text { get; }

    /// <summary>How far every result of the programs is from the interpreter's, and how far the interpreter itself is in single precision.</summary>
    public IEnumerable<(string What, double Distance, double Single)> Distances(ModelSpec spec)
    {
        for (int i = 0; i < _model.Objectives.Count; i++)
        {
            CompiledObjective objective = _model.Objectives[i];
            Dictionary<string, double[]> given = Inputs(objective.Inputs, objective.Target);
            string prefix = ProgramSignatures.PrefixOf(objective.Signature);
            float[] state = Buffer(_model.States);
            float[] gradient = [.. Enumerable.Repeat(float.NaN, Floats(_model.Parameters.Length))];
            float loss = 0;
            WithBatch(objective.Signature, given, (in Batch batch) => loss = Method<LossAndGradient>(prefix + "Gradient")(
                Buffer(_model.Parameters), state, batch, new RandomKey(3, 5), gradient, Filled(objective.Training)));
            Graph graph = ModelCompiler.TrainingGraph(spec, i);
            foreach ((Output output, double[] expected, double[] single) in Interpret(graph, given))
            {
                (string what, float[] found) = output.Target switch
                {
                    GradientOutput target => ($"{objective.Name}: gradient of {target.Parameter}", Part(gradient, objective.Signature.Gradients[target.Parameter])),
                    StateOutput target => ($"{objective.Name}: next {target.State}", Part(state, _model.States[target.State])),
                    _ => ($"{objective.Name}: loss in training", [loss]),
                };
                yield return (what, Distance(expected, found), Distance(expected, single));
            }

            float evaluated = 0;
            WithBatch(objective.Signature, given, (in Batch batch) => evaluated = Method<LossOnly>(prefix + "Loss")(Buffer(_model.Parameters), Buffer(_model.States), batch, Filled(objective.Evaluation)));
            foreach ((_, double[] expected, double[] single) in Interpret(ModelCompiler.PredictionGraphs(spec, i).Evaluation, given))
            {
                yield return ($"{objective.Name}: loss", Distance(expected, [evaluated]), Distance(expected, single));
            }
        }

        Dictionary<string, double[]> inputs = Inputs(_model.Inputs, null);
        float[] outputs = [.. Enumerable.Repeat(float.NaN, _model.Outputs.Sum(output => Floats(output.Type.Shape.Count)))];
        WithBatch(_model.Signature.Objectives[0] with { Inputs = _model.Inputs, Target = null }, inputs, (in Batch batch) =>
            Method<Filling>("Predict")(Buffer(_model.Parameters), Buffer(_model.States), batch, outputs, Filled(_model.Prediction)));
        int offset = 0;
        foreach ((Output output, double[] expected, double[] single) in Interpret(ModelCompiler.PredictionGraphs(spec).Prediction, inputs))
        {
            yield return ("prediction", Distance(expected, outputs[offset..(offset + expected.Length)]), Distance(expected, single));
            offset += expected.Length;
        }
    }

    private delegate void Use(in Batch batch);

    private void WithBatch(ObjectiveSignature objective, Dictionary<string, double[]> given, Use use)
    {
        float[] floats = [.. objective.Inputs.Where(static input => input.Type.Element == ElementType.Float32).SelectMany(input => given[input.Name]).Select(static value => (float)value)];
        int[] integers = [.. objective.Inputs.Where(static input => input.Type.Element == ElementType.Int32).SelectMany(input => given[input.Name]).Select(static value => (int)value)];
        bool labels = objective.Target is { Element: ElementType.Int32 };
        double[] target = objective.Target is null ? [] : given["target"];
        int[] sizes = [.. _model.Sizes.Select(size => (int)_bindings[size.Name])];
        Batch batch = new()
        {
            Count = _count,
            Inputs = floats,
            IntegerInputs = integers,
            Labels = labels ? [.. target.Select(static value => (int)value)] : [],
            Targets = labels ? [] : [.. target.Select(static value => (float)value)],
            Sizes = sizes,
        };
        use(in batch);
    }

    private Dictionary<string, double[]> Inputs(IReadOnlyList<NamedType> inputs, TensorType? target)
    {
        Dictionary<string, double[]> values = inputs.ToDictionary(static input => input.Name, input => Draw(input.Type));
        if (target is { } type)
        {
            values["target"] = Draw(type);
        }

        return values;
    }

    /// <summary>Random values of a type; whole numbers are valid in every table and as every label of these networks.</summary>
    private double[] Draw(TensorType type) =>
        [.. Enumerable.Range(0, Floats(type.Shape.Count)).Select(_ => type.Element == ElementType.Int32 ? _random.Next(2) : (_random.NextDouble() * 2) - 1)];

    private IEnumerable<(Output Output, double[] Expected, double[] Single)> Interpret(Graph graph, Dictionary<string, double[]> given)
    {
        EvaluationContext context = new(_bindings, 3, 5);
        IReadOnlyList<Tensor> exact = GraphInterpreter.Run(graph, ValueOf, context, Precision.Double);
        IReadOnlyList<Tensor> single = GraphInterpreter.Run(graph, ValueOf, new EvaluationContext(_bindings, 3, 5), Precision.Single);
        return graph.Outputs.Select((output, i) => (output, exact[i].Values, single[i].Values));

        double[] ValueOf(Leaf leaf) => leaf switch
        {
            ParameterLeaf parameter => Rounded(_values[parameter.FullName]),
            StateLeaf state => Rounded(_values[state.FullName]),
            InputLeaf input => Rounded(given[input.InputName]),
            _ => Rounded(given["target"]),
        };
    }

    private static double[] Rounded(double[] values) => [.. values.Select(static value => (double)(float)value)];

    private float[] Buffer(ParameterLayout layout)
    {
        float[] buffer = new float[Floats(layout.Length)];
        foreach (PlacedParameter item in layout.Items)
        {
            _values[item.FullName].Select(static value => (float)value).ToArray().CopyTo(buffer, Floats(item.Offset));
        }

        return buffer;
    }

    private float[] Part(float[] buffer, PlacedParameter item) => buffer.AsSpan(Floats(item.Offset), Floats(item.Length)).ToArray();

    private float[] Part(float[] buffer, PlacedGradient item) => buffer.AsSpan(Floats(item.Offset), Floats(item.Length)).ToArray();

    private int Floats(Size size) => (int)size.Evaluate(_bindings);

    private Workspace Filled(CompiledProgram program)
    {
        Workspace workspace = new(Floats(program.Plan.Total), new Threads(2));
        workspace.Arena.Fill(float.NaN);
        return workspace;
    }

    /// <summary>The largest difference, relative to the largest element.</summary>
    private static double Distance(double[] expected, IEnumerable<float> found) => Distance(expected, found.Select(static value => (double)value).ToArray());

    private static double Distance(double[] expected, double[] found)
    {
        double scale = Math.Max(1e-3, expected.Max(static value => Math.Abs(value)));
        return found.Length != expected.Length || found.Any(double.IsNaN) ? double.PositiveInfinity : expected.Zip(found, (a, b) => Math.Abs(a - b)).Max() / scale;
    }

    private TDelegate Method<TDelegate>(string name)
        where TDelegate : Delegate => _type.GetMethod(name, BindingFlags.Static | BindingFlags.Public)!.CreateDelegate<TDelegate>();

    /// <summary>The class of the programs, made visible; the record's own members are not needed.</summary>
    private Type Load()
    {
        string text = Text.Substring(Text.IndexOf("namespace Adjoint.Generated", StringComparison.Ordinal)).Replace("file static class", "public static class", StringComparison.Ordinal);
        CSharpCompilation compilation = GeneratorFixture.Compile(("Programs.cs", text));
        Diagnostic[] problems = [.. compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];
        if (problems.Length > 0)
        {
            throw new InvalidOperationException($"{problems[0]}\n{text}");
        }

        using MemoryStream image = new();
        compilation.Emit(image);
        return Assembly.Load(image.ToArray()).GetType($"Adjoint.Generated.{_model.Spec.Name}Programs", throwOnError: true)!;
    }
}
