using System.Runtime.CompilerServices;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>What is done to a gradient before the optimizer sees it, in this order.</summary>
/// <param name="ClipValue">The greatest magnitude of an element; null for any.</param>
/// <param name="ClipNorm">The greatest Euclidean norm of all elements; null for any.</param>
/// <param name="Noise">Noise to add; null for none.</param>
internal readonly record struct GradientRules(float? ClipValue, float? ClipNorm, GradientNoise? Noise)
{
    /// <summary>Changes a gradient in place.</summary>
    /// <param name="gradient">The gradient, in its layout.</param>
    /// <param name="ranges">Where the trained parameters lie; nothing else is read or written.</param>
    /// <param name="step">The step of the optimizer, from 1.</param>
    /// <param name="key">Where the noise comes from.</param>
    /// <param name="threads">The threads to run on.</param>
    public void Apply(Span<float> gradient, TrainedRanges ranges, long step, RandomKey key, Threads threads)
    {
        if (ClipValue is { } greatest)
        {
            foreach (TrainedRange range in ranges)
            {
                Span<float> part = range.Of(gradient);
                Elementwise.Map(threads, part, part, new Clamped(greatest));
            }
        }

        // With a norm that is not finite there is no factor that helps; what is not finite shows in the parameters.
        if (ClipNorm is { } longest && GradientNorm.Of(ranges, gradient, threads) is var norm && norm > longest && float.IsFinite(norm))
        {
            foreach (TrainedRange range in ranges)
            {
                Span<float> part = range.Of(gradient);
                Elementwise.Map(threads, part, part, new Scaled(longest / norm));
            }
        }

        if (Noise is { } noise)
        {
            // Tensor by tensor: the gaps between them stay zero.
            float deviation = noise.DeviationIn(step);
            foreach (TrainedTensor tensor in ranges.Tensors)
            {
                Span<float> part = gradient.Slice(tensor.Gradient, tensor.Length);
                Elementwise.Map(threads, part, part, new NormalNoise(key, tensor.Parameter.Offset, deviation));
            }
        }
    }

    private readonly struct Clamped(float greatest) : IMap1
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V a, int index)
            where V : struct, ISimd<V> => V.Max(V.Broadcast(-greatest), V.Min(a, V.Broadcast(greatest)));
    }
}
