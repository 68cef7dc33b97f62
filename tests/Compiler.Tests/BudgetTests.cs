using Adjoint.Compiler;
using Adjoint.Compiler.Budgets;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Xunit.Abstractions;

namespace Adjoint.Tests;

/// <summary>Budgets: what a step takes, what is refused and with which advice, and what is chosen where one may choose.</summary>
public sealed class BudgetTests(ITestOutputHelper output)
{
    private static readonly ModelSpec Stack = Model(
        "64",
        Part("First", Layer("Dense", new ArgumentSpec("Units", new IntegerSpec(64), 0)), Layer("Gelu")),
        Part("Second", Layer("Dense", new ArgumentSpec("Units", new IntegerSpec(48), 0)), Layer("Gelu")),
        Part("Third", Layer("Dense", new ArgumentSpec("Units", new IntegerSpec(32), 0)), Layer("Tanh")),
        Part("Output", Layer("Dense", new ArgumentSpec("Units", new IntegerSpec(10), 0))));

    private static readonly ModelSpec Images = Model(
        "3, 16, 16",
        Part("Stem", Layer("Conv2D", new("Filters", new IntegerSpec(8), 0), new("Kernel", new IntegerSpec(3), 0)), Layer("BatchNorm"), Layer("Silu")),
        Part("Body", Layer("Conv2D", new("Filters", new IntegerSpec(8), 0), new("Kernel", new IntegerSpec(3), 0)), Layer("BatchNorm"), Layer("Silu")),
        Part("Head", Layer("Flatten"), Layer("Dense", new ArgumentSpec("Units", new IntegerSpec(10), 0))));

    private static readonly ModelSpec Deep = Model(
        "4, 12, 12",
        Part("A", Convolution(8), Layer("BatchNorm"), Layer("Silu")),
        Part("B", Convolution(12), Layer("Gelu"), Convolution(4), Layer("Silu")),
        Part("C", Convolution(16), Layer("Silu"), Layer("Tanh")),
        Part("D", Convolution(4), Layer("Gelu")),
        Part("Head", Layer("Flatten"), Layer("Dense", new ArgumentSpec("Units", new IntegerSpec(3), 0))));

    [Fact]
    public void ABudgetThatIsKept_ChangesNothing()
    {
        StepCost cost = Cost(Stack);
        ModelSpec spec = With(Stack, cost.Bytes);
        Assert.DoesNotContain(ModelCompiler.Check(spec), static error => error.IsError);
        Assert.Equal(spec, BudgetPass.Run(spec).Steps["Loss"].Spec);
        CompiledProgram program = ModelCompiler.Compile(spec)!.Training;
        Assert.StartsWith($"budget for a batch of 1: {BudgetText.Number(cost.Bytes)} of {BudgetText.Number(cost.Bytes)} bytes", Assert.Single(program.Notes), StringComparison.Ordinal);
        Assert.Equal(4 * (program.Gradients!.Length.Constant + ModelCompiler.Compile(Stack)!.Parameters.Length.Constant + 64 + 1) + cost.Arena, cost.Bytes);
    }

    [Fact]
    public void AStepOverItsBudget_IsRefusedWithTheBytesOverAndPricedRemedies()
    {
        StepCost cost = Cost(Stack);
        ModelSpec spec = With(Stack, cost.Bytes - 1);
        CompilerError error = Assert.Single(ModelCompiler.Check(spec), static error => error.IsError);
        output.WriteLine(error.Message);
        Assert.Equal(Rules.BudgetExceeded, error.Rule);
        Assert.StartsWith($"A training step of 'Loss' takes {BudgetText.Number(cost.Bytes)} bytes for a batch of 1, 1 bytes more than its budget of {BudgetText.Number(cost.Bytes - 1)} bytes; the largest are ", error.Message, StringComparison.Ordinal);
        Assert.Contains("'First.Dense.Kernel' [64, 64] with 16,384 bytes", error.Message, StringComparison.Ordinal);
        StepCost frozen = Cost(Stack with { Parts = Stack.Parts.Select(static part => part.Name == "First" ? part with { IsFrozen = true } : part).ToEquatableArray() });
        Assert.Contains($"[Frozen] on 'First' is enough: it saves {BudgetText.Number(cost.Bytes - frozen.Bytes)} bytes and ", error.Message, StringComparison.Ordinal);
        Assert.Null(ModelCompiler.Compile(spec));
    }

