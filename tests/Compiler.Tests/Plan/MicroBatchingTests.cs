using Adjoint.Compiler;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Syntax;
using static Adjoint.Tests.Layers.Declarations;

namespace Adjoint.Tests.Plan;

public class MicroBatchingTests
{
    /// <summary>What the gates of all steps take is more than the cache holds, of two samples.</summary>
    [Fact]
    public void StepsThatMultiplyByWeights_HaveRowsForATile()
    {
        CompiledModel model = ModelCompiler.Compile(Recurrent("200, 64", 128))!;
        Assert.Equal(16, model.Prediction.MicroBatch);
        Assert.Equal(16, model.Training.MicroBatch);
    }

    [Fact]
    public void StepsOfLittle_TakeWhatTheCacheHolds() => Assert.Equal(512 * 1024 / (4 * 20 * 64), ModelCompiler.Compile(Recurrent("20, 4", 16))!.Prediction.MicroBatch);

    [Fact]
    public void WithoutLoops_OneSampleMayBeAll() =>
        Assert.Equal(1, ModelCompiler.Compile(Model("3, 224, 224", "CrossEntropy", Part("All", Layer("Conv2D", ("filters", 8)), Layer("GlobalAvgPool"), Dense(5))))!.Prediction.MicroBatch);

    private static ModelSpec Recurrent(string input, int units) =>
        Model(input, "MeanSquaredError", Part("All", Layer("Lstm", ("units", units), ("Last", true)), Dense(1)));
}
