using System.Collections.Immutable;

namespace Adjoint;

/// <summary>What the build knows about one thing that a model is trained for.</summary>
public sealed class ObjectiveDescription
{
    /// <summary>The name of the method, or <c>Loss</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it takes for each sample.</summary>
    public required ImmutableArray<TensorInfo> Inputs { get; init; }

    /// <summary>The labels or targets of one sample; null when it takes none besides its inputs.</summary>
    public TensorInfo? Target { get; init; }

    /// <summary>The names of the parameters that it trains.</summary>
    public required ImmutableArray<string> Updates { get; init; }

    /// <summary>The arena of a training step.</summary>
    public required MemoryFormula TrainingMemory { get; init; }

    /// <summary>The arena of computing its value as in prediction.</summary>
    public required MemoryFormula EvaluationMemory { get; init; }

    /// <summary>The arena of its gradient by the inputs.</summary>
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
}
