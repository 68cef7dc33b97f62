using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>A pass over short slices that lie one after the other, as many at once as a vector has lanes.</summary>
internal readonly unsafe struct TurnedMiddleJob<T, TPass>(float* source, T* target, int slices, int length, int slicesPerBlock, TPass pass) : IJob
    where T : unmanaged
    where TPass : struct, IMiddlePass<T>
{
    [SkipLocalsInit]
    [MethodImpl(HotLoop.Options)]
    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        float* panel = stackalloc float[TurnedRows.MostLength];
        int end = Math.Min((block + 1) * slicesPerBlock, slices);
        for (int r = block * slicesPerBlock; r < end; r += V.Width)
        {
            int count = Math.Min(V.Width, end - r);
            TurnedRows.Turn<V>(source + ((nint)r * length), count, length, panel);
            if (TPass.KeepsMiddle)
            {
                pass.Run<V>(panel, (T*)panel, length, V.Width, V.Width);
                TurnedRows.TurnBack<V>(panel, count, length, (float*)target + ((nint)r * length));
            }
            else
            {
                pass.Run<V>(panel, target + r, length, V.Width, count);
            }
        }
    }
}
