using Adjoint.Compiler;
using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Plan;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;
using Adjoint.Tests.Layers;
using Xunit.Abstractions;
using static Adjoint.Tests.Layers.Declarations;

namespace Adjoint.Tests.Plan;

public class MemoryPlanTests(ITestOutputHelper log)
{
    [Fact]
    public void EveryRead_FindsItsValue()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            ModelSpec spec = RandomModels.Next(new Random(seed));
            CompiledModel model = ModelCompiler.Compile(spec)!;
            foreach (CompiledProgram program in new[] { model.Prediction, model.Evaluation, model.Training })
            {
                foreach (int n in new[] { 1, 2, 3, 17 })
                {
                    Assert.Null(new ArenaSimulation(program.Plan, n).Run(program) is { } problem
                        ? $"seed {seed}, n = {n}: {problem}\n{RandomModels.Source(spec)}{string.Join("\n", Fuse.KernelText.Of(program.Kernels))}"
                        : null);
                }
            }
        }
    }

    [Fact]
    public void ReadOfAnOverwrittenValue_IsCaught()
    {
        // The same program with a plan that was made for its kernels in another order.
        CompiledProgram program = ModelCompiler.Compile(DigitNet)!.Training;
        Assert.Null(new ArenaSimulation(program.Plan, 3).Run(program));
        MemoryPlan wrong = MemoryPlan.Create(program.Graph, [.. program.Kernels.Reverse()]);
        Assert.NotNull(new ArenaSimulation(wrong, 3).Run(program));
    }

    [Fact]
    public void ElementwiseResult_OverwritesAnInputThatDies()
    {
        GraphBuilder b = new();
        Node a = b.Add(new InputLeaf(TensorType.Float([Size.Batch, 6])));
        Node softmax = b.Add(new Softmax(), a);
        Node tanh = b.Add(new Tanh(), softmax);
        Node result = b.Add(new Softmax(), tanh);
        Graph graph = b.Build([new Output(new PredictionOutput(), result)]);
        MemoryPlan plan = MemoryPlan.Create(graph, FusionPass.Run(graph));
        Assert.Equal(plan.Offsets[softmax], plan.Offsets[tanh]);
        Assert.Equal(16 * Size.Batch, plan.Total);
        Assert.Equal([result], plan.Outputs.Keys);
    }

    [Fact]
    public void ElementwiseResult_SparesAnInputThatIsReadLater()
    {
        GraphBuilder b = new();
        Node a = b.Add(new InputLeaf(TensorType.Float([Size.Batch, 6])));
        Node softmax = b.Add(new Softmax(), a);
        Node tanh = b.Add(new Tanh(), softmax);
        Node result = b.Add(b.Add(new Softmax(), tanh), softmax);
        Graph graph = b.Build([new Output(new PredictionOutput(), result)]);
        MemoryPlan plan = MemoryPlan.Create(graph, FusionPass.Run(graph));
        Assert.NotEqual(plan.Offsets[softmax], plan.Offsets[tanh]);
    }

    [Fact]
    public void Saved_IsWhatTheBackwardPassReadsOfTheForwardPass()
    {
        CompiledModel model = ModelCompiler.Compile(Model("16", "CrossEntropy", Part("Hidden", Dense(32), Layer("Relu")), Part("Logits", Dense(16))))!;
        Assert.Equal(Size.Zero, model.Prediction.Plan.Saved);
        Assert.Equal(Size.Zero, model.Evaluation.Plan.Saved);

        // The hidden activations, the residual in the place of the logits, and the loss.
        Assert.Equal((48 * Size.Batch) + 16, model.Training.Plan.Saved);
    }

    public static TheoryData<string> Stacks => ["digits", "perceptron", "deep", "convolutions"];

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Arena_IsCloseToWhatIsAliveAtOnce(string name)
    {
        LayerSpec relu = Layer("Relu");
        ModelSpec spec = name switch
        {
            "digits" => DigitNet,
            "perceptron" => Model("784", "CrossEntropy", Part("A", Dense(256), relu), Part("B", Dense(128), relu), Part("C", Dense(10))),
            "deep" => Model("64", "MeanSquaredError", [.. Enumerable.Range(0, 8).Select(i => Part("P" + i, Dense(64 - (5 * i)), Layer("Tanh")))]),
            _ => Model(
                "3, 32, 32",
                "CrossEntropy",
                Part("A", Layer("Conv2D", ("filters", 16)), relu, Layer("MaxPool", ("size", 2))),
                Part("B", Layer("Conv2D", ("filters", 32)), relu, Layer("MaxPool", ("size", 2))),
                Part("C", Layer("Flatten"), Dense(64), relu, Layer("Dropout", ("rate", 0.5)), Dense(10))),
        };
        CompiledProgram program = ModelCompiler.Compile(spec)!.Training;
        const int Batch = 32;
        long total = program.Plan.Total.Evaluate(new Dictionary<string, long> { ["n"] = Batch });
        long peak = new ArenaSimulation(program.Plan, Batch).Peak(program);
        log.WriteLine($"{name}: arena {total} floats, {(double)total / peak:F3} of the peak; {program.Plan.Total}");
        Assert.InRange(total, peak, 1.1 * peak);
    }
}
