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
        AlignedBuffer a = Samples.NormalBuffer(random, Size * Size);
        AlignedBuffer b = Samples.NormalBuffer(random, Size * Size);
        AlignedBuffer c = new(Size * Size);
        return new PreparedWorkload(() => Gemm.Multiply(threads, new Matrix(a.Span, Size, Size), new Matrix(b.Span, Size, Size), c.Span), 0, 2L * Size * Size * Size, 3L * sizeof(float) * Size * Size);
    }
}
