using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// Dropout of whole channels, the first axis of a sample (Tompson et al. 2015): while training, sets each channel to zero with probability
/// <c>rate</c> and divides the others by <c>1 − rate</c>; does nothing in prediction.
/// </summary>
/// <param name="rate">The probability of dropping a channel, at least 0 and below 1.</param>
public sealed class ChannelDropoutAttribute(float rate) : LayerAttribute
{
    /// <summary>The probability of dropping a channel.</summary>
    public float Rate { get; } = rate;

    internal override EquatableArray<ArgumentSpec> Arguments => [Real(nameof(Rate), Rate)];
}
