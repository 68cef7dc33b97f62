using System.Globalization;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Generators.Tests.Programs;

/// <summary>Models of causal attention over sequences so long that its products are made in part.</summary>
internal static class AttentionModels
{
    /// <summary>The models, of one and several heads that share keys or don't.</summary>
    public static IReadOnlyList<ModelSpec> All { get; } = [Model(70, 1, 1), Model(50, 2, 2), Model(41, 4, 2)];

    private static ModelSpec Model(int steps, int heads, int keyHeads)
    {
        // A bias of the keys has no effect, and as its gradient nothing but what rounding leaves.
        (string, ConstantSpec)[] causal = [("Heads", new IntegerSpec(heads)), ("Causal", new BooleanSpec(true)), ("Bias", new BooleanSpec(false))];
        string name = $"Causal{heads.ToString(CultureInfo.InvariantCulture)}Of{keyHeads.ToString(CultureInfo.InvariantCulture)}";
        return new(
            "Sequences",
            [],
            name,
            "public",
            new TextSpec($"{steps.ToString(CultureInfo.InvariantCulture)}, 8", 0),
            new TextSpec("MeanSquaredError", 0),
            new[]
            {
                new PartSpec("Context", [Layer("SelfAttention", [.. causal, ("KeyValueHeads", new IntegerSpec(keyHeads))]), Layer("Tanh")], 0),
                new PartSpec("Again", [Layer("SelfAttention", [.. causal, ("Rotary", new BooleanSpec(true))]), Layer("Dense", ("Units", new IntegerSpec(2)))], 0),
            }.ToEquatableArray())
        {
            Origin = 0,
            AttributeOrigin = 0,
            FileName = name + ".cs",
        };
    }

    private static LayerSpec Layer(string name, params (string Name, ConstantSpec Value)[] arguments) =>
        new(name, arguments.Select(static argument => new ArgumentSpec(argument.Name, argument.Value, 0)).ToEquatableArray(), 0);
}
