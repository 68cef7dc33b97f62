using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>The greatest element of each slice, or NaN; −∞ of nothing.</summary>
internal readonly unsafe struct MaxPass : IMiddlePass<float>
{
    public static bool KeepsMiddle => false;

    [MethodImpl(HotLoop.Options)]
    public void Run<V>(float* source, float* target, int length, int stride, int columns)
        where V : struct, ISimd<V>
    {
        if (stride == 1)
        {
            *target = RowPass.Max<V>(source, length);
            return;
        }

        int j = 0;
        for (; j <= columns - V.Width; j += V.Width)
        {
            V max = V.Broadcast(float.NegativeInfinity);
            for (int m = 0; m < length; m++)
            {
                max = V.Max(max, V.Load(in source[((nint)m * stride) + j]));
            }

            max.Store(ref target[j]);
        }

        int rest = columns - j;
        if (rest > 0)
        {
            V max = V.Broadcast(float.NegativeInfinity);
            for (int m = 0; m < length; m++)
            {
                max = V.Max(max, V.Load(in source[((nint)m * stride) + j], rest));
            }

            max.Store(ref target[j], rest);
        }
    }
}

/// <summary>1 at the first greatest element or the first NaN of each slice, else 0. The result may be the input.</summary>
internal readonly unsafe struct MaxMaskPass : IMiddlePass<float>
{
    public static bool KeepsMiddle => true;

    [MethodImpl(HotLoop.Options)]
    public void Run<V>(float* source, float* target, int length, int stride, int columns)
        where V : struct, ISimd<V>
    {
        if (stride == 1)
        {
            int place = FirstMax.Of<V>(source, length);
            new Span<float>(target, length).Clear();
            if (length > 0)
            {
                target[place] = 1;
            }

            return;
        }

        float* maxima = Scratch.ForBlock(columns);
        new MaxPass().Run<V>(source, maxima, length, stride, columns);
        int j = 0;
        for (; j <= columns - V.Width; j += V.Width)
        {
            V max = V.Load(in maxima[j]);
            V open = V.One;
            for (int m = 0; m < length; m++)
            {
                nint i = ((nint)m * stride) + j;
                V hit = Hit(V.Load(in source[i]), max, open);
                hit.Store(ref target[i]);
                open -= hit;
            }
        }

        int rest = columns - j;
        if (rest > 0)
        {
            V max = V.Load(in maxima[j], rest);
            V open = V.One;
            for (int m = 0; m < length; m++)
            {
                nint i = ((nint)m * stride) + j;
                V hit = Hit(V.Load(in source[i], rest), max, open);
                hit.Store(ref target[i], rest);
                open -= hit;
            }
        }
    }

    /// <summary>What is left open where x is the maximum, else 0. NaN, which equals nothing, is always the maximum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Hit<V>(V x, V max, V open)
        where V : struct, ISimd<V> => V.Select(V.Equal(x, x), V.Select(V.Equal(x, max), open, V.Zero), open);
}

/// <summary>The place of the first greatest element or the first NaN in each slice; 0 in a slice of nothing.</summary>
internal readonly unsafe struct ArgMaxPass : IMiddlePass<int>
{
    public static bool KeepsMiddle => false;

    [MethodImpl(HotLoop.Options)]
    public void Run<V>(float* source, int* target, int length, int stride, int columns)
        where V : struct, ISimd<V>
    {
        if (stride == 1)
        {
            *target = FirstMax.Of<V>(source, length);
            return;
        }

        float* maxima = Scratch.ForBlock(columns);
        new MaxPass().Run<V>(source, maxima, length, stride, columns);
        new Span<int>(target, columns).Clear();

        // From the last row to the first, so that the first maximum is written last.
        for (int m = length - 1; m >= 0; m--)
        {
            float* row = source + ((nint)m * stride);
            for (int j = 0; j < columns; j++)
            {
                if (row[j] == maxima[j] || float.IsNaN(row[j]))
                {
                    target[j] = m;
                }
            }
        }
    }
}

/// <summary>The place of the first greatest element, or the first NaN, in a run; 0 in a run of nothing.</summary>
internal static unsafe class FirstMax
{
    public static int Of<V>(float* x, int length)
        where V : struct, ISimd<V>
    {
        V max = V.Broadcast(RowPass.Max<V>(x, length));
        int i = 0;
        while (i <= length - V.Width && !V.Any(V.Equal(V.Load(in x[i]), max)) && !float.IsNaN(V.Max(V.Load(in x[i]))))
        {
            i += V.Width;
        }

        float greatest = V.Max(max);
        while (i < length && x[i] != greatest && !float.IsNaN(x[i]))
        {
            i++;
        }

        return length == 0 ? 0 : i;
    }
}
