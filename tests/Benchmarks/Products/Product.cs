using Adjoint.Benchmarks.Workloads;
using Adjoint.Kernels;

namespace Adjoint.Benchmarks.Products;

/// <summary>Products of random matrices, which can be computed again and again.</summary>
internal sealed class Product(ProductShape shape, ProductForm form, Threads threads)
{
    private readonly AlignedBuffer _a = Samples.NormalBuffer(new Random(Seed: 1), shape.Count * shape.M * shape.K);
    private readonly AlignedBuffer _b = Samples.NormalBuffer(new Random(Seed: 2), shape.Count * shape.K * shape.N);
    private readonly AlignedBuffer _c = new(shape.Count * shape.M * shape.N);

    /// <summary>Computes them.</summary>
    public void Compute()
    {
        if (shape.Count == 1)
        {
            Matrix a = form == ProductForm.LeftTransposed ? new Matrix(_a.Span, shape.K, shape.M).Transposed : new Matrix(_a.Span, shape.M, shape.K);
            Matrix b = form == ProductForm.RightTransposed ? new Matrix(_b.Span, shape.N, shape.K).Transposed : new Matrix(_b.Span, shape.K, shape.N);
            Gemm.Multiply(threads, a, b, _c.Span);
        }
        else
        {
            MatrixBatch a = form == ProductForm.LeftTransposed
                ? new MatrixBatch(_a.Span, shape.Count, shape.K, shape.M).Transposed
                : new MatrixBatch(_a.Span, shape.Count, shape.M, shape.K);
            MatrixBatch b = form == ProductForm.RightTransposed
                ? new MatrixBatch(_b.Span, shape.Count, shape.N, shape.K).Transposed
                : new MatrixBatch(_b.Span, shape.Count, shape.K, shape.N);
            Gemm.MultiplyBatched(threads, a, b, _c.Span);
        }
    }
}
