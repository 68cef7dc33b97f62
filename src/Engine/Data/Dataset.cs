using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;

namespace Adjoint;

/// <summary>
/// Immutable samples in memory: for each row an input, and either a class label or a target. Every value is finite; this is
/// checked once, when the data set is made.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class Dataset
{
    private readonly float[] _inputs;
    private readonly int[]? _integers;
    private readonly int[]? _labels;
    private readonly float[]? _targets;

    private Dataset(int count, ImmutableArray<int> inputShape, float[] inputs, int[]? integers, int[]? labels, int labelLength, float[]? targets, int targetLength)
    {
        Count = count;
        InputShape = inputShape;
        InputLength = ShapeText.Product(inputShape);
        LabelLength = labelLength;
        TargetLength = targetLength;
        _inputs = inputs;
        _integers = integers;
        _labels = labels;
        _targets = targets;
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The number of input values of each row.</summary>
    public int InputLength { get; }

    /// <summary>The number of target values of each row; 0 when rows have labels.</summary>
    public int TargetLength { get; }

    /// <summary>The number of labels of each row: 1 for classes of rows, more for classes of positions; 0 when rows have targets.</summary>
    public int LabelLength { get; }

    /// <summary>The shape of one row's input, as far as it was given: otherwise just <see cref="InputLength"/>.</summary>
    public ImmutableArray<int> InputShape { get; }

    /// <summary>Whether each row has class labels (and then no target).</summary>
    public bool HasLabels => _labels is not null;

    /// <summary>Whether the inputs are whole numbers, such as the tokens of texts.</summary>
    public bool HasIntegerInputs => _integers is not null;

    /// <summary>All inputs, <c>[Count, InputLength]</c>; empty when they are whole numbers.</summary>
    public ReadOnlySpan<float> Inputs => _inputs;

    /// <summary>All inputs, <c>[Count, InputLength]</c>; empty when they are real numbers.</summary>
    public ReadOnlySpan<int> IntegerInputs => _integers;

    /// <summary>All labels, <c>[Count, LabelLength]</c>; empty when rows have targets.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>All targets, <c>[Count, TargetLength]</c>; empty when rows have labels.</summary>
    public ReadOnlySpan<float> Targets => _targets;

    /// <summary>Makes a data set for classification from copies of the given values.</summary>
    /// <param name="inputs">The inputs, <c>[count, inputLength]</c>.</param>
    /// <param name="labels">The class of each row, counted from 0.</param>
    /// <param name="inputLength">The number of input values of each row.</param>
    /// <exception cref="ArgumentException">The lengths do not match, an input is not finite, or a label is negative.</exception>
    public static Dataset WithLabels(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, int inputLength) => WithLabels(inputs, labels, inputLength, 1);

    /// <summary>Makes a data set for classification from copies of the given values, with a label for each position of a row.</summary>
    /// <param name="inputs">The inputs, <c>[count, inputLength]</c>.</param>
    /// <param name="labels">The classes, <c>[count, labelLength]</c>, counted from 0.</param>
    /// <param name="inputLength">The number of input values of each row.</param>
    /// <param name="labelLength">The number of labels of each row.</param>
    /// <exception cref="ArgumentException">The lengths do not match, an input is not finite, or a label is negative.</exception>
    public static Dataset WithLabels(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, int inputLength, int labelLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputLength);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(labelLength);
        int count = labels.Length / labelLength;
        CheckLength(labels.Length, count, labelLength, "labels", nameof(labels));
        CheckLength(inputs.Length, count, inputLength, "inputs", nameof(inputs));
        CheckFinite(inputs, inputLength, "input", nameof(inputs));
        CheckLabels(labels, labelLength);
        return new Dataset(count, [inputLength], inputs.ToArray(), null, labels.ToArray(), labelLength, null, 0);
    }

    /// <summary>Makes a data set of whole numbers, such as tokens, with labels, from copies of the given values.</summary>
    /// <param name="inputs">The inputs, <c>[count, inputLength]</c>, counted from 0.</param>
    /// <param name="labels">The classes, <c>[count, labelLength]</c>, counted from 0.</param>
    /// <param name="inputLength">The number of input values of each row.</param>
    /// <param name="labelLength">The number of labels of each row: as many as there are positions, or 1.</param>
    /// <exception cref="ArgumentException">The lengths do not match, or a value is negative.</exception>
    public static Dataset IntegersWithLabels(ReadOnlySpan<int> inputs, ReadOnlySpan<int> labels, int inputLength, int labelLength = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputLength);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(labelLength);
        int count = labels.Length / labelLength;
        CheckLength(labels.Length, count, labelLength, "labels", nameof(labels));
        CheckLength(inputs.Length, count, inputLength, "inputs", nameof(inputs));
        CheckNotNegative(inputs, inputLength, nameof(inputs));
        CheckLabels(labels, labelLength);
        return new Dataset(count, [inputLength], [], inputs.ToArray(), labels.ToArray(), labelLength, null, 0);
    }

    /// <summary>Makes a data set of whole numbers, such as tokens, with targets, from copies of the given values.</summary>
    /// <param name="inputs">The inputs, <c>[count, inputLength]</c>, counted from 0.</param>
    /// <param name="targets">The wanted outputs, <c>[count, targetLength]</c>.</param>
    /// <param name="inputLength">The number of input values of each row.</param>
    /// <param name="targetLength">The number of target values of each row.</param>
    /// <exception cref="ArgumentException">The lengths do not match, an input is negative, or a target is not finite.</exception>
    public static Dataset IntegersWithTargets(ReadOnlySpan<int> inputs, ReadOnlySpan<float> targets, int inputLength, int targetLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputLength);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(targetLength);
        int count = targets.Length / targetLength;
        CheckLength(targets.Length, count, targetLength, "targets", nameof(targets));
        CheckLength(inputs.Length, count, inputLength, "inputs", nameof(inputs));
        CheckNotNegative(inputs, inputLength, nameof(inputs));
        CheckFinite(targets, targetLength, "target", nameof(targets));
        return new Dataset(count, [inputLength], [], inputs.ToArray(), null, 0, targets.ToArray(), targetLength);
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
        return new Dataset(count, [inputLength], inputs.ToArray(), null, null, 0, targets.ToArray(), targetLength);
    }

    /// <summary>
    /// The same rows, with the shape of one row's input. It matters to models with several named sizes in their input, which the number of
    /// values alone would not decide.
    /// </summary>
    /// <param name="inputShape">The shape, without the batch axis.</param>
    /// <exception cref="ArgumentException">A row has another number of values.</exception>
    public Dataset WithShape(params ReadOnlySpan<int> inputShape)
    {
        ImmutableArray<int> shape = [.. inputShape];
        return ShapeText.Product(shape) == InputLength
            ? new Dataset(Count, shape, _inputs, _integers, _labels, LabelLength, _targets, TargetLength)
            : throw new ArgumentException($"A row has {InputLength} values, but the shape {ShapeText.Of(shape)} has {ShapeText.Product(shape)}.", nameof(inputShape));
    }

    /// <summary>The input of one row of real numbers.</summary>
    /// <param name="row">The row, counted from 0.</param>
    /// <exception cref="InvalidOperationException">The inputs are whole numbers.</exception>
    public ReadOnlySpan<float> Input(int row)
    {
        CheckRow(row, nameof(row));
        return _integers is null
            ? _inputs.AsSpan(row * InputLength, InputLength)
            : throw new InvalidOperationException("The inputs are whole numbers: IntegerInput gives them.");
    }

    /// <summary>The input of one row of whole numbers.</summary>
    /// <param name="row">The row, counted from 0.</param>
    /// <exception cref="InvalidOperationException">The inputs are real numbers.</exception>
    public ReadOnlySpan<int> IntegerInput(int row)
    {
        CheckRow(row, nameof(row));
        return _integers is null
            ? throw new InvalidOperationException("The inputs are real numbers: Input gives them.")
            : _integers.AsSpan(row * InputLength, InputLength);
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

        float[] inputs = new float[_integers is null ? checked(rows.Length * InputLength) : 0];
        int[]? integers = _integers is null ? null : new int[checked(rows.Length * InputLength)];
        int[]? labels = _labels is null ? null : new int[checked(rows.Length * LabelLength)];
        float[]? targets = _targets is null ? null : new float[checked(rows.Length * TargetLength)];
        Gather(rows, inputs, integers, labels, targets);
        return new Dataset(rows.Length, InputShape, inputs, integers, labels, LabelLength, targets, TargetLength);
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
        $"{Count} rows of {InputLength} {(HasIntegerInputs ? "whole numbers" : "inputs")} with {(!HasLabels ? $"{TargetLength} targets" : LabelLength == 1 ? "labels" : $"{LabelLength} labels")}");

    /// <summary>Copies rows into buffers; those for what the data set does not have are ignored.</summary>
    internal void Gather(ReadOnlySpan<int> rows, Span<float> inputs, Span<int> integers, Span<int> labels, Span<float> targets)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            Copy(_integers is null ? _inputs : null, InputLength, rows[i], inputs, i);
            Copy(_integers, InputLength, rows[i], integers, i);
            Copy(_labels, LabelLength, rows[i], labels, i);
            Copy(_targets, TargetLength, rows[i], targets, i);
        }

        static void Copy<T>(T[]? source, int width, int row, Span<T> target, int place) =>
            source?.AsSpan(row * width, width).CopyTo(target[(place * width)..]);
    }

    /// <summary>Rows that follow one another, as a batch that copies nothing.</summary>
    internal Batch Slice(int start, int count, ReadOnlySpan<int> sizes) => new()
    {
        Count = count,
        Inputs = HasIntegerInputs ? default : Inputs.Slice(start * InputLength, count * InputLength),
        IntegerInputs = HasIntegerInputs ? IntegerInputs.Slice(start * InputLength, count * InputLength) : default,
        Labels = Labels.Slice(start * LabelLength, HasLabels ? count * LabelLength : 0),
        Targets = Targets.Slice(start * TargetLength, count * TargetLength),
        Sizes = sizes,
    };

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

    private static void CheckLabels(ReadOnlySpan<int> labels, int width)
    {
        int found = labels.IndexOfAnyInRange(int.MinValue, -1);
        if (found >= 0)
        {
            string position = width == 1 ? string.Empty : $", position {found % width}";
            throw new ArgumentException($"Row {found / width}{position} has label {labels[found]}; labels count classes from 0.", nameof(labels));
        }
    }

    private static void CheckNotNegative(ReadOnlySpan<int> values, int width, string name)
    {
        int found = values.IndexOfAnyInRange(int.MinValue, -1);
        if (found >= 0)
        {
            throw new ArgumentException($"The input in row {found / width}, column {found % width} is {values[found]}; whole numbers count from 0.", name);
        }
    }
}
