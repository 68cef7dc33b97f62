using Adjoint.Compiler;
using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Tests.Fuse;

public class FusionPassTests
{
    private static readonly Shape Rows = [Size.Batch, 6];
    private static readonly Window Window = Window.Create(4, 4, 2, 2, same: false)!;
    private readonly GraphBuilder _b = new();

    [Fact]
    public void BiasAndActivation_AreTheProductsEpilogue() =>
        AssertKernels(["Gemm + bias → Relu"], _b.Add(new Relu(), _b.Add(Product(), Bias())));

    [Fact]
    public void BiasOnTheLeft_IsTheEpilogueToo()
    {
        Node bias = Bias();
        AssertKernels(["Gemm + bias"], _b.Add(bias, Product()));
    }

    [Fact]
    public void Mask_IsMadeInTheEpilogue() => AssertKernels(
        ["Gemm + bias → Tanh → DropoutMask → Multiply"],
        _b.Multiply(_b.Add(new Tanh(), _b.Add(Product(), Bias())), _b.Add(new DropoutMask([Size.Batch, 5], 0.5, 0))));

    [Fact]
    public void MaskOfPlaces_IsMadeInTheEpilogue()
    {
        Node product = Product();
        Node mask = _b.Subtract(_b.Add(new Positions(product.Shape, 1)), _b.Add(new Positions(product.Shape, 0)));
        AssertKernels(
            ["Gemm → Positions → Positions → Subtract → Fill → SelectPositive"],
            _b.Add(new SelectPositive(), mask, _b.Fill(product.Shape, -1), product));
    }

    // There are as many ways from the result to the input as a number of sixty digits counts in base two.
    [Fact]
    public void ExpressionThatUsesItsPartsTwice_IsNotWalkedOnceForEachWay()
    {
        Node value = _b.Add(new InputLeaf(TensorType.Float(Rows)));
        for (int i = 0; i < 60; i++)
        {
            value = _b.Multiply(value, value);
        }

        Kernel kernel = Assert.Single(FusionPass.Run(_b.Build([new Output(new PredictionOutput(), value)])));
        Assert.Equal(60, kernel.Computes.Count);
    }

    [Fact]
    public void ProductThatIsUsedTwice_IsStored()
    {
        Node product = Product();
        AssertKernels(["Gemm", "Tanh → Sigmoid → Add of 1"], _b.Add(_b.Add(new Tanh(), product), _b.Add(new Sigmoid(), product)));
    }

    [Fact]
    public void ProductPlusAnotherValue_IsTwoKernels() =>
        AssertKernels(["Gemm", "Add of 2"], _b.Add(Product(), Leaf("other", [Size.Batch, 5])));

    [Fact]
    public void BiasAlongTheRows_IsNoEpilogue() => AssertKernels(
        ["Gemm", "Add of 2"], _b.Add(Product(), _b.Broadcast(Leaf("perRow", [Size.Batch]), [Size.Batch, 5], [1])));

    [Fact]
    public void BiasThatIsComputedLater_IsNoEpilogue()
    {
        Node product = Product();
        Node bias = _b.Add(new Tanh(), Leaf("bias", [5]));
        AssertKernels(["Gemm", "Tanh of 1", "Add of 2"], _b.Add(product, _b.Broadcast(bias, product.Shape, [0])));
    }

    [Fact]
    public void BiasThatIsComputedEarlier_IsTheEpilogue()
    {
        Node bias = _b.Add(new Tanh(), Leaf("bias", [5]));
        Node product = Product();
        AssertKernels(["Tanh of 1", "Gemm + bias"], _b.Add(product, _b.Broadcast(bias, product.Shape, [0])));
    }

    [Fact]
    public void ChannelBias_IsTheConvolutionsEpilogue()
    {
        Node y = Convolved();
        Node bias = _b.Broadcast(Leaf("bias", [3]), y.Shape, [0, 2, 3]);
        AssertKernels(["Convolution + bias → Tanh"], _b.Add(new Tanh(), _b.Add(y, bias)));
    }

