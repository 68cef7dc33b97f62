using System.Runtime.CompilerServices;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>The arithmetic that Adam and its relatives share.</summary>
/// <param name="beta1">β₁.</param>
/// <param name="beta2">β₂.</param>
/// <param name="scale">What √v is multiplied by: 1 / √(1 − β₂ᵗ), which spares a division by the correction.</param>
/// <param name="epsilon">ε.</param>
internal readonly struct AdaptiveMeans(float beta1, float beta2, float scale, float epsilon)
{
    private readonly float _rest1 = (float)(1 - (double)beta1);
    private readonly float _rest2 = (float)(1 - (double)beta2);

    /// <summary>1 − β₁.</summary>
    public float Rest1 => _rest1;

    /// <summary>m ← β₁ m + (1 − β₁) g and v ← β₂ v + (1 − β₂) g².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add<V>(V gradient, ref V mean, ref V square)
        where V : struct, ISimd<V>
    {
        mean = V.MultiplyAdd(V.Broadcast(beta1), mean, V.Broadcast(_rest1) * gradient);
        square = V.MultiplyAdd(V.Broadcast(beta2), square, V.Broadcast(_rest2) * gradient * gradient);
    }

    /// <summary>√(v / (1 − β₂ᵗ)) + ε.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Denominator<V>(V square)
        where V : struct, ISimd<V> => V.MultiplyAdd(V.Sqrt(square), V.Broadcast(scale), V.Broadcast(epsilon));
}
