using Adjoint.Kernels;

namespace Adjoint;

/// <summary>
/// Brings the singular values of a matrix near 1 and keeps its singular vectors: Newton and Schulz's iteration with the quintic of Jordan et
/// al. (2024), which is steep at zero and settles between about 0.7 and 1.2 rather than at 1. Products of matrices only.
/// </summary>
internal static class NewtonSchulz
{
    // x ↦ a x + b x³ + c x⁵ on singular values x.
    private const float A = 3.4445f;
    private const float B = -4.7750f;
    private const float C = 2.0315f;

    /// <summary>The floats that <see cref="Orthogonalize"/> needs beside the matrix.</summary>
    public static long ScratchFor(int rows, int columns)
    {
        long shorter = Math.Min(rows, columns);
        return (2 * shorter * shorter) + ((long)rows * columns);
    }

    /// <summary>Works in place on a row-major matrix, [rows, columns]. A matrix of zeros stays one.</summary>
    public static void Orthogonalize(Threads threads, Span<float> matrix, int rows, int columns, Span<float> scratch, int iterations)
    {
        int shorter = Math.Min(rows, columns);
        Span<float> gram = scratch[..(shorter * shorter)];
        Span<float> polynomial = scratch.Slice(shorter * shorter, shorter * shorter);
        Span<float> product = scratch.Slice(2 * shorter * shorter, matrix.Length);

        // No singular value is above the norm of all elements.
        double norm = Math.Sqrt(SquaredNorm.Of(threads, matrix));
        if (norm == 0)
        {
            return;
        }

        Elementwise.Map(threads, matrix, matrix, new Scaled((float)(1 / norm)));
        Matrix x = new(matrix, rows, columns);
        Matrix g = new(gram, shorter, shorter);
        Matrix p = new(polynomial, shorter, shorter);
        for (int i = 0; i < iterations; i++)
        {
            // The Gram matrix of the shorter side, on which the polynomial costs least.
            Gemm.Multiply(threads, rows <= columns ? x : x.Transposed, rows <= columns ? x.Transposed : x, gram);
            Gemm.Multiply(threads, g, g, polynomial);
            Elementwise.Map(threads, gram, polynomial, polynomial, new WeightedSum(B, C));
            Gemm.Multiply(threads, rows <= columns ? p : x, rows <= columns ? x : p, product);
            Elementwise.Map(threads, matrix, product, matrix, new ScaledSum(A));
        }
    }
}