    [Fact]
    public void FlattenedConvolution_KeepsItsEpilogue() => AssertKernels(
        ["Convolution → Relu"], _b.Add(new Relu(), _b.Reshape(Convolved(), [Size.Batch, 12])));

    [Fact]
    public void MaximaAndTheirPlaces_AreOneKernel()
    {
        Node x = Leaf("x", [Size.Batch, 2, 4, 4]);
        Node y = _b.Add(new Tanh(), _b.Add(new MaxPool(Window), x));
        Node loss = _b.Sum(_b.Multiply(y, y), [0, 1, 2, 3]);
        Node gradient = ReverseMode.Gradient(_b, loss, [x])[0]!;
        string[] kernels = KernelText.Of(Kernels(loss, gradient));
        Assert.Equal("MaxPool → Tanh, indices", kernels[0]);
        Assert.Equal("PoolScatter", kernels[^1]);
        Assert.Single(kernels, static kernel => kernel.StartsWith("MaxPool", StringComparison.Ordinal));
    }

    [Fact]
    public void LossesAndScaledResidual_AreOneKernel()
    {
        Node logits = Product();
        Node labels = _b.Add(new TargetLeaf(TensorType.Int([Size.Batch])));
        Node loss = _b.Mean(_b.Add(new CrossEntropy(), logits, labels), [0]);
        Node gradient = ReverseMode.Gradient(_b, loss, [logits])[0]!;
        Assert.Equal(["Gemm", "CrossEntropy, losses, residual, scaled", "Sum(), scaled"], KernelText.Of(Kernels(loss, gradient)));
    }

    [Fact]
    public void SumOfSquaredDifferences_IsOneKernel()
    {
        Node difference = _b.Subtract(Leaf("a", Rows), Leaf("b", Rows));
        AssertKernels(["Sum(Subtract, Multiply), scaled"], _b.Mean(_b.Multiply(difference, difference), [0, 1]));
    }

    [Fact]
    public void SumOfFourValues_ComputesTheSummand() => AssertKernels(["Sum(Multiply, Multiply, Multiply)"], _b.Sum(ProductOf("a", "b", "c", "d"), [0, 1]));

    [Fact]
    public void SumOfFiveValues_StoresSomeOfThem() => AssertKernels(
        ["Multiply → Multiply → Multiply of 4", "Sum(Multiply)"], _b.Sum(ProductOf("a", "b", "c", "d", "e"), [0, 1]));

    [Fact]
    public void CheapExpression_IsComputedAgainByEachUser()
    {
        Node sum = _b.Add(Leaf("a", Rows), Leaf("b", Rows));
        AssertKernels(["Add → Tanh of 2", "Add → Sigmoid of 2"], _b.Add(new Tanh(), sum), _b.Add(new Sigmoid(), sum));
    }

    [Fact]
    public void ExpensiveExpression_IsStoredForItsUsers()
    {
        Node tanh = _b.Add(new Tanh(), _b.Multiply(Leaf("a", Rows), Leaf("b", Rows)));
        AssertKernels(["Multiply → Tanh of 2", "Relu of 1", "Negate of 1"], _b.Add(new Relu(), tanh), _b.Negate(tanh));
    }

    [Fact]
    public void ExpressionOfOneValue_IsComputedForEachOfItsUsers()
    {
        Node tanh = _b.Add(new Tanh(), Leaf("a", Rows));
        AssertKernels(["Tanh → Relu of 1", "Tanh → Negate of 1"], _b.Add(new Relu(), tanh), _b.Negate(tanh));
    }

    [Fact]
    public void ExpressionThatOnePassUsesTwice_IsComputedOnceInIt()
    {
        Node tanh = _b.Add(new Tanh(), _b.Multiply(Leaf("a", Rows), Leaf("b", Rows)));
        AssertKernels(["Multiply → Tanh → Relu → Subtract of 2"], _b.Add(_b.Add(new Relu(), tanh), _b.Negate(tanh)));
    }

    [Fact]
    public void RepeatedValue_IsNoSummandOfColumns()
    {
        Node repeated = _b.Broadcast(Leaf("perRow", [Size.Batch]), Rows, [1]);
        AssertKernels(["Tanh → Multiply of 2", "Sum()"], _b.Sum(_b.Multiply(_b.Add(new Tanh(), Leaf("x", Rows)), repeated), [0]));
    }

