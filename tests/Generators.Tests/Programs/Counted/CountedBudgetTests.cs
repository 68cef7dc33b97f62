using System.Globalization;
using System.Text.RegularExpressions;
using Adjoint.Compiler.Plan;

namespace Adjoint.Generators.Tests.Programs.Counted;

/// <summary>What a generated file says of a budget is what a step takes when it is allocated and run, with what was chosen to keep it.</summary>
public sealed class CountedBudgetTests
{
    [Theory]
    [InlineData("Dense", 1, 0.98, "Recompute = Recomputing.Auto")]
    [InlineData("Dense", 3, 0.9, "Choose = true")]
    [InlineData("Image", 3, 0.95, "Recompute = Recomputing.Auto")]
    [InlineData("Image", 1, 0.95, "Choose = true")]
    [InlineData("Text", 17, 0.95, "Recompute = Recomputing.Auto")]
    [InlineData("Text", 3, 0.85, "Recompute = Recomputing.Auto, Choose = true")]
    [InlineData("Recurrent", 17, 0.98, "Recompute = Recomputing.Auto")]
    [InlineData("Recurrent", 3, 0.9, "Choose = true")]
    public void Bytes_AreThoseAllocated(string network, int batch, double share, string allowed)
    {
        CountedStep plain = CountedModels.Of(network, "Plain");
        long limit = (long)(Allocated(plain, batch).Sum() * share);
        CountedNetwork declared = CountedModels.Networks.Single(one => one.Name == network);
        (CountedStep step, string generated) = CountedModels.Declared(
            declared.Declare(new CountedVariation("Held"), $", Budget(TrainingMemory = \"{limit.ToString(CultureInfo.InvariantCulture)}\", Flops = \"1 T\", Batch = {batch}, {allowed})"), network + "Held");
        Check(step, generated, batch, limit);

        // What was chosen is what the program does, and the step without it takes more.
        Match trained = Regex.Match(generated, "trains ([0-9,]+) of ([0-9,]+) values");
        Assert.Equal(trained.Success ? Number(trained.Groups[1].Value) : step.Cost.Total.Parameters, step.Cost.Total.TrainedParameters);
        Match again = Regex.Match(generated, "// computes again: (.*)");
        if (again.Success && !trained.Success)
        {
            CountedVariation same = new("Same", "Recompute", again.Groups[1].Value.Trim().Split(", "));
            Assert.Equal(CountedModels.Declared(declared.Declare(same), network + "Same").Step.Cost.Total, step.Cost.Total);
        }

        Assert.True(trained.Success || again.Success);
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"without choices {Allocated(plain, batch).Sum():N0} bytes, {Flops(plain, batch):N0} FLOP"), Regex.Match(generated, "without choices [0-9,]+ bytes, [0-9,]+ FLOP").Value);
        Assert.NotEqual(Allocated(plain, batch), Allocated(step, batch));
    }

    [Fact]
    public void BatchOfManyParts_TakesWhatItsPartsAdd()
    {
        const int batch = 40;
        (CountedStep step, string generated) = CountedModels.Declared(
            $"[Model(Input = \"1, 64, 64\", Loss = CrossEntropy), Budget(TrainingMemory = \"1 GB\", Flops = \"1 T\", Batch = {batch})] public partial record Wide([Conv2D(8, Kernel = 3), Relu, MaxPool(4)] Layer Body, [Flatten, Dense(5)] Layer Head);",
            "Wide");
        Assert.True(new MicroBatchPlan(batch, step.Cost.Arena.MicroBatch).Count > 1);
        Check(step, generated, batch, 1L << 30);
    }

    [Theory]
    [InlineData(46930, "Recompute = Recomputing.Auto", "// computes again: Body")]
    [InlineData(40000, "Choose = true", "// trains ")]
    public void AChoiceForOneObjective_LeavesTheOthersAsTheyAre(int bytes, string allowed, string chosen)
    {
        const int batch = 2;
        string tight = $"[Objective, Budget(TrainingMemory = \"{bytes}\", Flops = \"1 T\", Batch = {batch}, {allowed})] public Expr Tight([Shape(\"16\")] Expr x, [Shape(\"i32[]\")] Expr y) => Ops.SoftmaxCrossEntropy(Forward(x), y);";
        (CountedStep alone, string before) = Declare(string.Empty, "Full");
        (CountedStep full, string generated) = Declare(tight, "Full");
        Assert.Equal(34521, Flops(alone, 1));
        Assert.Equal(34521, Flops(full, 1));
        Assert.Equal(alone.Cost.ToString(), full.Cost.ToString());
        Assert.Equal(alone.Objective.Updates.ToArray(), full.Objective.Updates.ToArray());
        Assert.Equal(ProgramOf(before), ProgramOf(generated));
        Assert.Contains("// budget for a batch of 1: 34,521 of 40,000 FLOP", ProgramOf(generated), StringComparison.Ordinal);
        Assert.DoesNotContain(chosen, ProgramOf(generated), StringComparison.Ordinal);

        // What Tight's comment says is what its program takes.
        (CountedStep held, _) = Declare(tight, "Tight");
        Check(held, generated, batch, bytes);
        Assert.Contains(chosen, generated, StringComparison.Ordinal);
        Assert.NotEqual(full.Cost.ToString(), held.Cost.ToString());

        static (CountedStep Step, string Generated) Declare(string more, string objective) => CountedModels.Declared(
            $$"""
            [Model(Input = "16")]
            public partial record Shared([Dense(64), Silu, Dense(64), Silu] Layer Body, [Dense(5)] Layer Head)
            {
                public Expr Forward(Expr x) => Head(Body(x));
                [Objective, Budget(Flops = "40 K")] public Expr Full([Shape("16")] Expr x, [Shape("i32[]")] Expr y) => Ops.SoftmaxCrossEntropy(Forward(x), y);
                {{more}}
            }
            """,
            "Shared",
            objective);

        static string ProgramOf(string generated) => Regex.Match(generated, "// Shared: loss and gradient of Full.*?(?=\n *// Shared: )", RegexOptions.Singleline).Value;
    }

    /// <summary>Runs a step in what it takes, and compares that with what the generated file says.</summary>
    private static void Check(CountedStep step, string generated, int batch, long limit)
    {
        long[] allocated = Allocated(step, batch);
        Assert.True(float.IsFinite(step.Run(batch, step.Cost.Arena.FloatsFor(batch)).Loss));
        Match said = Regex.Match(generated, @"budget for a batch of ([0-9]+): ([0-9,]+) of ([0-9,]+) bytes \(parameters ([0-9,]+), gradients ([0-9,]+), arena ([0-9,]+), batch ([0-9,]+)\), ([0-9,]+) of");
        Assert.Equal(
            [batch, allocated.Sum(), limit, .. allocated, Flops(step, batch)],
            said.Groups.Values.Skip(1).Select(static group => Number(group.Value)));
        Assert.InRange(allocated.Sum(), 0, limit);
    }

    /// <summary>The bytes of parameters with running values, of gradients, of the arena and of the batch.</summary>
    private static long[] Allocated(CountedStep step, int batch) =>
    [
        sizeof(float) * (step.Model.ParameterBufferLength + step.Model.StateLength),
        sizeof(float) * step.GradientLength,
        step.Cost.Arena.BytesFor(batch),
        sizeof(float) * step.BatchLength(batch),
    ];

    private static long Flops(CountedStep step, int batch) => step.Cost.Total.ForwardFlops.For(batch) + step.Cost.Total.BackwardFlops.For(batch);

    private static long Number(string text) => long.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
}
