namespace Adjoint;

/// <summary>Axes as operations take them: 0 is the first axis of a sample, −1 the last.</summary>
public static class Axis
{
    /// <summary>The batch axis, so that an operation can relate the samples of a batch.</summary>
    public const int Batch = int.MinValue;

    /// <summary>The last axis.</summary>
    public const int Last = -1;
}
