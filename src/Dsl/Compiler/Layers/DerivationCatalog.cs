namespace Adjoint.Compiler.Layers;

/// <summary>Every attribute that says how programs are derived of a part, by its name, with the arguments that it takes.</summary>
internal static class DerivationCatalog
{
    public const string Recompute = "Recompute";
    public const string Keep = "Keep";
    public const string SparseUpdate = "SparseUpdate";
    public const string LowRank = "LowRank";
    public const string Masked = "Masked";

    public static IReadOnlyList<AttributeDefinition> All { get; } =
    [
        new(Recompute, []),
        new(Keep, [new ChoiceArgument("As", ["Single", "Half", "BFloat16", "Int8"], "Single"), new ChoiceArgument("Scales", ["Tensor", "Channel"], "Channel")]),
        new(SparseUpdate,
        [
            new RealArgument("Fraction", 1, Minimum: 1e-9, Below: 1.0000001) { Range = "above 0 and at most 1" }, new ChoiceArgument("Along", ["Inputs", "Outputs"], "Inputs"),
            new TextArgument("Only", string.Empty),
        ]),
        new(LowRank, [new IntegerArgument("Rank"), new RealArgument("Scale", 1, double.NegativeInfinity)]),
        new(Masked, []),
    ];

    /// <summary>The definition of an attribute; null when there is none.</summary>
    public static AttributeDefinition? Find(string name) => All.FirstOrDefault(definition => definition.Name == name);
}
