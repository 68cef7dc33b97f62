using Adjoint.Compiler;
using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using Adjoint.Tests.Operations;

namespace Adjoint.Tests.Fuse;

public class LoopKernelTests
{
    private readonly GraphBuilder _builder = new();

    [Fact]
    public void ResultsOfOneLoop_AreOneKernel()
    {
        ScanResults loop = Loops.Memory(_builder, 4, 2, 3, isReverse: false);
        ScanKernel kernel = Assert.IsType<ScanKernel>(Assert.Single(Lower(loop.Final(0), loop.Stacked(0), loop.History(1)).Kernels));
        Assert.Equal(3, kernel.Writes.Count);
        Assert.Single(kernel.Stacked);
        Assert.Single(kernel.Histories);
    }

    [Fact]
    public void WhatNobodyAsksFor_IsNotComputed()
    {
        // The second result is the state that a step finds, the first needs a sum of its own.
        ScanResults loop = Loops.Memory(_builder, 4, 2, 3, isReverse: false);
        ScanKernel all = Assert.IsType<ScanKernel>(Lower(loop.Stacked(0), loop.Stacked(1)).Kernels[0]);
        ScanKernel some = Assert.IsType<ScanKernel>(Lower(loop.Stacked(1)).Kernels[0]);
        Assert.Equal(all.Steps.Count - 1, some.Steps.Count);
    }

    [Fact]
    public void SumInAState_IsReplacedInPlace()
    {
        ScanKernel kernel = Assert.IsType<ScanKernel>(Lower(Loops.CumulativeSum(_builder, 4, isReverse: false).Final(0)).Kernels[0]);
        Assert.True(Assert.Single(kernel.States).IsInPlace);
    }

    [Fact]
    public void StateThatIsReadLater_IsNotReplacedInPlace()
    {
        // The product reads a after the kernel that computes what a becomes.
        ScanBuilder scan = new(_builder, 3, isReverse: false);
        Node a = scan.State(Leaf("a"));
        Node b = scan.State(Leaf("b"));
        Node next = scan.Step.Add(new Tanh(), a);
        Node other = scan.Step.Multiply(scan.Step.Add(new Contract("ni", "io", "no"), a, b), next);
        ScanResults loop = scan.Build([next, other], []);
        ScanKernel kernel = Assert.IsType<ScanKernel>(Lower(loop.Final(0), loop.Final(1)).Kernels[0]);
        Assert.False(kernel.States[0].IsInPlace);
    }

    [Fact]
    public void WhatDoesNotChange_RunsOnce()
    {
        FixedPointBuilder point = new(_builder, Leaf("start"), iterations: 9, tolerance: 0);
        Node product = point.Step.Add(new Contract("ni", "io", "no"), point.Capture(Leaf("x")), point.Capture(Leaf("w")));
        Node next = point.Step.Add(point.Step.Add(new Contract("ni", "io", "no"), point.State, point.Capture(Leaf("u"))), product);
        FixedPointKernel kernel = Assert.IsType<FixedPointKernel>(Lower(point.Build(next)).Kernels[0]);
        Assert.Equal(["Gemm"], KernelText.Of(kernel.Once));
        Assert.Equal(["Gemm", "Add of 2"], KernelText.Of(kernel.Steps));
    }

    [Theory]
    [InlineData("no", "io", "ni", true)]
    [InlineData("ni", "io", "no", false)]
    public void AMatrixThatIsStoredTransposed_IsTurnedBeforeTheFirstStep(string state, string weight, string next, bool isTurned)
    {
        ScanBuilder scan = new(_builder, 3, isReverse: false);
        Node a = scan.State(Leaf("a"));
        ScanResults loop = scan.Build([scan.Step.Add(new Tanh(), scan.Step.Add(new Contract(state, weight, next), a, scan.Capture(Leaf("w"))))], []);
        ScanKernel kernel = Assert.IsType<ScanKernel>(Lower(loop.Final(0)).Kernels[0]);
        Assert.Equal(isTurned ? ["Permute"] : [], KernelText.Of(kernel.Once));
        GemmKernel product = Assert.IsType<GemmKernel>(Assert.Single(kernel.Steps));
        Assert.False(product.Form.Right.IsTransposed);
    }

    [Fact]
    public void AStateThatIsStoredTransposed_IsReadAsItIs()
    {
        // It is another in every step.
        ScanBuilder scan = new(_builder, 3, isReverse: false);
        Node a = scan.State(Leaf("a"));
        ScanResults loop = scan.Build([scan.Step.Add(new Tanh(), scan.Step.Add(new Contract("no", "io", "ni"), scan.Capture(Leaf("w")), a))], []);
        ScanKernel kernel = Assert.IsType<ScanKernel>(Lower(loop.Final(0)).Kernels[0]);
        Assert.Empty(kernel.Once);
        Assert.True(Assert.IsType<GemmKernel>(Assert.Single(kernel.Steps)).Form.Right.IsTransposed);
    }

    [Fact]
    public void ValuesOfAStep_OverlapNothingThatLives()
    {
        ScanResults loop = Loops.Memory(_builder, 4, 2, 3, isReverse: false);
        CompiledProgram program = Lower(loop.Final(0), loop.Stacked(0));
        ScanKernel kernel = Assert.IsType<ScanKernel>(program.Kernels[0]);
        Node[] lasting = [.. kernel.States.Select(static state => state.Argument).Where(program.Plan.Offsets.ContainsKey)];
        Node[] passing = [.. kernel.Steps.SelectMany(static step => step.Writes).Concat(kernel.Copied).Where(program.Plan.Offsets.ContainsKey)];
        Assert.NotEmpty(lasting);
        Assert.NotEmpty(passing);
        Assert.Empty(lasting.Select(node => program.Plan.Offsets[node]).Intersect(passing.Select(node => program.Plan.Offsets[node])));
    }

    private CompiledProgram Lower(params Node[] results) => ModelCompiler.Lower(
        _builder.Build([.. results.Select(static (result, index) => new Output(new GradientOutput("result" + index), result))]));

    private Node Leaf(string name) => _builder.Add(new ParameterLeaf(name, Compiler.Shapes.TensorType.Float([3, 3]), new ZeroInitial()));
}
