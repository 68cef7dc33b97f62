using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// Adapts a part by changes of low rank (Hu et al. 2021, "LoRA: low-rank adaptation of large language models"). All its parameters are kept as they are. Beside
/// every matrix that rows are multiplied by, <c>Kernel [in, out]</c> with both sides larger than the rank, stand two that are trained:
/// <c>Kernel.Down [in, rank]</c>, which starts normal, and <c>Kernel.Up [rank, out]</c>, which starts with zeros. What is used is
/// <c>Kernel + Scale · Down · Up</c>, so at first the part computes what it did.
/// </summary>
/// <remarks>
/// Such matrices are those of dense layers, attention and recurrent networks, and weights of two axes of the user's own, also in models that the part uses.
/// Tables of embeddings and kernels of convolutions are kept without a change. Where it takes fewer operations the product is computed as
/// <c>x · Kernel + Scale · (x · Down) · Up</c>, and neither the sum nor its gradient is made.
/// </remarks>
/// <param name="rank">The rank of the changes, at least 1.</param>
public sealed class LowRankAttribute(int rank) : DerivationAttribute
{
    /// <summary>The rank of the changes.</summary>
    public int Rank { get; } = rank;

    /// <summary>What the product of the factors is multiplied by.</summary>
    public float Scale { get; set; } = 1;

    internal override EquatableArray<ArgumentSpec> Arguments => [Integer(nameof(Rank), Rank), Real(nameof(Scale), Scale)];
}
