using Adjoint.Kernels;

namespace Adjoint;

/// <summary>
/// The arithmetic of an optimizer step for one vector of parameters, written once for every vector width. A moment that the rule
/// does not have is neither read nor written; its argument is zero.
/// </summary>
internal interface IUpdate
{
    /// <summary>How many moments the rule has, 0 to 2; a constant, so the JIT removes the loads and stores of the others.</summary>
    static abstract int Moments { get; }

    /// <summary>Moves the parameters and moments in place.</summary>
    void Invoke<V>(ref V parameter, V gradient, ref V first, ref V second)
        where V : struct, ISimd<V>;
}
