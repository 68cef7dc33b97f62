using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Compiler.Keep;

/// <summary>What a declaration says about keeping values for the backward pass, by the paths of parts.</summary>
internal sealed class KeepRules
{
    private readonly Dictionary<string, Rule> _rules;

    private KeepRules(Dictionary<string, Rule> rules)
    {
        _rules = rules;
    }

    /// <summary>Everything is kept as it is.</summary>
    public static KeepRules None { get; } = new(new Dictionary<string, Rule>());

    /// <summary>Whether nothing is said.</summary>
    public bool IsEmpty => _rules.Count == 0;

    /// <summary>The rules of derivations.</summary>
    /// <param name="derivations">What is said of parts, by their paths.</param>
    public static KeepRules Of(IReadOnlyDictionary<string, EquatableArray<LayerSpec>> derivations) => new(derivations
        .Select(static part => (Path: part.Key, Rule: new Rule(
            part.Value.Any(static derivation => derivation.Name == DerivationCatalog.Recompute),
            part.Value.FirstOrDefault(static derivation => derivation.Name == DerivationCatalog.Keep) is { } keep ? StorageOf(keep) : null)))
        .Where(static part => part.Rule.Recompute || part.Rule.Storage is not null)
        .ToDictionary(static part => part.Path, static part => part.Rule, StringComparer.Ordinal));

    /// <summary>The innermost part with a rule that a value belongs to; null when there is none.</summary>
    public string? SegmentOf(Node node) => PartPath.Outward(node.Origin.Part).FirstOrDefault(_rules.ContainsKey);

    /// <summary>Whether the values of a part are computed again.</summary>
    public bool Recomputes(string segment) => _rules[segment].Recompute;

    /// <summary>How the values of a part are kept; null for as they are.</summary>
    public Compression? StorageOf(string segment) => _rules[segment].Storage;

    private static Compression? StorageOf(LayerSpec keep)
    {
        IReadOnlyDictionary<string, object> arguments = LayerArguments.Read(DerivationCatalog.Find(keep.Name)!, keep);
        return Enum.TryParse((string)arguments["As"], out KeptType type)
            ? new Compression(type, type == KeptType.Int8 && (string)arguments["Scales"] == "Channel" ? 2 : 1)
            : null;
    }

    private sealed record Rule(bool Recompute, Compression? Storage);
}