    [Fact]
    public void OperationsOverTheirBudget_AreRefused()
    {
        StepCost cost = Cost(Stack);
        Assert.DoesNotContain(ModelCompiler.Check(Limited(Stack, ("Flops", cost.Flops.ToString(System.Globalization.CultureInfo.InvariantCulture)))), static error => error.IsError);
        CompilerError error = Assert.Single(ModelCompiler.Check(Limited(Stack, ("Flops", "10 K"))), static error => error.IsError);
        output.WriteLine(error.Message);
        Assert.Contains($"takes {BudgetText.Number(cost.Flops)} FLOP", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RecomputingAuto_ComputesAgainAsFarAsNeeded()
    {
        StepCost plain = Cost(Images);
        StepCost all = Cost(Images with { Parts = Images.Parts.Select(static part => part with { Derivations = [new LayerSpec("Recompute", [], 0)] }).ToEquatableArray() });
        Assert.True(all.Bytes < plain.Bytes);
        ModelSpec spec = With(Images, plain.Bytes - 1, ("Recompute", new EnumSpec("Auto")));
        CompiledModel model = ModelCompiler.Compile(spec)!;
        output.WriteLine(string.Join("\n", model.Training.Notes));
        Assert.Contains(model.Training.Notes, static note => note.StartsWith("computes again: ", StringComparison.Ordinal));
        StepCost held = StepCost.Of(model.Signature, model.Objectives[0].Signature, model.Training, 1)!;
        Assert.InRange(held.Bytes, all.Bytes, plain.Bytes - 1);
        Assert.True(held.Flops > plain.Flops);
        Assert.Contains(ModelCompiler.Check(With(Images, all.Bytes / 2, ("Recompute", new EnumSpec("Auto")))), static error => error.Rule == Rules.BudgetExceeded);
    }

    [Fact]
    public void ARemedyThatIsEnoughAndChangesNoResult_IsNamedFirst()
    {
        StepCost plain = Cost(Images);
        string remedies = RemediesOf(With(Images, plain.Bytes - 1));
        Assert.Matches(@"^\[Recompute\] on '\w+' is enough and changes no result: it saves [0-9,]+ bytes and ", remedies);
        Assert.Contains("] on 'Head' is enough: it saves ", remedies, StringComparison.Ordinal);
        Assert.DoesNotContain("none of these", remedies, StringComparison.Ordinal);
    }

    [Fact]
    public void PartsThatAreEnoughTogether_AreNamedFirst()
    {
        long single = Deep.Parts.Min(part => Cost(BudgetPass.With(Deep, part.Name, new LayerSpec("Recompute", [], 0))).Bytes);
        string remedies = RemediesOf(With(Deep, single - 1));
        Assert.Matches(@"^\[Recompute\] on '\w+'(, '\w+')* and '\w+' together is enough and changes no result: it saves [0-9,]+ bytes and costs ", remedies);
    }

    [Fact]
    public void WhereNoRemedyIsEnough_ThatIsSaid()
    {
        string remedies = RemediesOf(With(Images, 64));
        Assert.EndsWith("; none of these is enough by itself", remedies, StringComparison.Ordinal);
        Assert.Equal(5, remedies.Split("; ").Length);
    }

    [Fact]
    public void RemediesForOperations_ArePricedInOperations()
    {
        string remedies = RemediesOf(Limited(Stack, ("Flops", "30 K")));
        Assert.All(remedies.Split("; ").SkipLast(1), static remedy => Assert.Matches(@"^\[.*\] on '\w+' saves [0-9,]+ FLOP and [0-9,]+ bytes$", remedy));
    }

    [Fact]
    public void WhatHasBeenChosenAlready_IsSaidWithWhatIsMissing()
    {
        string again = RemediesOf(With(Images, 64, ("Recompute", new EnumSpec("Auto"))));
        Assert.Matches(@"^'Recompute = Recomputing.Auto' computes .* again already, which saves [0-9,]+ bytes; ", again);
        Assert.DoesNotContain("[Recompute]", again, StringComparison.Ordinal);
        Assert.Matches(@"^'Choose = true' finds nothing to train that keeps it: 'Head.Dense.Bias' alone takes [0-9,]+ bytes and [0-9,]+ FLOP; ", RemediesOf(With(Images, 64, ("Choose", new BooleanSpec(true)))));
    }

    [Fact]
    public void OperationsOverTheirBudget_AreNotComputedAgain()
    {
        ModelSpec spec = With(Images, 1 << 20, ("Flops", new StringSpec("1 K")), ("Recompute", new EnumSpec("Auto")));
        Assert.Contains($"takes {BudgetText.Number(Cost(Images).Flops)} FLOP", Assert.Single(ModelCompiler.Check(spec), static error => error.IsError).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NothingIsComputedAgainThatTheBudgetIsKeptWithout()
    {
        int dropped = 0;
        foreach (ModelSpec model in new[] { Images, Deep })
        {
            CostedStep plain = CostedStep.Of(model, 0, 1);
            long least = Recomputation.Of(model, 0, new Budget(1, null, 1, true, false, 0), plain).Cost.Bytes;
            for (int i = 0; i < 24; i++)
            {
                Budget budget = new(least + ((plain.Cost!.Bytes - least) * i / 24), null, 1, true, false, 0);
                RecomputedStep chosen = Recomputation.Of(model, 0, budget, plain);
                RecomputedStep needed = Recomputation.Needed(chosen, 0, budget);
                Assert.True(budget.Holds(needed.Cost));
                Assert.Equal(CostedStep.Of(needed.Spec, 0, 1).Cost, needed.Cost);
                Assert.All(needed.Parts, part => Assert.False(budget.Holds(needed.Without(part, 0, 1).Cost)));
                dropped += chosen.Parts.Count - needed.Parts.Count;
            }
        }

        output.WriteLine($"{dropped} dropped");
        Assert.True(dropped > 0);
    }

    [Theory]
    [InlineData(0.95)]
    [InlineData(0.8)]
    [InlineData(0.65)]
    public void Choose_TrainsAsMuchAsFits(double part)
    {
        StepCost plain = Cost(Stack);
        long limit = (long)(plain.Bytes * part);
        ModelSpec spec = With(Stack, limit, ("Choose", new BooleanSpec(true)));
        CompiledModel model = ModelCompiler.Compile(spec)!;
        output.WriteLine(string.Join("\n", model.Training.Notes));
        StepCost held = StepCost.Of(model.Signature, model.Objectives[0].Signature, model.Training, 1)!;
        Assert.True(held.Bytes <= limit);
        long trained = model.Objectives[0].Signature.Gradients.Items.Sum(static item => item.Length.Constant);

        // No other choice of whole tensors trains more: there are few enough to try them all.
        CompiledObjective whole = ModelCompiler.Compile(Stack)!.Objectives[0];
        string[] names = [.. whole.Trains];
        long best = 0;
        for (int set = 1; set < 1 << names.Length; set++)
        {
            string[] some = [.. names.Where((_, i) => (set >> i & 1) == 1)];
            long values = some.Sum(name => whole.Signature.Gradients[name].Length.Constant);
            if (values > best && Cost(Stack with { Chosen = [new ChosenSpec("Loss", some.ToEquatableArray())] }).Bytes <= limit)
            {
                best = values;
            }
        }

        output.WriteLine($"{trained} of at most {best} values");
        Assert.InRange(trained, 0.9 * best, best);
    }

    [Theory]
    [InlineData("much", "is not a size in memory")]
    [InlineData("-3 KB", "is not a size in memory")]
    [InlineData("", "it limits nothing")]
    public void ABudgetThatIsNone_IsRefused(string text, string message)
    {
        CompilerError error = Assert.Single(ModelCompiler.Check(Limited(Stack, ("TrainingMemory", text))));
        Assert.Equal(Rules.MalformedBudget, error.Rule);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NamedSizes_CantBeHeldToABudget()
    {
        ModelSpec spec = Limited(Model("T, 8", Part("Hidden", Layer("Dense", new ArgumentSpec("Units", new IntegerSpec(4), 0)))) with { Loss = new TextSpec("MeanSquaredError", 0) }, ("TrainingMemory", "1 KB"));
        Assert.Contains("sizes with names, 'T'", Assert.Single(ModelCompiler.Check(spec), static error => error.IsError).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("256 KB", 262144)]
    [InlineData("1.5 MB", 1572864)]
    [InlineData("300000", 300000)]
    [InlineData("12 B", 12)]
    public void AmountsOfMemory_AreReadInPowersOfTwo(string text, long bytes) =>
        Assert.Equal(bytes, Budget.Of(new LayerSpec("Budget", [new("TrainingMemory", new StringSpec(text), 0)], 0)).Bytes);

    /// <summary>What the message says behind what is largest.</summary>
    private string RemediesOf(ModelSpec spec)
    {
        string message = Assert.Single(ModelCompiler.Check(spec), static error => error.Rule == Rules.BudgetExceeded).Message;
        output.WriteLine(message);
        return message[(message.IndexOf("; ", message.IndexOf("; the largest are ", StringComparison.Ordinal) + 2, StringComparison.Ordinal) + 2)..];
    }

    private static LayerSpec Convolution(int filters) => Layer("Conv2D", new("Filters", new IntegerSpec(filters), 0), new("Kernel", new IntegerSpec(3), 0));

    private static StepCost Cost(ModelSpec spec) => CostedStep.Of(spec, 0, 1).Cost!;

    private static ModelSpec With(ModelSpec spec, long bytes, params (string Name, ConstantSpec Value)[] more) => spec with
    {
        Budget = new LayerSpec("Budget",
        [
            new("TrainingMemory", new StringSpec(bytes.ToString(System.Globalization.CultureInfo.InvariantCulture)), 0), .. more.Select(static argument => new ArgumentSpec(argument.Name, argument.Value, 0)),
        ], 0),
    };

    private static ModelSpec Limited(ModelSpec spec, params (string Name, string Text)[] texts) => spec with
    {
        Budget = new LayerSpec("Budget", texts.Select(static text => new ArgumentSpec(text.Name, new StringSpec(text.Text), 0)).ToEquatableArray(), 0),
    };

    private static ModelSpec Model(string input, params PartSpec[] parts) =>
        new("Tests", [], "Net", "public", new TextSpec(input, 0), new TextSpec("CrossEntropy", 0), parts.ToEquatableArray()) { Origin = 0, AttributeOrigin = 0, FileName = "Net.cs" };

    private static PartSpec Part(string name, params LayerSpec[] layers) => new(name, layers.ToEquatableArray(), 0);

    private static LayerSpec Layer(string name, params ArgumentSpec[] arguments) => new(name, arguments.ToEquatableArray(), 0);
}