    [Fact]
    public void RepeatedValue_IsReadByASumOfRows()
    {
        Node repeated = _b.Broadcast(Leaf("perRow", [Size.Batch]), Rows, [1]);
        AssertKernels(["Sum(Multiply)"], _b.Sum(_b.Multiply(Leaf("x", Rows), repeated), [1]));
    }

    [Fact]
    public void ExpressionOfFourValues_IsOnePass() =>
        AssertKernels(["Multiply → Multiply → Multiply of 4"], ProductOf(4));

    [Fact]
    public void ExpressionOfMoreValues_IsSplit()
    {
        Node result = ProductOf(7);
        IReadOnlyList<Kernel> kernels = Kernels(result);
        Assert.Equal(2, kernels.Count);
        Assert.All(kernels, static kernel => Assert.InRange(kernel.Reads.Count, 1, 4));
    }

    [Fact]
    public void OutputThatIsGiven_IsCopied() =>
        AssertKernels(["Copy to GradientOutput { Parameter = 0 }"], Leaf("a", Rows));

    [Fact]
    public void SumsThatReadTheSame_AreMadeInOnePass()
    {
        Node x = Leaf("x", Rows);
        Node y = Leaf("y", Rows);
        AssertKernels(["Sum() and Sum(Multiply)"], _b.Sum(x, [0]), _b.Sum(_b.Multiply(x, y), [0]));
    }

    [Fact]
    public void ValueThatTwoPassesRead_AndOneOfThemSums_IsComputedInBoth()
    {
        Node masked = _b.Multiply(Leaf("mask", Rows), Leaf("x", Rows));
        Node y = Leaf("y", Rows);
        AssertKernels(
            ["Sum(Multiply) and Sum(Multiply, Multiply)", "Multiply → Add of 3"],
            _b.Sum(masked, [0]),
            _b.Sum(_b.Multiply(masked, y), [0]),
            _b.Add(masked, y));
    }

    [Fact]
    public void ValueThatThreePassesRead_AndOneOfThemSums_IsStored()
    {
        Node masked = _b.Multiply(Leaf("mask", Rows), Leaf("x", Rows));
        AssertKernels(
            ["Multiply of 2", "Sum()", "Relu of 1", "Negate of 1"],
            _b.Sum(masked, [0]),
            _b.Add(new Relu(), masked),
            _b.Negate(masked));
    }

    [Fact]
    public void ValueThatIsSummed_AndThenSummedByWhatCameOfIt_IsStored()
    {
        Node masked = _b.Multiply(Leaf("mask", Rows), Leaf("x", Rows));
        Node centred = _b.Subtract(masked, _b.Broadcast(_b.Sum(masked, [1]), Rows, [1]));
        AssertKernels(
            ["Multiply of 2", "Sum()", "Sum(Subtract, Multiply)", "Subtract → Relu of 2"],
            _b.Sum(_b.Multiply(centred, centred), [1]),
            _b.Add(new Relu(), centred));
    }

    [Fact]
    public void ValueOfOneOperandAndARepeatedOne_IsNotStoredForAUserOfMany()
    {
        Node centred = _b.Subtract(Leaf("x", Rows), _b.Broadcast(Leaf("perRow", [Size.Batch]), Rows, [1]));
        AssertKernels(
            ["Subtract → Tanh of 2", "Multiply → Multiply → Multiply of 4", "Subtract → Multiply of 3"],
            _b.Add(new Tanh(), centred),
            _b.Multiply(ProductOf("a", "b", "c", "d"), centred));
    }

    [Fact]
    public void SumsOverOtherAxes_OrOfOtherValues_AreMadeAlone()
    {
        Node x = Leaf("x", Rows);
        Node y = Leaf("y", Rows);
        AssertKernels(["Sum()", "Sum()", "Sum()"], _b.Sum(x, [0]), _b.Sum(y, [0]), _b.Sum(x, [1]));
    }

