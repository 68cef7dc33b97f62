using Adjoint.Benchmarks.Workloads;
using Adjoint.Kernels;

namespace Adjoint.Benchmarks.Products;

/// <summary>Products of random matrices, which can be computed again and again.</summary>
internal sealed class Product(ProductShape shape, ProductForm form, Threads threads)
{
    private readonly float[] _a = Samples.Normal(new Random(Seed: 1), shape.Count * shape.M * shape.K);
    private readonly float[] _b = Samples.Normal(new Random(Seed: 2), shape.Count * shape.K * shape.N);
    private readonly float[] _c = new float[shape.Count * shape.M * shape.N];

    /// <summary>Computes them.</summary>
    public void Compute()
    {
        if (shape.Count == 1)
        {
            Matrix a = form == ProductForm.LeftTransposed ? new Matrix(_a, shape.K, shape.M).Transposed : new Matrix(_a, shape.M, shape.K);
            Matrix b = form == ProductForm.RightTransposed ? new Matrix(_b, shape.N, shape.K).Transposed : new Matrix(_b, shape.K, shape.N);
            Gemm.Multiply(threads, a, b, _c);
        }
        else
        {
            MatrixBatch a = form == ProductForm.LeftTransposed
                ? new MatrixBatch(_a, shape.Count, shape.K, shape.M).Transposed
                : new MatrixBatch(_a, shape.Count, shape.M, shape.K);
            MatrixBatch b = form == ProductForm.RightTransposed
                ? new MatrixBatch(_b, shape.Count, shape.N, shape.K).Transposed
                : new MatrixBatch(_b, shape.Count, shape.K, shape.N);
            Gemm.MultiplyBatched(threads, a, b, _c);
        }
    }
}
