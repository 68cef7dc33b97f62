using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>The sizes of up to eight axes, outermost first. A value, so that giving sizes allocates nothing even in code that isn't optimized.</summary>
[InlineArray(MaxRank)]
public struct Sizes
{
    /// <summary>The most axes.</summary>
    public const int MaxRank = 8;

    private int _first;

    /// <summary>Lists the sizes; the axes that are not given have the size 1.</summary>
    /// <param name="first">The size of the outermost axis.</param>
    /// <param name="second">The size of the second axis.</param>
    /// <param name="third">The size of the third axis.</param>
    /// <param name="fourth">The size of the fourth axis.</param>
    /// <param name="fifth">The size of the fifth axis.</param>
    /// <param name="sixth">The size of the sixth axis.</param>
    /// <param name="seventh">The size of the seventh axis.</param>
    /// <param name="eighth">The size of the eighth axis.</param>
    public Sizes(int first, int second = 1, int third = 1, int fourth = 1, int fifth = 1, int sixth = 1, int seventh = 1, int eighth = 1)
    {
        this[0] = first;
        this[1] = second;
        this[2] = third;
        this[3] = fourth;
        this[4] = fifth;
        this[5] = sixth;
        this[6] = seventh;
        this[7] = eighth;
    }
}
