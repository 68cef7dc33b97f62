using System.Reflection;
using Adjoint.Compiler;
using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Plan;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;
using Adjoint.Emit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Adjoint.Generators.Tests.Programs;

/// <summary>A graph of a loss and gradients, written as a program of its own and compiled.</summary>
internal sealed class GraphProgram
{
    private delegate float Gradient(ReadOnlySpan<float> parameters, Span<float> state, in Batch batch, RandomKey key, Span<float> gradient, Workspace workspace);

    /// <summary>Where samples are independent they come a few at a time, so that small batches are cut too.</summary>
    private const int MicroBatch = 2;

    private readonly CompiledModel _model;
    private readonly Gradient _gradient;

    private GraphProgram(CompiledModel model, string text, Assembly assembly)
    {
        (_model, Text) = (model, text);
        _gradient = assembly.GetType(model.Spec.Name, throwOnError: true)!.GetMethod("Gradient")!.CreateDelegate<Gradient>();
    }

    /// <summary>The program as it was compiled.</summary>
    public string Text { get; }

    public ParameterLayout Parameters => _model.Parameters;

    /// <summary>Whether it works on a few samples at a time.</summary>
    public bool HasMicroBatches => _model.Training.MicroBatch is not null;

    /// <summary>The programs of some graphs, compiled together.</summary>
    public static IReadOnlyList<GraphProgram> Of(IReadOnlyList<Graph> graphs)
    {
        CompiledModel[] models = [.. graphs.Select(static (graph, i) => Lower(graph, "Graph" + i))];
        string[] texts = [.. models.Select(static model => new ProgramWriter(model).Write())];
        CSharpCompilation compilation = GeneratorFixture.Compile([
            .. models.Select(static model => (model.Spec.Name + ".cs", Skeleton(model))),
            .. texts.Select(static (text, i) => ($"Program{i}.cs", text)),
        ]);
        Diagnostic[] problems = [.. compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];
        Assert.True(problems.Length == 0, problems.Length == 0 ? null : $"{problems[0]}\n{problems[0].Location.SourceTree}");
        using MemoryStream image = new();
        Assert.True(compilation.Emit(image).Success);
        Assembly assembly = Assembly.Load(image.ToArray());
        return [.. models.Zip(texts, (model, text) => new GraphProgram(model, text, assembly))];
    }

    /// <summary>Runs the program: the loss, and the gradient in a buffer like that of the parameters.</summary>
    public (float Loss, float[] Gradient) Run(float[] parameters, float[] inputs, int[] labels, Threads threads)
    {
        // What is not overwritten stays NaN, and is then noticed.
        float[] gradient = [.. Enumerable.Repeat(float.NaN, parameters.Length)];
        Size total = _model.Training.Plan.Total;
        long floats = _model.Training.MicroBatch is not { } most
            ? total.Evaluate(new Dictionary<string, long> { [Size.BatchName] = labels.Length })
            : new MemoryFormula(total.OfPower(Size.BatchName, 1).Constant, total.OfPower(Size.BatchName, 0).Constant) { MicroBatch = most, Sums = parameters.Length }
                .FloatsFor(labels.Length, threads.Count);
        Workspace workspace = new(floats, threads);
        workspace.Arena.Fill(float.NaN);
        float loss = _gradient(parameters, [], new Batch(inputs, labels), default, gradient, workspace);
        return (loss, gradient);
    }

    private static CompiledModel Lower(Graph graph, string name)
    {
        CompiledProgram program = ModelCompiler.Lower(graph);
        ParameterLayout parameters = new(graph.Nodes.Select(static node => node.Operation).OfType<ParameterLeaf>());
        GradientLayout gradients = GradientLayout.Of(parameters.Items.Select(static item => item.FullName).ToHashSet(), parameters, static _ => null);
        program = program with { Gradients = gradients, MicroBatch = program.MicroBatch is null ? null : MicroBatch };
        ModelSpec spec = new(string.Empty, [], name, "public", null, new TextSpec("CrossEntropy", 0), [])
        {
            Origin = 0,
            AttributeOrigin = 0,
            FileName = name + ".cs",
        };
        Operation[] leaves = [.. graph.Nodes.Select(static node => node.Operation).Where(static operation => operation is Leaf)];
        TensorType input = leaves.OfType<InputLeaf>().FirstOrDefault()?.Type ?? TensorType.Float([Size.Batch, 4, 3]);
        NamedType[] inputs = [new("inputs", input)];
        ObjectiveSignature objective = new("Loss", inputs, TensorType.Int([Size.Batch]), [], gradients, []);
        ModelSignature signature = new(spec, parameters, new ParameterLayout([]), inputs, inputs, [], [], [], [objective]);
        return new CompiledModel(signature, Nothing(), null, [new CompiledObjective(objective, program, Nothing(), null)]);

        static CompiledProgram Nothing()
        {
            GraphBuilder builder = new();
            Graph nothing = builder.Build([new Output(new LossOutput(), builder.Fill([], 0))]);
            IReadOnlyList<Kernel> kernels = FusionPass.Run(nothing);
            return new CompiledProgram(nothing, kernels, MemoryPlan.Create(nothing, kernels), MicroBatch: null);
        }
    }

    /// <summary>The record that the program's file completes, with a way in.</summary>
    private static string Skeleton(CompiledModel model)
    {
        string partials = string.Join("\n", ProgramSignatures.PartialsOf(model.Signature).Select(static partial => partial + ";"));
        ProgramSignature gradient = ProgramSignatures.Gradient(string.Empty);
        return $$"""
            public partial record {{model.Spec.Name}}
            {
                {{partials}}
                public static float Gradient({{gradient.FullParameters}})
                {
                    float loss = 0f;
                    {{gradient.PartialName}}({{gradient.PartialArguments}});
                    return loss;
                }
            }
            """;
    }
}
