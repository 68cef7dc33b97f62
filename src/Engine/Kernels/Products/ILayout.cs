namespace Adjoint.Kernels;

/// <summary>Along which of its axes the left factor of a tile lies side by side, as a type.</summary>
internal interface ILayout
{
    /// <summary>Whether the rows of one step lie side by side, rather than the steps of one row.</summary>
    static abstract bool BySteps { get; }
}

internal readonly struct ByRows : ILayout
{
    public static bool BySteps => false;
}

internal readonly struct BySteps : ILayout
{
    static bool ILayout.BySteps => true;
}
