using Adjoint.Compiler;
using Adjoint.Compiler.Costs;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Plan;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;
using Adjoint.Tests.Fuse;
using static Adjoint.Tests.Layers.Declarations;

namespace Adjoint.Tests;

/// <summary>The example of the compiler's README does what the README says of it.</summary>
public class ReadmeTests
{
    private static readonly ModelSpec Line = Model("4", "MeanSquaredError", Part("Slope", Dense(2), Layer("Tanh")));

    [Fact]
    public void Graph_HasThirteenNodesToTheLoss()
    {
        Graph loss = ModelCompiler.PredictionGraphs(Line).Evaluation;
        Assert.Equal(13, loss.Nodes.Count);
        Assert.Equal(
            ["Add", "Broadcast", "Contract", "Fill", "Input", "Multiply", "Parameter", "Subtract", "Sum", "Tanh", "Target"],
            loss.Nodes.Select(static node => node.Operation.Name).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void KernelGradient_IsAContractionOfInputAndDerivative() => Assert.Contains(
        new Contract("ni", "no", "io"), ModelCompiler.TrainingGraph(Line).Nodes.Select(static node => node.Operation));

    [Fact]
    public void Derivative_TakesThePlaceOfTheOutput()
    {
        CompiledProgram training = ModelCompiler.Compile(Line)!.Training;
        Assert.Equal(
            [
                "Gemm + bias → Tanh",
                "Sum(Subtract, Multiply), scaled",
                "Subtract → Fill → Multiply → Fill → Multiply → Subtract → Multiply of 2",
                "Sum()",
                "Gemm",
            ],
            KernelText.Of(training.Kernels));
        MemoryPlan plan = training.Plan;
        Assert.Equal(plan.Offsets[training.Kernels[0].Writes[0]], plan.Offsets[training.Kernels[2].Writes[0]]);
    }

    [Fact]
    public void Slope_HasTenParametersAndSavesItsOutput()
    {
        CompiledModel model = ModelCompiler.Compile(Line)!;
        CostRow slope = CostTable.Of(model.Training, model).Rows.Single(static row => row.Part == "Slope");
        Assert.Equal((10, ArenaPlanner.Aligned(2 * Size.Batch)), (slope.Parameters, slope.Saved));
    }

    [Fact]
    public void ComposedActivation_IsOnePass()
    {
        CompiledProgram prediction = ModelCompiler.Compile(Model("4", "MeanSquaredError", Part("Slope", Dense(2), Layer("Mish"))))!.Prediction;
        Assert.Equal(["Gemm + bias", "Softplus → Tanh → Multiply of 1"], KernelText.Of(prediction.Kernels));
    }
}
