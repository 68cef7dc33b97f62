using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// Dropout (Srivastava et al. 2014): while training, sets each element to zero with probability <c>rate</c> and divides the
/// others by <c>1 − rate</c>; does nothing in prediction. The mask comes from a counter-based generator, so it is recomputed
/// in the backward pass rather than stored.
/// </summary>
/// <param name="rate">The probability of dropping an element, at least 0 and below 1.</param>
public sealed class DropoutAttribute(float rate) : LayerAttribute
{
    /// <summary>The probability of dropping an element.</summary>
    public float Rate { get; } = rate;

    internal override EquatableArray<ArgumentSpec> Arguments => [Real(nameof(Rate), Rate)];
}
