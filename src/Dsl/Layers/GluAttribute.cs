using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>The gated linear unit, <c>a · sigmoid(b)</c> for the halves a and b of an axis (Dauphin et al. 2017).</summary>
public sealed class GluAttribute : LayerAttribute
{
    /// <summary>The axis that is halved, whose size is even: the last one by default, 0 for channels.</summary>
    public int Axis { get; set; } = Adjoint.Axis.Last;

    internal override EquatableArray<ArgumentSpec> Arguments => [Integer(nameof(Axis), Axis)];
}
