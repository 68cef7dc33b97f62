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

    /// <summary>The number of floats of running state, which changes outside the gradient; 0 for most models.</summary>
    public required int StateLength { get; init; }

    /// <summary>The shape of one input sample, without the batch axis.</summary>
    public required ImmutableArray<int> InputShape
    {
        get;
        init
        {
            field = value;
            InputLength = ShapeText.Product(value);
        }
    }

    /// <summary>The shape of one output, without the batch axis.</summary>
    public required ImmutableArray<int> OutputShape
    {
        get;
        init
        {
            field = value;
            OutputLength = ShapeText.Product(value);
        }
    }

    /// <summary>What the model is trained to make small.</summary>
    public required Loss Loss { get; init; }

    /// <summary>The arena of a training step.</summary>
    public required MemoryFormula TrainingMemory { get; init; }

    /// <summary>The arena of computing the loss as in prediction.</summary>
    public required MemoryFormula EvaluationMemory { get; init; }

    /// <summary>The arena of a prediction.</summary>
    public required MemoryFormula PredictionMemory { get; init; }

    /// <summary>The floating-point operations of a training step for each sample, without the optimizer.</summary>
    public required long FlopsPerSample { get; init; }

    /// <summary>The floats of one input sample.</summary>
    public int InputLength { get; private init; }

    /// <summary>The floats of one output.</summary>
    public int OutputLength { get; private init; }

    /// <summary>The number of trained values, without gaps.</summary>
    public int ParameterCount { get; private init; }

    /// <summary>The name, shapes and size: <c>DigitNet [1, 8, 8] → [10], 17258 parameters</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name} {ShapeText.Of(InputShape)} → {ShapeText.Of(OutputShape)}, {ParameterCount} parameters");
}
