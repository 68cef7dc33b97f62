using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Plan;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Simplify;
using Adjoint.Compiler.Support;
using Adjoint.Interpreter;
using Adjoint.Tests.Operations;
using Adjoint.Tests.Plan;

namespace Adjoint.Tests.Fuse;

/// <summary>Every sampled operation, and its derivative, becomes kernels with a plan, and means the same after simplification.</summary>
public class EveryOperationTests
{
    public static TheoryData<string> Names => [.. OperationSamples.All.Select(static sample => sample.Operation.GetType().Name).Distinct()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Operation_HasKernelsAndAPlan(string name)
    {
        // Indices of maxima are not computed alone.
        foreach (OperationSample sample in Of(name).Where(static sample => sample.Operation is not MaxPoolIndices))
        {
            GraphBuilder builder = new();
            Node result = builder.Add(sample.Operation, Leaves(builder, sample));
            Lower(sample, builder.Build([new Output(new PredictionOutput(), result)]));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Derivative_HasKernelsAndAPlan(string name)
    {
        foreach (OperationSample sample in Of(name).Where(static sample => sample.Operation is not (Compress or Expand) && sample.Operation.Infer(sample.Types).Element == ElementType.Float32))
        {
            GraphBuilder builder = new();
            Node[] leaves = Leaves(builder, sample);
            Node result = builder.Add(sample.Operation, leaves);
            Node square = builder.Multiply(result, result);
            Node loss = builder.Sum(square, Enumerable.Range(0, square.Shape.Rank).ToEquatableArray());
            builder.Origin = builder.Origin with { IsGradient = true };
            Node[] variables = [.. leaves.Where(static leaf => leaf.Type.Element == ElementType.Float32)];
            IReadOnlyList<Node?> gradients = ReverseMode.Gradient(builder, loss, variables);
            IEnumerable<Output> outputs = gradients.Select((gradient, i) => (gradient, i)).Where(static pair => pair.gradient is not null)
                .Select(static pair => new Output(new GradientOutput("x" + pair.i), pair.gradient!));
            Lower(sample, builder.Build([new Output(new LossOutput(), loss), .. outputs]));
        }
    }

    [Fact]
    public void CumulativeSum_TakesTheInputsPlaceWhenItDies()
    {
        GraphBuilder b = new();
        Node x = b.Softmax(b.Add(new InputLeaf(TensorType.Float([Size.Batch, 6]))));
        Node sums = b.CumulativeSum(x, 1, reverse: false);
        Graph graph = b.Build([new Output(new PredictionOutput(), b.Softmax(sums))]);
        IReadOnlyList<Kernel> kernels = FusionPass.Run(graph);
        Assert.Equal(["Softmax", "CumulativeSum", "Softmax"], KernelText.Of(kernels));
        MemoryPlan plan = MemoryPlan.Create(graph, kernels);
        Assert.Equal(plan.Offsets[x], plan.Offsets[sums]);
    }

    [Fact]
    public void Functions_AreOnePass()
    {
        GraphBuilder b = new();
        Node x = b.Add(new InputLeaf(TensorType.Float([Size.Batch, 6])));
        Node result = b.Maximum(b.Sqrt(b.Exp(x)), b.Divide(x, b.Log1p(b.Abs(x))));
        Graph graph = b.Build([new Output(new PredictionOutput(), result)]);
        Assert.Equal(["Exp → Sqrt → Abs → Log1p → Divide → Maximum of 1"], KernelText.Of(FusionPass.Run(graph)));
    }

    private static OperationSample[] Of(string name) => [.. OperationSamples.All.Where(sample => sample.Operation.GetType().Name == name)];

    private static Node[] Leaves(GraphBuilder builder, OperationSample sample) =>
        [.. sample.Types.Select((type, i) => builder.Add(new ParameterLeaf("x" + i, type, new ZeroInitial())))];

    private static void Lower(OperationSample sample, Graph graph)
    {
        Graph formed = Rewriter.Run(Rewriter.Run(graph, AlgebraicRules.Derived), KernelForms.All);
        Assert.Empty(GraphVerifier.Verify(formed));
        IReadOnlyList<Kernel> kernels = FusionPass.Run(formed);
        CompiledProgram program = new(formed, kernels, MemoryPlan.Create(formed, kernels));
        Assert.Null(new ArenaSimulation(program.Plan, sample.Batch).Run(program) is { } problem ? $"{sample}: {problem}" : null);

        Tensor[] inputs = sample.DrawInputs(new Random(16));
        foreach ((Tensor before, Tensor after) in Run(graph).Zip(Run(formed)))
        {
            Assert.Equal(before.Values, after.Values, static (a, b) => Math.Abs(a - b) <= 1e-12 * Math.Max(1, Math.Abs(a)));
        }

        IReadOnlyList<Tensor> Run(Graph graph) => GraphInterpreter.Run(
            graph, leaf => inputs[((ParameterLeaf)leaf).FullName[1] - '0'].Values, sample.Context, Precision.Double);
    }
}
