namespace Adjoint.Generators.Tests.EndToEnd;

/// <summary>A batch that lacks what an objective takes is refused in words.</summary>
public sealed class BatchTests
{
    private const string Model = """
        [Model]
        public partial record Tuned([Dense(4), Tanh] Layer Body, [Dense(3)] Layer Head)
        {
            public Expr Forward([Shape("2")] Expr x) => Head(Body(x));

            [Objective]
            public Expr Learn([Shape("2")] Expr x, [Shape("i32[]")] Expr kind) => Mean(SoftmaxCrossEntropy(Forward(x), kind));
        }

        [Model(Input = "2", Loss = CrossEntropy)]
        public partial record Plain([Dense(3)] Layer Head);
        """;

    [Theory]
    [InlineData("Labels = [0, 1, 2], Inputs = new float[6]", "'Learn' takes 'x' [2], 'kind' [] for each of 3 samples: expected 3 values in IntegerInputs, found 0. Give 'x' in Inputs, 'kind' in IntegerInputs. (Parameter 'batch')")]
    [InlineData("IntegerInputs = [0, 1, 2], Inputs = new float[5]", "'Learn' takes 'x' [2], 'kind' [] for each of 3 samples: expected 6 values in Inputs, found 5. Give 'x' in Inputs, 'kind' in IntegerInputs. (Parameter 'batch')")]
    [InlineData("IntegerInputs = [0, 1, 2], Inputs = new float[6]", null)]
    public void AnObjective_SaysWhereItsInputsBelong(string batch, string? message) =>
        Check("Tuned", "Step<Tuned.LearnObjective>", batch, message);

    [Theory]
    [InlineData("IntegerInputs = [0, 1, 2], Inputs = new float[6]", "'Loss' takes 'inputs' [2], 'labels' [] for each of 3 samples: expected 3 values in Labels, found 0. Give 'inputs' in Inputs, 'labels' in Labels. (Parameter 'batch')")]
    [InlineData("Labels = [0, 1, 2], Inputs = new float[6]", null)]
    public void ALoss_SaysWhereItsLabelsBelong(string batch, string? message) => Check("Plain", "Step", batch, message);

    private static void Check(string model, string step, string batch, string? message)
    {
        UserProgram program = new(Model + $$"""

            public static class Use
            {
                public static float[] Run() => [new Trainer<{{model}}>({{model}}.Create()).{{step}}(new Batch { Count = 3, {{batch}} })];
            }
            """);
        if (message is null)
        {
            Assert.True(float.IsFinite(program.Numbers()[0]));
        }
        else
        {
            Assert.Equal(message, Assert.Throws<ArgumentException>(() => program.Numbers()).Message);
        }
    }
}
