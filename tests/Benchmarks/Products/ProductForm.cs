namespace Adjoint.Benchmarks.Products;

/// <summary>How the inputs of a product lie in memory.</summary>
internal enum ProductForm
{
    /// <summary>Both by rows.</summary>
    Plain,

    /// <summary>The left one by columns.</summary>
    LeftTransposed,

    /// <summary>The right one by columns.</summary>
    RightTransposed,
}
