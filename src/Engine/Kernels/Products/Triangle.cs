namespace Adjoint.Kernels;

/// <summary>Where the elements of a matrix are known to be zero.</summary>
internal enum Triangle
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>Above the diagonal.</summary>
    Lower,

    /// <summary>Below the diagonal.</summary>
    Upper,
}
