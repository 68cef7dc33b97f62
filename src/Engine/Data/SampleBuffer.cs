using System.Collections.Immutable;
using System.ComponentModel;

namespace Adjoint;

/// <summary>
/// Gathers the inputs of a batch, one after the other, as <see cref="Batch"/> wants them, and checks that they are of equally many
/// samples. Generated code calls it; it grows to the largest batch and then allocates nothing.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SampleBuffer
{
    private ImmutableArray<TensorInfo> _inputs = [];
    private bool _hasBatch;
    private int[] _sizes = [];
    private float[] _floats = [];
    private int[] _integers = [];
    private int[] _labels = [];
    private float[] _targets = [];
    private int _next;
    private int _floatCount;
    private int _integerCount;
    private int _labelCount;
    private int _targetCount;

    /// <summary>The inputs so far as a batch, which is valid until the next <see cref="Begin"/>.</summary>
    public Batch Batch => new()
    {
        Count = Count,
        Inputs = _floats.AsSpan(0, _floatCount),
        IntegerInputs = _integers.AsSpan(0, _integerCount),
        Labels = _labels.AsSpan(0, _labelCount),
        Targets = _targets.AsSpan(0, _targetCount),
        Sizes = _sizes,
    };

    /// <summary>The number of samples, which the first input decides.</summary>
    public int Count { get; private set; }

    /// <summary>Begins a batch.</summary>
    /// <param name="inputs">What follows, in order.</param>
    /// <param name="hasBatch">Whether there may be several samples.</param>
    /// <param name="sizes">The values of the model's named sizes.</param>
    public SampleBuffer Begin(ImmutableArray<TensorInfo> inputs, bool hasBatch, params ReadOnlySpan<int> sizes)
    {
        _inputs = inputs;
        _hasBatch = hasBatch;
        if (!sizes.SequenceEqual(_sizes))
        {
            _sizes = sizes.ToArray();
        }

        _next = _floatCount = _integerCount = _labelCount = _targetCount = Count = 0;
        return this;
    }

    /// <summary>Adds the next input.</summary>
    /// <param name="values">Its values for all samples.</param>
    /// <exception cref="ArgumentException">They are not of as many samples as the first input's, or of none.</exception>
    public SampleBuffer Add(ReadOnlySpan<float> values)
    {
        Check(_inputs[_next], values.Length, isFirst: _next++ == 0);
        Append(values, ref _floats, ref _floatCount);
        return this;
    }

    /// <summary>Adds the next input.</summary>
    /// <param name="values">Its values for all samples.</param>
    /// <exception cref="ArgumentException">They are not of as many samples as the first input's, or of none.</exception>
    public SampleBuffer Add(ReadOnlySpan<int> values)
    {
        Check(_inputs[_next], values.Length, isFirst: _next++ == 0);
        Append(values, ref _integers, ref _integerCount);
        return this;
    }

    /// <summary>Adds the labels, after the inputs.</summary>
    /// <param name="target">What they are.</param>
    /// <param name="labels">The labels of all samples.</param>
    /// <exception cref="ArgumentException">They are not of as many samples as the inputs.</exception>
    public SampleBuffer AddTarget(TensorInfo target, ReadOnlySpan<int> labels)
    {
        ArgumentNullException.ThrowIfNull(target);
        Check(target, labels.Length, isFirst: false);
        Append(labels, ref _labels, ref _labelCount);
        return this;
    }

    /// <summary>Adds the targets, after the inputs.</summary>
    /// <param name="target">What they are.</param>
    /// <param name="targets">The targets of all samples.</param>
    /// <exception cref="ArgumentException">They are not of as many samples as the inputs.</exception>
    public SampleBuffer AddTarget(TensorInfo target, ReadOnlySpan<float> targets)
    {
        ArgumentNullException.ThrowIfNull(target);
        Check(target, targets.Length, isFirst: false);
        Append(targets, ref _targets, ref _targetCount);
        return this;
    }

    private static void Append<T>(ReadOnlySpan<T> values, ref T[] buffer, ref int count)
    {
        if (count + values.Length > buffer.Length)
        {
            Array.Resize(ref buffer, checked(count + values.Length));
        }

        values.CopyTo(buffer.AsSpan(count));
        count += values.Length;
    }

    private void Check(TensorInfo values, int length, bool isFirst)
    {
        int count = values.Length == 0 ? 0 : length / values.Length;
        if (length == 0 || length != (long)count * values.Length || (!_hasBatch && count != 1))
        {
            string wanted = _hasBatch ? $"a multiple of {values.Length} values" : $"{values.Length} values";
            throw new ArgumentException($"Expected {wanted} for '{values.Name}', whose shape is {ShapeText.Of(values.Shape)}, found {length}.", values.Name);
        }

        if (!isFirst && count != Count)
        {
            throw new ArgumentException(
                $"Expected {Count} samples of '{values.Name}', as there are of '{_inputs[0].Name}', found {count} ({length} values of shape {ShapeText.Of(values.Shape)}).", values.Name);
        }

        Count = count;
    }
}
