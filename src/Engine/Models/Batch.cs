namespace Adjoint;

/// <summary>
/// Samples that a program works on together: inputs, and either labels or targets. A view of memory owned elsewhere.
/// </summary>
/// <remarks>
/// A model with one input of real numbers and one label or target per sample takes the constructors. Anything else is set by name:
/// <c>new Batch { Count = 8, IntegerInputs = tokens, Labels = next, Sizes = [length] }</c>.
/// </remarks>
public readonly ref struct Batch
{
    /// <summary>Makes a batch of labelled samples.</summary>
    /// <param name="inputs">The inputs, <c>[count, inputLength]</c>.</param>
    /// <param name="labels">The class of each sample, <c>[count]</c>.</param>
    /// <exception cref="ArgumentException">The inputs do not divide evenly over the samples.</exception>
    public Batch(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels)
    {
        CheckRows(inputs.Length, labels.Length, nameof(inputs));
        Inputs = inputs;
        Labels = labels;
        Count = labels.Length;
    }

    /// <summary>Makes a batch of samples with targets.</summary>
    /// <param name="inputs">The inputs, <c>[count, inputLength]</c>.</param>
    /// <param name="targets">The wanted outputs, <c>[count, outputLength]</c>.</param>
    /// <param name="count">The number of samples.</param>
    /// <exception cref="ArgumentException">The inputs or the targets do not divide evenly over the samples.</exception>
    public Batch(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        CheckRows(inputs.Length, count, nameof(inputs));
        CheckRows(targets.Length, count, nameof(targets));
        Inputs = inputs;
        Targets = targets;
        Count = count;
    }

    /// <summary>The inputs of real numbers, one after the other: the first of all samples, then the second of all samples …</summary>
    public ReadOnlySpan<float> Inputs { get; init; }

    /// <summary>The inputs of whole numbers, one after the other like <see cref="Inputs"/>.</summary>
    public ReadOnlySpan<int> IntegerInputs { get; init; }

    /// <summary>The class of each sample, or of each position of each sample; empty for a batch with targets.</summary>
    public ReadOnlySpan<int> Labels { get; init; }

    /// <summary>The wanted outputs, <c>[Count, outputLength]</c>; empty for a batch with labels.</summary>
    public ReadOnlySpan<float> Targets { get; init; }

    /// <summary>The values of the model's named sizes, in the order of <see cref="IModel{TSelf}.Sizes"/>; empty for a model without.</summary>
    public ReadOnlySpan<int> Sizes { get; init; }

    /// <summary>The number of samples.</summary>
    public int Count
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    private static void CheckRows(int length, int count, string name)
    {
        if (count == 0 ? length != 0 : length % count != 0)
        {
            throw new ArgumentException($"Expected the same number of values for each of {count} samples, found {length} values.", name);
        }
    }
}
