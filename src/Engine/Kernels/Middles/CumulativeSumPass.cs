using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// The running sums of each slice, from its first element or from its last. A slice is added up in order, in any width, so all give the
/// same bits. The result may be the input.
/// </summary>
internal readonly unsafe struct CumulativeSumPass(bool reverse) : IMiddlePass<float>
{
    public static bool KeepsMiddle => true;

    [MethodImpl(HotLoop.Options)]
    public void Run<V>(float* source, float* target, int length, int stride, int columns)
        where V : struct, ISimd<V>
    {
        nint start = reverse ? (length - 1) * (nint)stride : 0;
        nint step = reverse ? -(nint)stride : stride;
        if (stride == 1)
        {
            Along(source + start, target + start, length, step);
            return;
        }

        int j = 0;
        for (; j <= columns - V.Width; j += V.Width)
        {
            V sum = V.Zero;
            nint i = start + j;
            for (int m = 0; m < length; m++, i += step)
            {
                sum += V.Load(in source[i]);
                sum.Store(ref target[i]);
            }
        }

        int rest = columns - j;
        if (rest > 0)
        {
            V sum = V.Zero;
            nint i = start + j;
            for (int m = 0; m < length; m++, i += step)
            {
                sum += V.Load(in source[i], rest);
                sum.Store(ref target[i], rest);
            }
        }
    }

    private static void Along(float* source, float* target, int length, nint step)
    {
        float sum = 0;
        nint i = 0;
        for (int m = 0; m < length; m++, i += step)
        {
            sum += source[i];
            target[i] = sum;
        }
    }
}
