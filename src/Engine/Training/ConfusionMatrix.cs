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

    /// <summary>Adds samples with their scores, <c>[count, Classes]</c>: each is taken for the first class with the greatest one.</summary>
    internal void Add(ReadOnlySpan<int> labels, ReadOnlySpan<float> outputs)
    {
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<float> scores = outputs.Slice(row * Classes, Classes);
            int greatest = 0;
            for (int i = 1; i < scores.Length; i++)
            {
                if (scores[i] > scores[greatest] || float.IsNaN(scores[greatest]))
                {
                    greatest = i;
                }
            }

            Add(labels[row], float.IsNaN(scores[greatest]) ? 0 : greatest);
        }
    }

    private int Index(int actual, int predicted)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(actual);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(actual, Classes);
        ArgumentOutOfRangeException.ThrowIfNegative(predicted);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(predicted, Classes);
        return (actual * Classes) + predicted;
    }
}
