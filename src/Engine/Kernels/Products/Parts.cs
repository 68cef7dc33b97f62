using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// Partial results that blocks of a job made apart, and their sum in a fixed order: result[i] = scale · Σₛ parts[s, i].
/// </summary>
internal readonly unsafe struct Parts(float* parts, int count, int length, float scale, float* result) : IJob
{
    private const int BlockLength = 1024;

    /// <summary>Adds the parts up.</summary>
    public static void Sum(Threads threads, float* parts, int count, int length, float scale, float* result)
    {
        Parts job = new(parts, count, length, scale, result);
        threads.Run(ref job, Blocks.Count(length, BlockLength), (long)count * length);
    }

    [MethodImpl(HotLoop.Options)]
    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        int i = block * BlockLength;
        int end = Math.Min(i + BlockLength, length);
        V factor = V.Broadcast(scale);
        for (; i <= end - V.Width; i += V.Width)
        {
            V sum = V.Load(in parts[i]);
            for (int s = 1; s < count; s++)
            {
                sum += V.Load(in parts[((nint)s * length) + i]);
            }

            (sum * factor).Store(ref result[i]);
        }

        int rest = end - i;
        if (rest > 0)
        {
            V sum = V.Load(in parts[i], rest);
            for (int s = 1; s < count; s++)
            {
                sum += V.Load(in parts[((nint)s * length) + i], rest);
            }

            (sum * factor).Store(ref result[i], rest);
        }
    }
}
