using System.Collections.Immutable;
using System.Globalization;

namespace Adjoint;

/// <summary>What the build knows about a model: its parameters and their layout, its shapes, and what its programs cost.</summary>
public sealed class ModelDescription
{
    /// <summary>The name of the model, as declared.</summary>
    public required string Name { get; init; }

    /// <summary>The parameters, in the order of the declaration.</summary>
    public required ImmutableArray<ParameterInfo> Parameters
    {
        get;
        init
        {
            field = value;
            ParameterCount = value.Sum(static parameter => parameter.Length);
        }
    }

    /// <summary>The length of the parameter buffer, which may hold gaps between parameters so that each begins aligned.</summary>
    public required int ParameterBufferLength { get; init; }

    /// <summary>The running values, which change outside the gradient, with their places in a buffer of their own; most models have none.</summary>
    public ImmutableArray<ParameterInfo> States { get; init; } = [];

    /// <summary>The number of floats of running state; 0 for most models.</summary>
    public int StateLength { get; init; }

    /// <summary>The values of the named sizes, in the order of <see cref="IModel{TSelf}.Sizes"/>; 0 for one that is not known yet.</summary>
    public ImmutableArray<int> Sizes { get; init; } = [];

    /// <summary>What the model takes for each sample, at least one.</summary>
    public required ImmutableArray<TensorInfo> Inputs { get; init; }

    /// <summary>What the model gives for each sample, at least one.</summary>
    public required ImmutableArray<TensorInfo> Outputs
    {
        get;
        init
        {
            field = value;
            OutputLength = value.Sum(static output => output.Length);
        }
    }

    /// <summary>The values that have names to be looked at by, beside the outputs.</summary>
    public ImmutableArray<TensorInfo> Taps { get; init; } = [];

    /// <summary>The labels or targets of one sample that <see cref="Loss"/> compares the output with; null for a model of objectives only.</summary>
    public TensorInfo? Target { get; init; }

    /// <summary>Whether there is a batch axis. Without, the inputs are one whole object, and there is only ever one sample.</summary>
    public bool HasBatch { get; init; } = true;

    /// <summary>What the model is trained to make small; none for a model of objectives only.</summary>
    public Loss Loss { get; init; }

    /// <summary>The arena of a training step.</summary>
    public required MemoryFormula TrainingMemory { get; init; }

    /// <summary>The arena of computing the loss as in prediction.</summary>
    public required MemoryFormula EvaluationMemory { get; init; }

    /// <summary>The arena of a prediction.</summary>
    public required MemoryFormula PredictionMemory { get; init; }

    /// <summary>The arena of a prediction with the values that have names.</summary>
    public MemoryFormula InspectionMemory { get; init; }

    /// <summary>The arena of the loss's gradient by the inputs.</summary>
    public MemoryFormula InputGradientMemory { get; init; }

    /// <summary>
    /// Where the gradients that a training step computes lie in their buffer; none when each lies where its parameter does in the
    /// parameters' buffer, as it does where all parameters are trained.
    /// </summary>
    public ImmutableArray<GradientInfo> Gradients { get; init; } = [];

    /// <summary>The length of the buffer of gradients; 0 for that of the parameters' buffer.</summary>
    public int GradientLength { get; init; }

    /// <summary>The floating-point operations of a training step on one sample, without the optimizer.</summary>
    public required long FlopsPerSample { get; init; }

    /// <summary>The shape of one sample of the first input, without the batch axis.</summary>
    public ImmutableArray<int> InputShape => Inputs[0].Shape;

    /// <summary>The shape of one sample of the first output, without the batch axis.</summary>
    public ImmutableArray<int> OutputShape => Outputs[0].Shape;

    /// <summary>The elements of one sample of the first input.</summary>
    public int InputLength => Inputs[0].Length;

    /// <summary>The floats of all outputs for one sample.</summary>
    public int OutputLength { get; private init; }

    /// <summary>The number of trained values, without gaps.</summary>
    public int ParameterCount { get; private init; }

    /// <summary>The weights that are used through masks, which are running values of 0 or 1, with these.</summary>
    internal ImmutableArray<(ParameterInfo Weight, ParameterInfo Mask)> Masked => field.IsDefault ? field = FindMasked() : field;

    /// <summary>The name, shapes and size: <c>DigitNet [1, 8, 8] → [10], 17258 parameters</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name} {Texts(Inputs)} → {Texts(Outputs)}, {ParameterCount} parameters");

    /// <summary>Whether parameters of one can be used for the other: the same model, laid out alike.</summary>
    internal bool HasLayoutOf(ModelDescription other) => ReferenceEquals(this, other)
        || (Name == other.Name && ParameterBufferLength == other.ParameterBufferLength && StateLength == other.StateLength
            && Parameters.AsSpan().SequenceEqual(other.Parameters.AsSpan()) && States.AsSpan().SequenceEqual(other.States.AsSpan()));

    private ImmutableArray<(ParameterInfo Weight, ParameterInfo Mask)> FindMasked()
    {
        Dictionary<string, ParameterInfo> states = States.ToDictionary(static state => state.Name, StringComparer.Ordinal);
        return
        [
            .. Parameters
                .Where(parameter => states.TryGetValue(parameter.Name + ".Mask", out ParameterInfo? mask) && mask.Shape.AsSpan().SequenceEqual(parameter.Shape.AsSpan()))
                .Select(parameter => (parameter, states[parameter.Name + ".Mask"])),
        ];
    }

    private static string Texts(ImmutableArray<TensorInfo> tensors) => string.Join(", ", tensors.Select(static tensor => tensor.Text));
}
