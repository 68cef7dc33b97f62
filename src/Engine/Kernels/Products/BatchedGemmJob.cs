// Tiling. Each product of the batch is cut as if it were alone, but into no more blocks than the threads need beside the other
// products; products too small for a block of their own share one. A product that fits into the first-level cache many times over
// isn't packed: its rows of c are summed right from where the inputs lie.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>The blocks of a batch of matrix products.</summary>
internal unsafe struct BatchedGemmJob<TMap> : IJob
    where TMap : struct, IMap1
{
    /// <summary>Multiplications below which packing a product's edges takes longer than the product.</summary>
    private const int MostDirectSteps = 4096;

    /// <summary>The first product.</summary>
    public GemmJob<TMap> First;
    public BatchPlaces A;
    public BatchPlaces B;
    public BatchPlaces C;
    public int Count;
    public int ProductsPerBlock;

    /// <summary>The number of blocks of all products.</summary>
    public readonly int BlockCount => ProductsPerBlock > 1
        ? Blocks.Count(Count, ProductsPerBlock)
        : checked(Count * First.Plan.RowBlocks * First.Plan.ColumnBlocks);

    public readonly void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        if (ProductsPerBlock == 1)
        {
            int blocks = First.Plan.RowBlocks * First.Plan.ColumnBlocks;
            At(block / blocks).Run<V>(block % blocks);
            return;
        }

        GemmPlan plan = First.Plan;
        bool direct = First.BLane == 1 && (long)plan.M * plan.N * plan.K <= MostDirectSteps;
        int end = Math.Min(Count, (block + 1) * ProductsPerBlock);
        for (int i = block * ProductsPerBlock; i < end; i++)
        {
            if (direct)
            {
                Multiply<V>(At(i));
            }
            else
            {
                At(i).Run<V>(0);
            }
        }
    }

    private readonly GemmJob<TMap> At(int product)
    {
        GemmJob<TMap> job = First;
        nint start = C[product];
        job.A += A[product];
        job.B += B[product];
        job.C += start;
        job.Start = (int)start;
        return job;
    }

    [MethodImpl(HotLoop.Options)]
    private static void Multiply<V>(GemmJob<TMap> job)
        where V : struct, ISimd<V>
    {
        (int columns, int steps) = (job.Plan.N, job.Plan.K);
        for (int i = 0; i < job.Plan.M; i++)
        {
            float* a = job.A + (i * job.ARow);
            float* c = job.C + (i * job.CRow);
            int j = 0;
            for (; j <= columns - V.Width; j += V.Width)
            {
                V sum = V.Zero;
                float* b = job.B + j;
                for (int p = 0; p < steps; p++, b += job.BStep)
                {
                    V.AddProduct(V.Broadcast(a[p * job.AStep]), V.Load(in *b), ref sum);
                }

                sum.Store(ref c[j]);
            }

            int rest = columns - j;
            if (rest > 0)
            {
                V sum = V.Zero;
                float* b = job.B + j;
                for (int p = 0; p < steps; p++, b += job.BStep)
                {
                    V.AddProduct(V.Broadcast(a[p * job.AStep]), V.Load(in *b, rest), ref sum);
                }

                sum.Store(ref c[j], rest);
            }

            if (!Epilogue.IsEmpty<TMap>(job.Bias))
            {
                Epilogue.BiasPerColumn<V, TMap>(c, job.Bias, 1, columns, columns, job.Start + (int)(i * job.CRow), job.Map);
            }
        }
    }
}
