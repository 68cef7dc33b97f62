using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>Passes over one row, which together make softmax and its logarithm.</summary>
internal static unsafe class RowPass
{
    /// <summary>The greatest element; NaN if any is NaN.</summary>
    [MethodImpl(HotLoop.Options)]
    public static float Max<V>(float* x, int length)
        where V : struct, ISimd<V>
    {
        V max = V.Broadcast(float.NegativeInfinity);
        int i = 0;
        for (; i <= length - V.Width; i += V.Width)
        {
            max = V.Max(max, V.Load(in x[i]));
        }

        int rest = length - i;
        if (rest > 0)
        {
            V last = V.Load(in x[i], rest);
            max = V.Max(max, V.Select(V.LessThan(V.Indices, V.Broadcast(rest)), last, V.Broadcast(float.NegativeInfinity)));
        }

        return V.Max(max);
    }

    /// <summary>Σ e^(x[i] − shift); also stores the terms unless y is null. y may be x.</summary>
    [MethodImpl(HotLoop.Options)]
    public static float SumOfExp<V>(float* x, float shift, float* y, int length)
        where V : struct, ISimd<V>
    {
        V sum = V.Zero;
        V offset = V.Broadcast(shift);
        int i = 0;
        for (; i <= length - V.Width; i += V.Width)
        {
            V e = V.Exp(V.Load(in x[i]) - offset);
            sum += e;
            if (y is not null)
            {
                e.Store(ref y[i]);
            }
        }

        int rest = length - i;
        if (rest > 0)
        {
            V e = V.Exp(V.Load(in x[i], rest) - offset);
            sum += V.Select(V.LessThan(V.Indices, V.Broadcast(rest)), e, V.Zero);
            if (y is not null)
            {
                e.Store(ref y[i], rest);
            }
        }

        return V.Sum(sum);
    }

    /// <summary>y[i] *= factor.</summary>
    [MethodImpl(HotLoop.Options)]
    public static void Scale<V>(float* y, float factor, int length)
        where V : struct, ISimd<V>
    {
        V f = V.Broadcast(factor);
        int i = 0;
        for (; i <= length - V.Width; i += V.Width)
        {
            (V.Load(in y[i]) * f).Store(ref y[i]);
        }

        int rest = length - i;
        if (rest > 0)
        {
            (V.Load(in y[i], rest) * f).Store(ref y[i], rest);
        }
    }

    /// <summary>y[i] = (x[i] − first) − second, in this order: the first difference is exact next to the maximum. y may be x.</summary>
    [MethodImpl(HotLoop.Options)]
    public static void Subtract<V>(float* x, float first, float second, float* y, int length)
        where V : struct, ISimd<V>
    {
        V a = V.Broadcast(first);
        V b = V.Broadcast(second);
        int i = 0;
        for (; i <= length - V.Width; i += V.Width)
        {
            (V.Load(in x[i]) - a - b).Store(ref y[i]);
        }

        int rest = length - i;
        if (rest > 0)
        {
            (V.Load(in x[i], rest) - a - b).Store(ref y[i], rest);
        }
    }
}
