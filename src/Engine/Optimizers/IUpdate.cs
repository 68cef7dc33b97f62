using Adjoint.Kernels;

namespace Adjoint;

/// <summary>
/// The arithmetic of an optimizer step for one vector of parameters, written once for every vector width. A moment that the rule
/// does not have is neither read nor written; its argument is zero.
/// </summary>
internal interface IUpdate
{
    /// <summary>How many moments the rule has, 0 to 3; a constant, so the JIT removes the loads and stores of the others.</summary>
    static abstract int Moments { get; }

    /// <summary>Renews the moments in place and gives what is to be subtracted from the parameters.</summary>
    V Invoke<V>(V gradient, ref V first, ref V second, ref V third)
        where V : struct, ISimd<V>;
}
