namespace Adjoint;

/// <summary>How often samples of one class were taken for another.</summary>
public sealed class ConfusionMatrix
{
    private readonly int[] _counts;

    internal ConfusionMatrix(int classes)
    {
        Classes = classes;
        _counts = new int[checked(classes * classes)];
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The number of samples on the diagonal: those taken for what they are.</summary>
    public int Correct => Enumerable.Range(0, Classes).Sum(label => this[label, label]);

    /// <summary>The number of samples of one class that were predicted as another.</summary>
    /// <param name="actual">The label of the samples.</param>
    /// <param name="predicted">The class they were taken for.</param>
    public int this[int actual, int predicted] => _counts[Index(actual, predicted)];

    internal void Add(int actual, int predicted) => _counts[Index(actual, predicted)]++;

    private int Index(int actual, int predicted)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(actual);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(actual, Classes);
        ArgumentOutOfRangeException.ThrowIfNegative(predicted);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(predicted, Classes);
        return (actual * Classes) + predicted;
    }
}
