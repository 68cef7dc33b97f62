using Adjoint.Compiler;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Tests;

/// <summary>What training less of a network takes in memory and operations, beside training all of it.</summary>
public sealed class DerivedMemoryTests
{
    private const int Batch = 64;
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

    private static CompiledProgram Training(ModelSpec spec) => ModelCompiler.Compile(spec)!.Training;

    private static long Floats(Size size) => size.Evaluate(new Dictionary<string, long> { [Size.BatchName] = Batch });

    private static ModelSpec Model(string input, params PartSpec[] parts) =>
        new("Tests", [], "Net", "public", new TextSpec(input, 0), new TextSpec("CrossEntropy", 0), parts.ToEquatableArray()) { Origin = 0, AttributeOrigin = 0, FileName = "Net.cs" };

    private static PartSpec Part(string name, params LayerSpec[] layers) => new(name, layers.ToEquatableArray(), 0);

    private static LayerSpec Dense(int units) => Layer("Dense", new ArgumentSpec("Units", new IntegerSpec(units), 0));

    private static LayerSpec Layer(string name, params ArgumentSpec[] arguments) => new(name, arguments.ToEquatableArray(), 0);
}
