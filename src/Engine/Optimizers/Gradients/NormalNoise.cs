using System.Runtime.CompilerServices;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>
/// a ↦ a + deviation · z with z normal, by Box and Muller's transform (1958) of two uniform numbers of the element. Only the cosine is used, so an
/// element's noise depends on no other.
/// </summary>
/// <param name="key">The seed and step.</param>
/// <param name="offset">The element's number at index 0.</param>
/// <param name="deviation">The standard deviation.</param>
internal readonly struct NormalNoise(RandomKey key, int offset, float deviation) : IMap1
{
    // Dropout counts its streams from 0, a model has far fewer than 2³² − 2.
    private const uint RadiusStream = uint.MaxValue;
    private const uint AngleStream = uint.MaxValue - 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V a, int index)
        where V : struct, ISimd<V>
    {
        // Uniform numbers are below 1, so the logarithm's argument is above 0.
        V radius = V.Sqrt(V.Broadcast(-2) * V.Log(V.One - V.Uniform(key, RadiusStream, offset + index)));
        V angle = V.Cos(V.Broadcast(2 * MathF.PI) * V.Uniform(key, AngleStream, offset + index));
        return V.MultiplyAdd(V.Broadcast(deviation) * radius, angle, a);
    }
}
