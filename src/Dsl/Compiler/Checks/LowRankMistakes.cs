using System.Globalization;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;

namespace Adjoint.Compiler.Checks;

/// <summary>Parts that <c>[LowRank]</c> keeps as they are without anything to train in their place.</summary>
internal static class LowRankMistakes
{
    /// <summary>The mistakes of a model's own parts; those within models that it uses are told of them.</summary>
    public static IEnumerable<CompilerError> Check(ModelSpec spec, TracedModel model)
    {
        foreach (PartSpec part in spec.Parts.Where(part => model.UsedParts.Contains(part.Name)))
        {
            foreach (LayerSpec attribute in part.Derivations.Where(static derivation => derivation.Name == DerivationCatalog.LowRank))
            {
                if (Problem(part, LowRankChange.Of(attribute), model) is { } problem)
                {
                    yield return new CompilerError(Rules.UselessLowRank, attribute.Origin, [part.Name, problem])
                    {
                        Related = part.IsFrozen ? [new RelatedSpec(part.FrozenOrigin, $"'{part.Name}' is frozen here")] : [],
                    };
                }
            }
        }
    }

    private static string? Problem(PartSpec part, LowRankChange change, TracedModel model)
    {
        if (part.IsFrozen)
        {
            return "keeps its weights as they are and trains changes of them, which [Frozen] would keep too; remove one of the two";
        }

        if (change.Scale == 0)
        {
            return "adds nothing, since its scale is 0; write another scale, or [Frozen] if nothing is to be trained";
        }

        ParameterLeaf[] weights = [.. model.Parameters.Select(static node => node.Operation).OfType<ParameterLeaf>().Where(leaf => IsWithin(leaf, part))];
        HashSet<Operation> factors = [.. model.Builder.Nodes.Where(static node => node.Operation is Contract).SelectMany(static node => node.Inputs).Select(static node => node.Operation)];
        string rank = change.Rank.ToString(CultureInfo.InvariantCulture);
        return weights.Any(static leaf => leaf.ChangeScale is not null) ? null
            : weights.Where(leaf => factors.Contains(leaf) && leaf.Type.Shape is { Rank: 2 } shape && shape.All(static axis => axis.IsConstant))
                .OrderByDescending(static leaf => Smaller(leaf.Type.Shape))
                .FirstOrDefault() is { } largest && Smaller(largest.Type.Shape) is var side && side <= change.Rank
                ? $"finds no matrix larger than its rank {rank} on both sides: the largest is '{largest.FullName}' {largest.Type.Shape}; "
                    + (side > 1 ? $"choose a rank below {side.ToString(CultureInfo.InvariantCulture)}, or remove it" : "remove it")
                : "finds no matrix that rows are multiplied by, as Dense, attention and recurrent layers have; remove it, or write [Frozen] if nothing is to be trained";
    }

    private static bool IsWithin(ParameterLeaf leaf, PartSpec part) => leaf.FullName == part.Name || leaf.FullName.StartsWith(part.Name + ".", StringComparison.Ordinal);

    private static long Smaller(Shape shape) => Math.Min(shape[0].Constant, shape[1].Constant);
}