    [Fact]
    public void SumThatNeedsAnother_IsMadeAfterIt()
    {
        Node x = Leaf("x", Rows);
        Node centred = _b.Subtract(x, _b.Broadcast(_b.Sum(x, [1]), Rows, [1]));
        AssertKernels(["Sum()", "Sum(Subtract, Multiply)"], _b.Sum(x, [1]), _b.Sum(_b.Multiply(centred, centred), [1]));
    }

    [Fact]
    public void SecondOutputOfAValue_IsCopied()
    {
        Node tanh = _b.Add(new Tanh(), Leaf("a", Rows));
        AssertKernels(["Tanh of 1", "Copy to GradientOutput { Parameter = 1 }"], tanh, _b.Reshape(tanh, [Size.Batch, 2, 3]));
    }

    [Fact]
    public void UniformOutput_IsWritten() => AssertKernels(["Fill of 0"], _b.Fill(Rows, 2));

    [Fact]
    public void EveryValue_IsWrittenOnce_BeforeItIsRead()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            ModelSpec spec = RandomModels.Next(new Random(seed));
            CompiledModel model = ModelCompiler.Compile(spec)!;
            foreach (CompiledProgram program in new[] { model.Prediction, model.Evaluation, model.Training })
            {
                string message = $"seed {seed}: {string.Join("; ", KernelText.Of(program.Kernels))}\n{program.Graph}";
                HashSet<Node> written = [];
                foreach (Kernel kernel in program.Kernels)
                {
                    Assert.True(kernel.Reads.All(read => read.Operation is Compiler.Operations.Leaf || written.Contains(read)), message);
                    Assert.True(kernel.Writes.All(written.Add), message);
                    Assert.True(kernel is not ElementwiseKernel { Map.Operands.Count: > 8 }, message);
                    Assert.True(kernel is not SumKernel { Map.Operands.Count: > 4 }, message);
                    Assert.True(kernel is not SumPairKernel { First.Map.Operands.Count: > 4 }, message);
                }

                Assert.True(program.Graph.Outputs.All(output => StoredValues.Root(output.Value) is { } root && (root.Operation is Compiler.Operations.Leaf || written.Contains(root))), message);
            }
        }
    }

    [Fact]
    public void EveryComputedNode_IsInAKernel()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            CompiledProgram program = ModelCompiler.Compile(RandomModels.Next(new Random(seed)))!.Training;
            HashSet<Node> covered = [.. program.Kernels.SelectMany(static kernel => kernel.Computes.Concat(kernel.Writes))];

            // Broadcasts of biases and scales are within the kernels that use them.
            Assert.All(program.Graph.Nodes, node => Assert.True(
                node.Operation is Compiler.Operations.Leaf or Reshape or Broadcast or Fill or Add or Multiply || covered.Contains(node), $"seed {seed}: {node}"));
        }
    }

    private Node ProductOf(int count) => Enumerable.Range(0, count).Select(i => Leaf("x" + i, Rows)).Aggregate(_b.Multiply);

    private Node Product() => _b.Add(new Contract("nk", "kj", "nj"), Leaf("x", Rows), Leaf("w", [6, 5]));

    private Node Bias() => _b.Broadcast(Leaf("bias", [5]), [Size.Batch, 5], [0]);

    private Node Convolved() => _b.Add(new Convolution(Window), Leaf("image", [Size.Batch, 1, 4, 4]), Leaf("kernel", [3, 1, 2, 2]));

    private Node ProductOf(params string[] names) => names.Select(name => Leaf(name, Rows)).Aggregate((product, factor) => _b.Multiply(product, factor));

    private Node Leaf(string name, Shape shape) => _b.Add(new ParameterLeaf(name, TensorType.Float(shape), new ZeroInitial()));

    private IReadOnlyList<Kernel> Kernels(params Node[] results) => FusionPass.Run(
        Compiler.Simplify.Rewriter.Run(
            _b.Build([.. results.Select(static (node, i) => new Output(new GradientOutput($"{i}"), node))]),
            Compiler.Simplify.AlgebraicRules.All));

    private void AssertKernels(string[] expected, params Node[] results) => Assert.Equal(expected, KernelText.Of(Kernels(results)));
}
