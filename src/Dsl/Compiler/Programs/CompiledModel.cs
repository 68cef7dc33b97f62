using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Plan;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;

namespace Adjoint.Compiler.Programs;

/// <summary>A model with all its programs, ready to be written as C# or run by the interpreter.</summary>
/// <param name="Signature">What it looks like from the outside.</param>
/// <param name="Prediction">Computes the outputs.</param>
/// <param name="Inspection">Computes the outputs and the taps; null when there are none.</param>
/// <param name="Objectives">What the model is trained for, at least one.</param>
internal sealed record CompiledModel(
    ModelSignature Signature,
    CompiledProgram Prediction,
    CompiledProgram? Inspection,
    IReadOnlyList<CompiledObjective> Objectives)
{
    /// <summary>The declaration.</summary>
    public ModelSpec Spec => Signature.Spec;

    /// <summary>The parameters in their one buffer.</summary>
    public ParameterLayout Parameters => Signature.Parameters;

    /// <summary>The running values in theirs.</summary>
    public ParameterLayout States => Signature.States;

    /// <summary>The types of a batch of inputs, by name.</summary>
    public IReadOnlyList<NamedType> Inputs => Signature.Inputs;

    /// <summary>The types of a batch of outputs, by name.</summary>
    public IReadOnlyList<NamedType> Outputs => Signature.Outputs;

    /// <summary>The named sizes.</summary>
    public IReadOnlyList<NamedSize> Sizes => Signature.Sizes;

    /// <summary>The type of the first input.</summary>
    public TensorType Input => Inputs[0].Type;

    /// <summary>The type of the first output.</summary>
    public TensorType Output => Outputs[0].Type;

    /// <summary>The type of the first objective's target.</summary>
    public TensorType? Target => Objectives[0].Target;

    /// <summary>The first objective's training program.</summary>
    public CompiledProgram Training => Objectives[0].Training;

    /// <summary>The first objective's loss as in prediction.</summary>
    public CompiledProgram Evaluation => Objectives[0].Evaluation;
}

/// <summary>The programs of one thing that a model is trained for.</summary>
/// <param name="Signature">What it looks like from the outside.</param>
/// <param name="Training">Computes the loss, the gradient of every parameter that it trains, and what running values become.</param>
/// <param name="Evaluation">Computes the loss as in prediction.</param>
/// <param name="InputGradient">Computes, as in prediction, the gradient of the loss by every input of real numbers; null when there is none.</param>
internal sealed record CompiledObjective(
    ObjectiveSignature Signature,
    CompiledProgram Training,
    CompiledProgram Evaluation,
    CompiledProgram? InputGradient)
{
    /// <summary>The objective's name.</summary>
    public string Name => Signature.Name;

    /// <summary>What it takes.</summary>
    public IReadOnlyList<NamedType> Inputs => Signature.Inputs;

    /// <summary>The type of a batch of targets; null when it takes none besides its inputs.</summary>
    public TensorType? Target => Signature.Target;

    /// <summary>The full names of the parameters that it trains.</summary>
    public IReadOnlyList<string> Trains => Signature.Trains;
}

/// <summary>A straight line of kernel calls over one arena.</summary>
/// <param name="Graph">What is computed.</param>
/// <param name="Kernels">The calls, in order.</param>
/// <param name="Plan">Where values live.</param>
/// <param name="Gradients">Where the gradients that it computes lie; null when there are none.</param>
/// <param name="MicroBatch">The most samples that it works on at once; null when it works on the whole batch.</param>
internal sealed record CompiledProgram(Graph Graph, IReadOnlyList<Kernel> Kernels, MemoryPlan Plan, GradientLayout? Gradients = null, int? MicroBatch = null)
{
    /// <summary>What is to be said of it besides: how it keeps its budget.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The floating-point operations of one run.</summary>
    public Size Flops => JointOperation.Once(Graph).Aggregate(Size.Zero, static (sum, node) => sum + node.Operation.Flops(node));
}
