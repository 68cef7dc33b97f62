using System.Runtime.CompilerServices;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>The arithmetic of Adam; <c>rate</c> carries 1 / (1 − β₁ᵗ), which leaves one square root and one division.</summary>
internal readonly struct AdamUpdate(AdaptiveMeans means, float rate) : IUpdate
{
    public static int Moments => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V gradient, ref V first, ref V second, ref V third)
        where V : struct, ISimd<V>
    {
        means.Add(gradient, ref first, ref second);
        return V.Broadcast(rate) * first / means.Denominator(second);
    }
}
