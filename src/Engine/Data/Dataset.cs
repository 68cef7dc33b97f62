using System.Diagnostics;
using System.Globalization;

namespace Adjoint;

/// <summary>
/// Immutable samples in memory: for each row an input, and either a class label or a target. Every value is finite; this is
/// checked once, when the data set is made.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class Dataset
{
    private readonly float[] _inputs;
    private readonly int[]? _labels;
    private readonly float[]? _targets;

    private Dataset(int count, int inputLength, float[] inputs, int[]? labels, float[]? targets, int targetLength)
    {
        Count = count;
        InputLength = inputLength;
        TargetLength = targetLength;
        _inputs = inputs;
        _labels = labels;
        _targets = targets;
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The number of input values of each row.</summary>
    public int InputLength { get; }

    /// <summary>The number of target values of each row; 0 when rows have labels.</summary>
    public int TargetLength { get; }

    /// <summary>Whether each row has a class label (and then no target).</summary>
    public bool HasLabels => _labels is not null;

    /// <summary>All inputs, <c>[Count, InputLength]</c>.</summary>
    public ReadOnlySpan<float> Inputs => _inputs;

    /// <summary>All labels, <c>[Count]</c>; empty when rows have targets.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>All targets, <c>[Count, TargetLength]</c>; empty when rows have labels.</summary>
    public ReadOnlySpan<float> Targets => _targets;

    /// <summary>Makes a data set for classification from copies of the given values.</summary>
    /// <param name="inputs">The inputs, <c>[count, inputLength]</c>.</param>
    /// <param name="labels">The class of each row, counted from 0.</param>
    /// <param name="inputLength">The number of input values of each row.</param>
    /// <exception cref="ArgumentException">The lengths do not match, an input is not finite, or a label is negative.</exception>
    public static Dataset WithLabels(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, int inputLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputLength);
        CheckLength(inputs.Length, labels.Length, inputLength, "inputs", nameof(inputs));
        CheckFinite(inputs, inputLength, "input", nameof(inputs));
        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] < 0)
            {
                throw new ArgumentException($"Row {row} has label {labels[row]}; labels count classes from 0.", nameof(labels));
            }
        }

        return new Dataset(labels.Length, inputLength, inputs.ToArray(), labels.ToArray(), null, 0);
    }

    /// <summary>Makes a data set for regression from copies of the given values.</summary>
    /// <param name="inputs">The inputs, <c>[count, inputLength]</c>.</param>
    /// <param name="targets">The wanted outputs, <c>[count, targetLength]</c>.</param>
    /// <param name="inputLength">The number of input values of each row.</param>
    /// <param name="targetLength">The number of target values of each row.</param>
    /// <exception cref="ArgumentException">The lengths do not match, or a value is not finite.</exception>
    public static Dataset WithTargets(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, int inputLength, int targetLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputLength);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(targetLength);
        int count = targets.Length / targetLength;
        CheckLength(targets.Length, count, targetLength, "targets", nameof(targets));
        CheckLength(inputs.Length, count, inputLength, "inputs", nameof(inputs));
        CheckFinite(inputs, inputLength, "input", nameof(inputs));
        CheckFinite(targets, targetLength, "target", nameof(targets));
        return new Dataset(count, inputLength, inputs.ToArray(), null, targets.ToArray(), targetLength);
    }

    /// <summary>The input of one row.</summary>
    /// <param name="row">The row, counted from 0.</param>
    public ReadOnlySpan<float> Input(int row)
    {
        CheckRow(row, nameof(row));
        return _inputs.AsSpan(row * InputLength, InputLength);
    }

    /// <summary>The target of one row; empty when rows have labels.</summary>
    /// <param name="row">The row, counted from 0.</param>
    public ReadOnlySpan<float> Target(int row)
    {
        CheckRow(row, nameof(row));
        return _targets.AsSpan(row * TargetLength, TargetLength);
    }

    /// <summary>Makes a data set of some rows, in the given order; a row may be taken several times.</summary>
    /// <param name="rows">The rows to take, counted from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A row does not exist.</exception>
    public Dataset Select(ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
        {
            CheckRow(row, nameof(rows));
        }

        float[] inputs = new float[checked(rows.Length * InputLength)];
        int[]? labels = _labels is null ? null : new int[rows.Length];
        float[]? targets = _targets is null ? null : new float[checked(rows.Length * TargetLength)];
        Gather(rows, inputs, labels, targets);
        return new Dataset(rows.Length, InputLength, inputs, labels, targets, TargetLength);
    }

    /// <summary>
    /// Holds out every k-th row: rows k − 1, 2k − 1, … become the test set and the others the training set, in their order.
    /// </summary>
    /// <param name="k">The distance between rows of the test set, at least 2.</param>
    public (Dataset Train, Dataset Test) SplitEvery(int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 2);
        int[] rows = [.. Enumerable.Range(0, Count)];
        return (Select(Array.FindAll(rows, row => row % k != k - 1)), Select(Array.FindAll(rows, row => row % k == k - 1)));
    }

    /// <summary>Cuts the data set in two: the rows before <paramref name="row"/>, and that row with all after it.</summary>
    /// <param name="row">The first row of the second part, from 0 to <see cref="Count"/>.</param>
    public (Dataset First, Dataset Second) SplitAt(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(row, Count);
        return (Select([.. Enumerable.Range(0, row)]), Select([.. Enumerable.Range(row, Count - row)]));
    }

    /// <summary>Puts the rows in a random order, the same for the same seed on every machine.</summary>
    /// <param name="seed">What the order depends on.</param>
    public Dataset Shuffled(int seed)
    {
        int[] order = new int[Count];
        Shuffle.Fill(order, unchecked((uint)seed), epoch: 0);
        return Select(order);
    }

    /// <summary>The sizes: <c>1797 rows of 64 inputs with labels</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Count} rows of {InputLength} inputs with {(HasLabels ? "labels" : $"{TargetLength} targets")}");

    /// <summary>Copies rows into buffers; those for what the data set does not have are ignored.</summary>
    internal void Gather(ReadOnlySpan<int> rows, Span<float> inputs, Span<int> labels, Span<float> targets)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            _inputs.AsSpan(row * InputLength, InputLength).CopyTo(inputs[(i * InputLength)..]);
            if (_labels is not null)
            {
                labels[i] = _labels[row];
            }
            else
            {
                _targets.AsSpan(row * TargetLength, TargetLength).CopyTo(targets[(i * TargetLength)..]);
            }
        }
    }

    /// <summary>Rows that follow one another, as a batch that copies nothing.</summary>
    internal Batch Slice(int start, int count)
    {
        ReadOnlySpan<float> inputs = Inputs.Slice(start * InputLength, count * InputLength);
        return HasLabels
            ? new Batch(inputs, Labels.Slice(start, count))
            : new Batch(inputs, Targets.Slice(start * TargetLength, count * TargetLength), count);
    }

    private void CheckRow(int row, string name)
    {
        if ((uint)row >= (uint)Count)
        {
            throw new ArgumentOutOfRangeException(name, row, $"The data set has {Count} rows, counted from 0.");
        }
    }

    private static void CheckLength(int length, int count, int width, string what, string name)
    {
        if (length != (long)count * width)
        {
            throw new ArgumentException($"Expected {(long)count * width} {what} ({count} rows of {width}), found {length}.", name);
        }
    }

    private static void CheckFinite(ReadOnlySpan<float> values, int width, string what, string name)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                string place = string.Create(CultureInfo.InvariantCulture, $"row {i / width}, column {i % width} is {values[i]}");
                throw new ArgumentException($"The {what} in {place}; every value must be finite.", name);
            }
        }
    }
}
