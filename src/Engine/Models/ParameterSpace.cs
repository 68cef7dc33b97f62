using System.Runtime.CompilerServices;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>Models as points: all parameters of one are a vector, and models of one description are vectors of one space.</summary>
public static class ParameterSpace
{
    /// <summary>
    /// The model on the way from one to another: <c>a · (1 − t) + b · t</c>, exactly <c>a</c> at 0 and <c>b</c> at 1. Running values go along. On the way a mask lets through what either
    /// lets through: a dropped weight is 0, so the way is straight.
    /// </summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="a">Where the way begins.</param>
    /// <param name="b">Where it leads.</param>
    /// <param name="t">How far, a finite number; outside of <c>[0, 1]</c> it goes on.</param>
    /// <exception cref="ArgumentException">The models are of different sizes.</exception>
    public static TModel Interpolate<TModel>(TModel a, TModel b, float t)
        where TModel : class, IModel<TModel>
    {
        ParameterBuffer between = Checked(a, b).Copy();
        Interpolate(between, a.Parameters, b.Parameters, t);
        return TModel.FromParameters(between);
    }

    /// <summary>The same into parameters that are there already, which may be one of the two; allocates nothing.</summary>
    /// <param name="between">Receives the values.</param>
    /// <param name="a">Where the way begins.</param>
    /// <param name="b">Where it leads.</param>
    /// <param name="t">How far, a finite number.</param>
    internal static void Interpolate(ParameterBuffer between, ParameterBuffer a, ParameterBuffer b, float t)
    {
        if (!float.IsFinite(t))
        {
            throw new ArgumentOutOfRangeException(nameof(t), t, "t must be finite.");
        }

        Interpolate(between.Span, a.Values, b.Values, t);
        Interpolate(between.StateSpan, a.State, b.State, t);
        MaskedWeights.MakeWhole(between);
    }

    /// <summary>The length of the difference of two models' parameters (Euclid's). Running values don't count.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="a">One model.</param>
    /// <param name="b">Another.</param>
    /// <exception cref="ArgumentException">The models are of different sizes.</exception>
    public static float Distance<TModel>(TModel a, TModel b)
        where TModel : class, IModel<TModel>
    {
        ReadOnlySpan<float> from = Checked(a, b).Values;
        ReadOnlySpan<float> to = b.Parameters.Values;
        double sum = 0;
        for (int i = 0; i < from.Length; i++)
        {
            double difference = (double)to[i] - from[i];
            sum += difference * difference;
        }

        return (float)Math.Sqrt(sum);
    }

    /// <summary>The cosine of the angle between two models' parameters, seen from zero; NaN when all parameters of one are 0.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="a">One model.</param>
    /// <param name="b">Another.</param>
    /// <exception cref="ArgumentException">The models are of different sizes.</exception>
    public static float Cosine<TModel>(TModel a, TModel b)
        where TModel : class, IModel<TModel>
    {
        ReadOnlySpan<float> one = Checked(a, b).Values;
        ReadOnlySpan<float> other = b.Parameters.Values;
        return (float)(Dot(one, other) / Math.Sqrt(Dot(one, one) * Dot(other, other)));
    }

    /// <summary><c>a · (1 − t) + b · t</c> of two spans as long as the result, which may be one of them.</summary>
    internal static void Interpolate(Span<float> between, ReadOnlySpan<float> a, ReadOnlySpan<float> b, float t) =>
        Elementwise.Map(Threads.Shared, a, b, between, new Between(t));

    private static double Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            sum += (double)left[i] * right[i];
        }

        return sum;
    }

    /// <summary>a, b ↦ a · (1 − t) + b · t.</summary>
    private readonly struct Between(float t) : IMap2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V a, V b, int index)
            where V : struct, ISimd<V> => V.MultiplyAdd(V.Broadcast(t), b, V.Broadcast(1 - t) * a);
    }

    /// <summary>The parameters of the first, if those of the second are laid out alike.</summary>
    private static ParameterBuffer Checked<TModel>(TModel a, TModel b)
        where TModel : class, IModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ParameterBuffer.Of(a.Parameters.Description, b.Parameters);
        return a.Parameters;
    }
}
