namespace Adjoint;

/// <summary>Which parts are computed again for the backward pass.</summary>
public enum Recomputing
{
    /// <summary>Those with <see cref="RecomputeAttribute"/>.</summary>
    Declared,

    /// <summary>Others too, where a budget needs it.</summary>
    Auto,
}
