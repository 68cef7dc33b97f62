namespace Adjoint.Kernels;

/// <summary>The taps along one axis of a kernel that the pixels of one phase meet, and where they meet them.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Step">Taps of the kernel from one to the next.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Shift">Outputs that the first lies behind its pixel.</param>
/// <param name="Distance">Outputs from one to the next.</param>
internal readonly record struct PhaseTaps(int First, int Step, int Count, int Shift, int Distance)
{
    /// <summary>Outputs that the last lies behind its pixel.</summary>
    public int LastOffset => Shift + ((Count - 1) * Distance);

    /// <summary>The taps i with i · dilation = remainder, up to whole strides.</summary>
    public static PhaseTaps Of(int kernel, int remainder, int stride, int dilation)
    {
        int divisor = GreatestCommonDivisor(stride, dilation);
        int step = stride / divisor;
        for (int first = 0; first < Math.Min(step, kernel); first++)
        {
            (long shift, long rest) = Math.DivRem((long)first * dilation, stride);
            if (rest == remainder)
            {
                return new PhaseTaps(first, step, ((kernel - 1 - first) / step) + 1, (int)shift, dilation / divisor);
            }
        }

        return new PhaseTaps(0, step, 0, 0, dilation / divisor);
    }

    /// <summary>The greatest number that divides both.</summary>
    public static int GreatestCommonDivisor(int a, int b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }
}
