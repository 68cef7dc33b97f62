using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// Efficient channel attention, <c>x · sigmoid(k ∗ z)</c> on <c>[channels, ..]</c>: the mean z of each channel, convolved along the channels (Wang et
/// al. 2020). Parameter: <c>Kernel [size]</c>, uniform in ±√(6 / size) (He et al. 2015).
/// </summary>
/// <param name="kernel">How many neighbouring channels count, an odd number; 3 by default.</param>
public sealed class EcaAttribute(int kernel = 3) : LayerAttribute
{
    /// <summary>How many neighbouring channels count.</summary>
    public int Kernel { get; } = kernel;

    internal override EquatableArray<ArgumentSpec> Arguments => [Integer(nameof(Kernel), Kernel)];
}
