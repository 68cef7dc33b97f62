using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Compiler.Keep;

/// <summary>What a declaration says about keeping values for the backward pass, by the paths of parts.</summary>
internal sealed class KeepRules
{
    private readonly Dictionary<string, Rule> _rules = new(StringComparer.Ordinal);

    private KeepRules(IEnumerable<KeyValuePair<string, Rule>> rules)
    {
        foreach (KeyValuePair<string, Rule> rule in rules)
        {
            _rules.Add(rule.Key, rule.Value);
        }
    }

    /// <summary>Everything is kept as it is.</summary>
    public static KeepRules None { get; } = new([]);

    /// <summary>Whether nothing is said.</summary>
    public bool IsEmpty => _rules.Count == 0;

    /// <summary>The rules of derivations.</summary>
    /// <param name="derivations">What is said of parts, by their paths.</param>
    public static KeepRules Of(IReadOnlyDictionary<string, EquatableArray<LayerSpec>> derivations) => new(derivations
        .Select(static part => new KeyValuePair<string, Rule>(part.Key, new Rule(
            part.Value.Any(static derivation => derivation.Name == "Recompute"),
            part.Value.FirstOrDefault(static derivation => derivation.Name == "Keep") is { } keep ? StorageOf(keep) : null)))
        .Where(static part => part.Value.Recompute || part.Value.Storage is not null));

    /// <summary>The same, and parts that are recomputed besides.</summary>
    public KeepRules Recomputing(IEnumerable<string> paths) => new(_rules
        .Where(rule => !paths.Contains(rule.Key))
        .Concat(paths.Select(path => new KeyValuePair<string, Rule>(path, new Rule(true, _rules.TryGetValue(path, out Rule? rule) ? rule.Storage : null)))));

    /// <summary>The innermost part with a rule that a value belongs to; null when there is none.</summary>
    public string? SegmentOf(Node node)
    {
        string path = node.Origin.Part;
        while (!_rules.ContainsKey(path))
        {
            int dot = path.LastIndexOf('.');
            if (dot < 0)
            {
                return null;
            }

            path = path.Substring(0, dot);
        }

        return path;
    }

    /// <summary>Whether the values of a part are computed again.</summary>
    public bool Recomputes(string segment) => _rules[segment].Recompute;

    /// <summary>How the values of a part are kept; null for as they are.</summary>
    public Compression? StorageOf(string segment) => _rules[segment].Storage;

    private static Compression? StorageOf(LayerSpec keep) => keep.Arguments.FirstOrDefault(static argument => argument.Name == "As")?.Value is EnumSpec { Member: not "Single" and var storage }
        ? new Compression(
            (KeptType)Enum.Parse(typeof(KeptType), storage),
            storage == nameof(KeptType.Int8) && !keep.Arguments.Any(static argument => argument.Value is EnumSpec { Member: "Tensor" }) ? 2 : 1)
        : null;

    private sealed record Rule(bool Recompute, Compression? Storage);
}
