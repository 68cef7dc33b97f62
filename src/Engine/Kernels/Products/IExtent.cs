namespace Adjoint.Kernels;

/// <summary>Whether a product is made whole, as a type, by which the JIT leaves out of whole products what triangles ask for.</summary>
internal interface IExtent
{
    static abstract bool IsWhole { get; }
}

internal readonly struct Whole : IExtent
{
    public static bool IsWhole => true;
}

internal readonly struct InPart : IExtent
{
    public static bool IsWhole => false;
}
