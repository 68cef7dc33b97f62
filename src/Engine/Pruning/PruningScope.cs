namespace Adjoint;

/// <summary>What weights are compared with when the smallest are dropped.</summary>
public enum PruningScope
{
    /// <summary>All weights that have masks: some layers lose more than others.</summary>
    Global,

    /// <summary>Those of the same weight: each loses the same share.</summary>
    PerLayer,
}
