using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>The greatest of each run of neighbours on an axis, <c>[pieces · k] → [k]</c> (Goodfellow et al. 2013); of equal ones the first gets the derivative.</summary>
/// <param name="pieces">How many neighbours, a divisor of the axis's size.</param>
public sealed class MaxoutAttribute(int pieces) : LayerAttribute
{
    /// <summary>How many neighbours.</summary>
    public int Pieces { get; } = pieces;

    /// <summary>The axis: the last one by default, 0 for channels.</summary>
    public int Axis { get; set; } = Adjoint.Axis.Last;

    internal override EquatableArray<ArgumentSpec> Arguments => [Integer(nameof(Pieces), Pieces), Integer(nameof(Axis), Axis)];
}
