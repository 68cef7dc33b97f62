using System.Globalization;

namespace Adjoint.Benchmarks.Products;

/// <summary>The sizes of products, c = a · b.</summary>
/// <param name="Count">The number of products of a batch; 1 for one alone.</param>
/// <param name="M">The rows of a and c.</param>
/// <param name="K">The columns of a and the rows of b.</param>
/// <param name="N">The columns of b and c.</param>
internal sealed record ProductShape(int Count, int M, int K, int N)
{
    /// <summary>The shapes that are measured: squares, and those of layers.</summary>
    public static IReadOnlyList<ProductShape> All { get; } =
    [
        .. new[] { 32, 64, 96, 100, 128, 192, 255, 256, 384, 512, 1024, 2048 }.Select(static size => new ProductShape(1, size, size, size)),
        new(1, 32, 784, 128),
        new(1, 64, 784, 512),
        new(1, 256, 1024, 1024),
        new(1, 1, 784, 128),
        new(1, 1024, 64, 256),
        new(1, 1024, 256, 64),
        new(1, 8192, 9, 16),
        new(1, 12544, 144, 32),
        new(256, 16, 64, 64),
    ];

    /// <summary>The sizes: <c>32x784x128</c>, or <c>256*16x64x64</c> for a batch.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{(Count == 1 ? string.Empty : $"{Count}*")}{M}x{K}x{N}");

    /// <summary>The floating-point operations.</summary>
    public double Flops => 2.0 * Count * M * K * N;

    /// <summary>The shape of a name.</summary>
    public static ProductShape Named(string name) => All.Single(shape => shape.Name == name);
}
