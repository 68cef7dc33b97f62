using Adjoint.Compiler;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Xunit.Abstractions;

namespace Adjoint.Tests;

/// <summary>What training less of a network takes in memory and operations, beside training all of it.</summary>
public sealed class DerivedMemoryTests(ITestOutputHelper output)
{
    private const int Batch = 64;
    private const int Models = 1000;
    private const int MostUnits = 48;

    // What one sample's change of a layer is lowered to, rounded up to a cache line.
    private const int LoweredFloats = 16;

    /// <summary>The sum of a layer and its change is kept, not both of them, and beside it what the change is lowered to.</summary>
    [Theory]
    [InlineData("Gelu")]
    [InlineData("Silu")]
    [InlineData("Mish")]
    [InlineData("Elu")]
    [InlineData("Tanh")]
    [InlineData("Relu")]
    public void LowRankChanges_KeepWhatTheirLayersKeep(string activation)
    {
        LayerSpec lowRank = new("LowRank", [new("Rank", new IntegerSpec(2), 0), new("Scale", new RealSpec(0.5), 0)], 0);
        ModelSpec plain = Model("24", Part("Body", Dense(MostUnits), Layer(activation), Dense(40), Layer(activation)), Part("Head", Dense(10)));
        CompiledProgram whole = Training(plain);
        CompiledProgram adapted = Training(plain with { Parts = plain.Parts.Select(part => part.Name == "Body" ? part with { Derivations = [lowRank] } : part).ToEquatableArray() });
        long lowered = 2 * LoweredFloats * Batch;
        Assert.InRange(Floats(adapted.Plan.Saved), 0, Floats(whole.Plan.Saved) + lowered);

        // While the sum is made, both of its terms are there.
        Assert.InRange(Floats(adapted.Plan.Total), 0, Floats(whole.Plan.Total) + lowered + (MostUnits * Batch));
    }

    /// <summary>Gradients of some outputs are made of the derivative that the bias and the layers before need, which is there once, and whole.</summary>
    [Fact]
    public void SparseOutputs_TakeNoMoreThanAllOfThem()
    {
        string[] activations = ["Relu", "Tanh", "Sigmoid", "Silu", "Gelu", "Mish", "Elu", "Softplus"];
        List<string> worse = [];
        int better = 0;
        for (int seed = 0; seed < Models; seed++)
        {
            Random random = new(seed);
            bool isImage = random.Next(2) == 0;
            List<PartSpec> parts = [];
            for (int part = random.Next(1, 4); part > 0; part--)
            {
                List<LayerSpec> layers = [];
                for (int layer = random.Next(1, 3); layer > 0; layer--)
                {
                    layers.Add(isImage ? Convolution(random) : Dense(4 * random.Next(2, 40), random.Next(4) > 0));
                    layers.AddRange(random.Next(5) > 0 ? [Layer(activations[random.Next(activations.Length)])] : []);
                }

                parts.Add(Part($"Part{part}", [.. layers]) with { IsFrozen = random.Next(6) == 0 });
            }

            ModelSpec plain = Model(isImage ? "3, 8, 8" : "24", [.. parts, Part("Head", [.. isImage ? new[] { Layer("Flatten") } : [], Dense(10)])]);
            ModelSpec sparse = plain with { Parts = plain.Parts.Select(part => random.Next(3) > 0 && part.Name != "Head" ? part with { Derivations = [Sparse(random)] } : part).ToEquatableArray() };
            (CompiledProgram whole, CompiledProgram some) = (Training(plain), Training(sparse));
            better += Floats(some.Plan.Total) < Floats(whole.Plan.Total) ? 1 : 0;
            if (Floats(some.Plan.Total) > Floats(whole.Plan.Total) || Flops(some) > Flops(whole))
            {
                worse.Add($"seed {seed}: {Floats(whole.Plan.Total)} floats became {Floats(some.Plan.Total)}, {Flops(whole)} FLOP {Flops(some)}: {string.Join("; ", sparse.Parts.Select(static part =>
                    $"{(part.IsFrozen ? "Frozen " : "")}{string.Join(" ", part.Derivations.Concat(part.Layers).Select(Text))}"))}");
            }
        }

        output.WriteLine($"{better} of {Models} take less");
        Assert.True(worse.Count == 0, $"{worse.Count} of {Models}:\n{string.Join("\n", worse)}");
    }

    private static LayerSpec Sparse(Random random) => Layer(
        "SparseUpdate",
        [
            new("Along", new EnumSpec("Outputs"), 0),
            random.Next(4) == 0 ? new("Only", new StringSpec("0, 2..5"), 0) : new("Fraction", new RealSpec((1 + random.Next(3)) / 4.0), 0),
        ]);

    private static LayerSpec Convolution(Random random) => Layer(
        "Conv2D",
        new("Filters", new IntegerSpec(2 * random.Next(2, 9)), 0),
        new("Kernel", new IntegerSpec(random.Next(2) == 0 ? 1 : 3), 0),
        new("Bias", new BooleanSpec(random.Next(4) > 0), 0));

    private static string Text(LayerSpec layer) => $"{layer.Name}({string.Join(", ", layer.Arguments.Select(static argument => argument.Value is IntegerSpec number ? $"{number.Value}" : argument.Value.ToString()))})";

    private static long Flops(CompiledProgram program) => program.Flops.Evaluate(Sizes);

    private static CompiledProgram Training(ModelSpec spec) => ModelCompiler.Compile(spec)!.Training;

    private static long Floats(Size size) => size.Evaluate(Sizes);

    private static Dictionary<string, long> Sizes { get; } = new() { [Size.BatchName] = Batch, ["batch.Count"] = Batch };

    private static ModelSpec Model(string input, params PartSpec[] parts) =>
        new("Tests", [], "Net", "public", new TextSpec(input, 0), new TextSpec("CrossEntropy", 0), parts.ToEquatableArray()) { Origin = 0, AttributeOrigin = 0, FileName = "Net.cs" };

    private static PartSpec Part(string name, params LayerSpec[] layers) => new(name, layers.ToEquatableArray(), 0);

    private static LayerSpec Dense(int units, bool bias = true) => Layer("Dense", new("Units", new IntegerSpec(units), 0), new("Bias", new BooleanSpec(bias), 0));

    private static LayerSpec Layer(string name, params ArgumentSpec[] arguments) => new(name, arguments.ToEquatableArray(), 0);
}
