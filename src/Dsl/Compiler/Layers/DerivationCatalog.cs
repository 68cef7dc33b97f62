using Adjoint.Compiler.Trace;

namespace Adjoint.Compiler.Layers;

/// <summary>Every attribute that says how programs are derived of a part, by its name, with the arguments that it takes.</summary>
internal static class DerivationCatalog
{
    public static IReadOnlyList<LayerDefinition> All { get; } =
    [
        new("Recompute", [], static (_, x) => x),
        new("SparseUpdate", [new RealArgument("Fraction", 1, Minimum: 1e-9, Below: 1.0000001), new ChoiceArgument("Along", ["Inputs", "Outputs"], "Inputs"), new TextArgument("Only", string.Empty)], static (_, x) => x),
        new("Keep", [new ChoiceArgument("As", ["Single", "Half", "BFloat16", "Int8"], "Single"), new ChoiceArgument("Scales", ["Tensor", "Channel"], "Channel")], static (_, x) => x),
        new(LowRankChange.Attribute, [new IntegerArgument("Rank"), new RealArgument("Scale", 1, double.NegativeInfinity)], static (_, x) => x),
        new("Masked", [], static (_, x) => x),
    ];

    /// <summary>The definition of an attribute; null when there is none.</summary>
    public static LayerDefinition? Find(string name) => All.FirstOrDefault(definition => definition.Name == name);
}
