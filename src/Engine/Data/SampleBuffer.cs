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
    private int _next;
    private int _floatCount;
    private int _integerCount;

    /// <summary>The inputs so far as a batch, which is valid until the next <see cref="Begin"/>.</summary>
    public Batch Batch => new() { Count = Count, Inputs = _floats.AsSpan(0, _floatCount), IntegerInputs = _integers.AsSpan(0, _integerCount), Sizes = _sizes };

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

        _next = _floatCount = _integerCount = Count = 0;
        return this;
    }

    /// <summary>Adds the next input.</summary>
    /// <param name="values">Its values for all samples.</param>
    /// <exception cref="ArgumentException">They are not of as many samples as the first input's, or of none.</exception>
    public SampleBuffer Add(ReadOnlySpan<float> values)
    {
        CheckNext(values.Length);
        Append(values, ref _floats, ref _floatCount);
        return this;
    }

    /// <summary>Adds the next input.</summary>
    /// <param name="values">Its values for all samples.</param>
    /// <exception cref="ArgumentException">They are not of as many samples as the first input's, or of none.</exception>
    public SampleBuffer Add(ReadOnlySpan<int> values)
    {
        CheckNext(values.Length);
        Append(values, ref _integers, ref _integerCount);
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

    private void CheckNext(int length)
    {
        TensorInfo input = _inputs[_next++];
        int count = length / input.Length;
        if (length == 0 || length != (long)count * input.Length || (!_hasBatch && count != 1))
        {
            string wanted = _hasBatch ? $"a multiple of {input.Length} values" : $"{input.Length} values";
            throw new ArgumentException($"Expected {wanted} for '{input.Name}', whose shape is {ShapeText.Of(input.Shape)}, found {length}.", input.Name);
        }

        if (_next > 1 && count != Count)
        {
            throw new ArgumentException(
                $"Expected {Count} samples of '{input.Name}', as there are of '{_inputs[0].Name}', found {count} ({length} values of shape {ShapeText.Of(input.Shape)}).", input.Name);
        }

        Count = count;
    }
}
