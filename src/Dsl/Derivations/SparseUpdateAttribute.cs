using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// Trains some rows, columns or channels of each matrix and kernel of a part, and its vectors whole (Lin et al. 2022, "On-device training under 256KB memory"). The program
/// computes no other gradients, has no memory for them, and keeps of the part's input only what these need.
/// </summary>
/// <param name="fraction">How much of each weight is trained: the first positions, as many as this part of all, rounded up. Above 0 and at most 1.</param>
public sealed class SparseUpdateAttribute(float fraction = 1f) : DerivationAttribute
{
    /// <summary>How much of each weight is trained.</summary>
    public float Fraction { get; } = fraction;

    /// <summary>The axis along which positions are chosen.</summary>
    public WeightAxis Along { get; set; } = WeightAxis.Inputs;

    /// <summary>The positions in place of the first ones, as ranges such as <c>"0..8, 24, 32..40"</c>, each without its end; those that a weight does not have are passed over.</summary>
    public string Only { get; set; } = string.Empty;

    internal override EquatableArray<ArgumentSpec> Arguments =>
        [Real(nameof(Fraction), Fraction), Choice(nameof(Along), Along.ToString()), new ArgumentSpec(nameof(Only), new StringSpec(Only), 0)];
}
