namespace Adjoint;

/// <summary>What values that are kept as whole numbers share a scale with.</summary>
public enum ScaleOf
{
    /// <summary>All values of a sample.</summary>
    Tensor,

    /// <summary>Those of the same channel of an image, step of a sequence or head of an attention: of the first axis of a sample.</summary>
    Channel,
}
