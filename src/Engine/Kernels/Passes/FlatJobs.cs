// Tiling. An element-wise pass is bound by memory, so the loop only has to keep loads in flight: one vector per turn, blocks of
// 8192 elements (32 KB per operand) which stay in the first-level cache when an operator makes its result in place, and a last
// partial vector by masked load and store instead of a scalar loop, so that an operator is compiled once per width.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>What all flat passes share.</summary>
internal static class FlatJob
{
    public const int BlockLength = 8192;
}

/// <summary>A pass of an operator on no input.</summary>
internal readonly unsafe struct FlatJob0<TOp>(float* result, int length, TOp op) : IJob
    where TOp : struct, IMap0
{
    [MethodImpl(HotLoop.Options)]
    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        int i = block * FlatJob.BlockLength;
        int end = Math.Min(i + FlatJob.BlockLength, length);
        for (; i <= end - V.Width; i += V.Width)
        {
            op.Invoke<V>(i).Store(ref result[i]);
        }

        int rest = end - i;
        if (rest > 0)
        {
            op.Invoke<V>(i).Store(ref result[i], rest);
        }
    }
}

/// <summary>A pass of an operator on one input.</summary>
internal readonly unsafe struct FlatJob1<TOp>(float* a, float* result, int length, TOp op) : IJob
    where TOp : struct, IMap1
{
    [MethodImpl(HotLoop.Options)]
    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        int i = block * FlatJob.BlockLength;
        int end = Math.Min(i + FlatJob.BlockLength, length);
        for (; i <= end - V.Width; i += V.Width)
        {
            op.Invoke<V>(V.Load(in a[i]), i).Store(ref result[i]);
        }

        int rest = end - i;
        if (rest > 0)
        {
            op.Invoke<V>(V.Load(in a[i], rest), i).Store(ref result[i], rest);
        }
    }
}

/// <summary>A pass of an operator on two inputs.</summary>
internal readonly unsafe struct FlatJob2<TOp>(float* a, float* b, float* result, int length, TOp op) : IJob
    where TOp : struct, IMap2
{
    [MethodImpl(HotLoop.Options)]
    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        int i = block * FlatJob.BlockLength;
        int end = Math.Min(i + FlatJob.BlockLength, length);
        for (; i <= end - V.Width; i += V.Width)
        {
            op.Invoke<V>(V.Load(in a[i]), V.Load(in b[i]), i).Store(ref result[i]);
        }

        int rest = end - i;
        if (rest > 0)
        {
            op.Invoke<V>(V.Load(in a[i], rest), V.Load(in b[i], rest), i).Store(ref result[i], rest);
        }
    }
}

/// <summary>A pass of an operator on three inputs.</summary>
internal readonly unsafe struct FlatJob3<TOp>(float* a, float* b, float* c, float* result, int length, TOp op) : IJob
    where TOp : struct, IMap3
{
    [MethodImpl(HotLoop.Options)]
    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        int i = block * FlatJob.BlockLength;
        int end = Math.Min(i + FlatJob.BlockLength, length);
        for (; i <= end - V.Width; i += V.Width)
        {
            op.Invoke<V>(V.Load(in a[i]), V.Load(in b[i]), V.Load(in c[i]), i).Store(ref result[i]);
        }

        int rest = end - i;
        if (rest > 0)
        {
            op.Invoke<V>(V.Load(in a[i], rest), V.Load(in b[i], rest), V.Load(in c[i], rest), i).Store(ref result[i], rest);
        }
    }
}

/// <summary>A pass of an operator on four inputs.</summary>
internal readonly unsafe struct FlatJob4<TOp>(float* a, float* b, float* c, float* d, float* result, int length, TOp op) : IJob
    where TOp : struct, IMap4
{
    [MethodImpl(HotLoop.Options)]
    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        int i = block * FlatJob.BlockLength;
        int end = Math.Min(i + FlatJob.BlockLength, length);
        for (; i <= end - V.Width; i += V.Width)
        {
            op.Invoke<V>(V.Load(in a[i]), V.Load(in b[i]), V.Load(in c[i]), V.Load(in d[i]), i).Store(ref result[i]);
        }

        int rest = end - i;
        if (rest > 0)
        {
            op.Invoke<V>(
                V.Load(in a[i], rest),
                V.Load(in b[i], rest),
                V.Load(in c[i], rest),
                V.Load(in d[i], rest),
                i).Store(ref result[i], rest);
        }
    }
}
