using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>Where the windows of a pooling begin in their plane, from which distances within windows become positions.</summary>
internal static unsafe class WindowStarts
{
    /// <summary>Lists where the windows of a plane begin, also those that begin outside.</summary>
    public static void List(PoolShape shape, int* starts)
    {
        for (int row = 0; row < shape.OutputHeight; row++)
        {
            int start = (((row * shape.StrideHeight) - shape.PadTop) * shape.Width) - shape.PadLeft;
            for (int column = 0; column < shape.OutputWidth; column++, start += shape.StrideWidth)
            {
                *starts++ = start;
            }
        }
    }

    /// <summary>Adds where each window begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(int* distances, int* starts, int count)
    {
        int q = 0;
        for (; q <= count - Vector<int>.Count; q += Vector<int>.Count)
        {
            (Vector.Load(distances + q) + Vector.Load(starts + q)).Store(distances + q);
        }

        for (; q < count; q++)
        {
            distances[q] += starts[q];
        }
    }
}
