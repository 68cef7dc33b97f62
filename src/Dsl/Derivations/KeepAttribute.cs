using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// Keeps what the backward pass needs of a part in less memory than it is computed in (Pan et al. 2021, "Mesa: a memory-saving training framework for
/// transformers"). The forward pass is exact; gradients are those of the rounded values.
/// </summary>
/// <remarks>
/// Element-wise functions, such as activations, are computed again from what they were computed from, so that one of the two is kept. Means, variances and
/// other sums, which are small, are kept as they are; so are inputs of the model, which are the caller's; and the states of loops, which recurrent layers have.
/// </remarks>
public sealed class KeepAttribute : DerivationAttribute
{
    /// <summary>How values are kept.</summary>
    public Storage As { get; set; } = Storage.Single;

    /// <summary>Which values share a scale; of no meaning but for <see cref="Storage.Int8"/>.</summary>
    public ScaleOf Scales { get; set; } = ScaleOf.Channel;

    internal override EquatableArray<ArgumentSpec> Arguments => [Choice(nameof(As), As.ToString()), Choice(nameof(Scales), Scales.ToString())];
}
