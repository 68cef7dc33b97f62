namespace Adjoint;

/// <summary>
/// Holds the weights of a part under masks (Han et al. 2015, "Learning both weights and connections for efficient neural networks"). Beside every weight of two
/// axes or more stands a running value <c>Kernel.Mask</c> of its shape, 1 at first, and what is used is <c>Kernel ∘ Mask</c>. A weight whose mask is 0 counts as 0 and
/// receives no gradient, whatever an optimizer makes of it. Files keep masks.
/// </summary>
/// <remarks>Factors of <see cref="LowRankAttribute"/> are not masked; a mask is of the weight that they change.</remarks>
public sealed class MaskedAttribute : DerivationAttribute
{
}
