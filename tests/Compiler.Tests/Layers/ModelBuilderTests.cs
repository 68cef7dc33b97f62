using Adjoint.Compiler;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using static Adjoint.Tests.Layers.Declarations;

namespace Adjoint.Tests.Layers;

public class ModelBuilderTests
{
    [Fact]
    public void Parameters_AreNamedAfterPartLayerAndRole() => Assert.Equal(
        [
            "Features.Conv2D.Kernel [3, 1, 2, 2]", "Features.Conv2D.Bias [3]",
            "Features.Conv2D2.Kernel [4, 3, 3, 3]", "Features.Conv2D2.Bias [4]",
            "Head.Dense.Kernel [100, 7]", "Head.Dense.Bias [7]", "Head.Dense2.Kernel [7, 5]", "Head.Dense3.Kernel [5, 2]", "Head.Dense3.Bias [2]",
        ],
        ParametersOf(ModelCompiler.Compile(Model(
            "1, 5, 5",
            "CrossEntropy",
            Part("Features", Layer("Conv2D", ("filters", 3), ("Kernel", 2)), Layer("Relu"), Layer("Conv2D", ("filters", 4))),
            Part("Head", Layer("Flatten"), Dense(7), Layer("Tanh"), Layer("Dense", ("units", 5), ("Bias", false)), Dense(2))))!));

    [Fact]
    public void Names_BeginAnewInEachPart() => Assert.Equal(
        ["A.Dense.Kernel [3, 4]", "A.Dense.Bias [4]", "B.Dense.Kernel [4, 2]", "B.Dense.Bias [2]"],
        ParametersOf(ModelCompiler.Compile(Model("3", "CrossEntropy", Part("A", Dense(4)), Part("B", Dense(2))))!));

    [Fact]
    public void Weights_StartByHe_AndBiasesAtZero()
    {
        CompiledModel model = ModelCompiler.Compile(DigitNet)!;
        Assert.Equal(new HeInitial(9), ((ParameterLeaf)model.Parameters["Features.Conv2D.Kernel"].Leaf).Initial);
        Assert.Equal(new HeInitial(256), ((ParameterLeaf)model.Parameters["Hidden.Dense.Kernel"].Leaf).Initial);
        Assert.Equal(new ZeroInitial(), ((ParameterLeaf)model.Parameters["Hidden.Dense.Bias"].Leaf).Initial);
    }

    [Fact]
    public void Dropout_IsInTrainingOnly_AndEachHasItsStream()
    {
        Compiler.Syntax.LayerSpec dropout = Layer("Dropout", ("rate", 0.5));
        CompiledModel model = ModelCompiler.Compile(Model("3", "CrossEntropy", Part("A", dropout, Dense(4), dropout), Part("B", dropout, Dense(2))))!;
        Assert.Equal([0, 1, 2], model.Training.Graph.Nodes.Select(static node => node.Operation).OfType<DropoutMask>().Select(static mask => mask.Stream));
        Assert.DoesNotContain(model.Prediction.Graph.Nodes, static node => node.Operation is DropoutMask);
        Assert.DoesNotContain(model.Evaluation.Graph.Nodes, static node => node.Operation is DropoutMask);
    }

    [Fact]
    public void DropoutOfRateZero_IsNothing() => Assert.DoesNotContain(
        ModelCompiler.TrainingGraph(Model("3", "CrossEntropy", Part("A", Layer("Dropout", ("rate", 0.0)), Dense(4)))).Nodes, static node => node.Operation is DropoutMask);

    [Fact]
    public void Values_KnowTheirPartAndLayer()
    {
        Graph graph = ModelCompiler.PredictionGraphs(DigitNet).Prediction;
        Assert.Equal(new Origin("Hidden", "Dense", LayerOrigin), graph.Nodes.First(static node => node.Operation is Contract).Origin);
        Assert.Equal(new Origin("Input", null, InputOrigin), graph.Nodes.First(static node => node.Operation is InputLeaf).Origin);
    }

    [Fact]
    public void PoolStrideOfZero_IsTheSize() => Assert.Equal(
        (3, 3), ModelCompiler.TrainingGraph(Model("1, 7, 7", "CrossEntropy", Part("A", Layer("MaxPool", ("size", 3)), Layer("Flatten"), Dense(2))))
            .Nodes.Select(static node => node.Operation).OfType<MaxPool>().Select(static pool => (pool.Window.StrideHeight, pool.Window.StrideWidth)).Single());

    [Fact]
    public void ArgumentNames_AreComparedWithoutCase() => Assert.Equal(
        ParametersOf(ModelCompiler.Compile(Model("3", "CrossEntropy", Part("A", Layer("Dense", ("units", 4)))))!),
        ParametersOf(ModelCompiler.Compile(Model("3", "CrossEntropy", Part("A", Layer("Dense", ("Units", 4)))))!));

    [Fact]
    public void MeanSquaredError_TakesTargetsOfTheOutputsShape()
    {
        Assert.Equal("f32[n, 5, 2]", ModelCompiler.Compile(Model("5, 4", "MeanSquaredError", Part("A", Dense(2))))!.Target.ToString());
        Assert.Equal("i32[n]", ModelCompiler.Compile(DigitNet)!.Target.ToString());
    }

    private static IEnumerable<string> ParametersOf(CompiledModel model) =>
        model.Parameters.Items.Select(static item => $"{item.FullName} {item.Leaf.Type.Shape}");
}
