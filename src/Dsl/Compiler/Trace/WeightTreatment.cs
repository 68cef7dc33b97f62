using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Compiler.Trace;

/// <summary>
/// What training does with the weights of a part: changes them, keeps them as they are, changes them by a product of low rank, or holds them under a mask.
/// What is said around a part counts for it too, and what is said of the part itself comes first.
/// </summary>
internal sealed record WeightTreatment
{
    /// <summary>All weights are trained.</summary>
    public static WeightTreatment Trained { get; } = new();

    /// <summary>Whether everything that is made is kept as it is.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>The change of low rank that is trained in place of weights; null where there is none.</summary>
    public LowRankChange? LowRank { get; init; }

    /// <summary>Whether weights are used through masks.</summary>
    public bool IsMasked { get; init; }

    /// <summary>Whether the weights themselves are kept as they are.</summary>
    public bool KeepsWeights => IsFrozen || LowRank is not null;

    /// <summary>The same within a part.</summary>
    public WeightTreatment Within(PartSpec part)
    {
        WeightTreatment treatment = part.IsFrozen ? Frozen() : this;
        foreach (LayerSpec derivation in part.Derivations)
        {
            treatment = derivation.Name switch
            {
                DerivationCatalog.LowRank => treatment with { LowRank = LowRankChange.Of(derivation) },
                DerivationCatalog.Masked => treatment with { IsMasked = true },
                _ => treatment,
            };
        }

        return treatment;
    }

    /// <summary>Whether a derivation says what training does with weights.</summary>
    public static bool IsOf(LayerSpec derivation) => derivation.Name is DerivationCatalog.LowRank or DerivationCatalog.Masked;

    /// <summary>The same where nothing is trained: a change from further out stops here.</summary>
    public WeightTreatment Frozen() => this with { IsFrozen = true, LowRank = null };
}

/// <summary>A change <c>Scale · Down · Up</c> of weights, where <c>Down [in, rank]</c> and <c>Up [rank, out]</c> are trained.</summary>
/// <param name="Rank">The columns of the one and the rows of the other.</param>
/// <param name="Scale">What their product is multiplied by.</param>
internal sealed record LowRankChange(int Rank, double Scale)
{
    /// <summary>The change that a checked attribute asks for.</summary>
    public static LowRankChange Of(LayerSpec attribute)
    {
        IReadOnlyDictionary<string, object> arguments = LayerArguments.Read(DerivationCatalog.Find(attribute.Name)!, attribute);
        return new((int)arguments["Rank"], (double)arguments["Scale"]);
    }

    /// <summary>Whether a matrix is larger than that on both sides, so that the change has a lower rank than it. Named sizes are taken to be large.</summary>
    public bool Fits(Shape shape) => shape.Rank == 2 && shape.All(axis => !axis.IsConstant || axis.Constant > Rank);
}
