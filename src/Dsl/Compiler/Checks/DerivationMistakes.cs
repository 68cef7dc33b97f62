using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;

namespace Adjoint.Compiler.Checks;

/// <summary>Attributes that say how programs are derived of a part, and change nothing there.</summary>
internal static class DerivationMistakes
{
    /// <summary>The mistakes of a model's own parts; those within models that it uses are told of them.</summary>
    public static IEnumerable<CompilerError> Check(ModelSpec spec, TracedModel model)
    {
        foreach (PartSpec part in spec.Parts.Where(part => model.UsedParts.Contains(part.Name)))
        {
            foreach (LayerSpec attribute in part.Derivations)
            {
                string? problem = attribute.Name switch
                {
                    DerivationCatalog.Masked => Masked(part, model),
                    DerivationCatalog.SparseUpdate => Sparse(part, model),
                    DerivationCatalog.Keep => Kept(part, attribute),
                    _ => null,
                };
                if (problem is not null)
                {
                    yield return new CompilerError(Rules.UselessDerivation, attribute.Origin, [attribute.Name, part.Name, problem]);
                }
            }
        }
    }

    private static string? Masked(PartSpec part, TracedModel model) =>
        Leaves(part, model).OfType<StateLeaf>().Any(static leaf => leaf.FullName.EndsWith("." + TreatedWeight.Mask, StringComparison.Ordinal)) ? null
            : "it has no weights of two axes or more, which masks are for; put it on a part with a layer such as [Dense(10)] or [Conv2D(8)], or remove it";

    private static string? Sparse(PartSpec part, TracedModel model)
    {
        if (part.IsFrozen)
        {
            return "[Frozen] trains nothing of it; remove one of the two";
        }

        ParameterLeaf[] weights = [.. Leaves(part, model).OfType<ParameterLeaf>().Where(static leaf => leaf.Type.Shape.Rank >= 2)];
        return weights.Length == 0 ? "it has no weights of two axes or more, of which some positions could be trained; put it on a part with a layer such as [Dense(10)], or remove it"
            : weights.Any(leaf => SparseUpdates.SliceOf(model.Derivations, leaf) is not null) ? null
            : "all positions are trained; choose fewer, as in [SparseUpdate(0.25f)] or [SparseUpdate(Only = \"0..8\")], or remove it";
    }

    private static string? Kept(PartSpec part, LayerSpec attribute)
    {
        bool isWhole = (string)LayerArguments.Read(DerivationCatalog.Find(attribute.Name)!, attribute)["As"] == "Single";
        return part.Derivations.Any(static other => other.Name == DerivationCatalog.Recompute) ? "[Recompute] keeps nothing of it; remove one of the two"
            : isWhole ? "values are kept as they are computed; write [Keep(As = Storage.Half)], or remove it"
            : null;
    }

    private static IEnumerable<Operation> Leaves(PartSpec part, TracedModel model) => model.Parameters
        .Select(static node => node.Operation)
        .Where(leaf => leaf is NamedLeaf named && (named.FullName == part.Name || named.FullName.StartsWith(part.Name + ".", StringComparison.Ordinal)));
}
