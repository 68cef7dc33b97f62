using Adjoint.Kernels;

namespace Adjoint.Benchmarks.Workloads;

/// <summary>The product of two square matrices.</summary>
/// <param name="Size">The number of rows, and of columns.</param>
internal sealed record ProductWorkload(int Size) : Workload($"gemm-{Size}")
{
    /// <inheritdoc/>
    public override PreparedWorkload Prepare(Threads threads)
    {
        Random random = new(Seed: 1);
        float[] a = Samples.Normal(random, Size * Size);
        float[] b = Samples.Normal(random, Size * Size);
        float[] c = new float[Size * Size];
        return new PreparedWorkload(() => Gemm.Multiply(threads, new Matrix(a, Size, Size), new Matrix(b, Size, Size), c), 0, 2L * Size * Size * Size, 3L * sizeof(float) * Size * Size);
    }
}
