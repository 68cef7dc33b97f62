using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Plan;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;

namespace Adjoint.Compiler.Programs;

/// <summary>A model with all its programs, ready to be written as C# or run by the interpreter.</summary>
/// <param name="Spec">The declaration.</param>
/// <param name="Parameters">The parameters in their one buffer.</param>
/// <param name="States">The running values in theirs.</param>
/// <param name="Inputs">The types of a batch of inputs, by name.</param>
/// <param name="Outputs">The types of a batch of outputs, by name.</param>
/// <param name="Taps">The types of values that are named to be looked at.</param>
/// <param name="Sizes">The named sizes.</param>
/// <param name="Scopes">The uses of models within it.</param>
/// <param name="Prediction">Computes the outputs.</param>
/// <param name="Inspection">Computes the outputs and the taps; null when there are none.</param>
/// <param name="Objectives">What the model is trained for, at least one.</param>
internal sealed record CompiledModel(
    ModelSpec Spec,
    ParameterLayout Parameters,
    ParameterLayout States,
    IReadOnlyList<NamedType> Inputs,
    IReadOnlyList<NamedType> Outputs,
    IReadOnlyList<NamedType> Taps,
    IReadOnlyList<NamedSize> Sizes,
    IReadOnlyList<ModelScope> Scopes,
    CompiledProgram Prediction,
    CompiledProgram? Inspection,
    IReadOnlyList<CompiledObjective> Objectives)
{
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

/// <summary>A value that a program takes or gives.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, with the batch axis if it has one.</param>
internal sealed record NamedType(string Name, TensorType Type);

/// <summary>The programs of one thing that a model is trained for.</summary>
/// <param name="Name">The objective's method, or <c>Loss</c> for the loss that the attribute names.</param>
/// <param name="Inputs">What it takes.</param>
/// <param name="Target">The type of a batch of targets; null when it takes none besides its inputs.</param>
/// <param name="Trains">The full names of the parameters that it trains.</param>
/// <param name="Training">Computes the loss, the gradient of every parameter that it trains, and what running values become.</param>
/// <param name="Evaluation">Computes the loss as in prediction.</param>
/// <param name="InputGradient">Computes, as in prediction, the gradient of the loss by every input of real numbers; null when there is none.</param>
internal sealed record CompiledObjective(
    string Name,
    IReadOnlyList<NamedType> Inputs,
    TensorType? Target,
    IReadOnlyList<string> Trains,
    CompiledProgram Training,
    CompiledProgram Evaluation,
    CompiledProgram? InputGradient);

/// <summary>A straight line of kernel calls over one arena.</summary>
/// <param name="Graph">What is computed.</param>
/// <param name="Kernels">The calls, in order.</param>
/// <param name="Plan">Where values live.</param>
internal sealed record CompiledProgram(Graph Graph, IReadOnlyList<Kernel> Kernels, MemoryPlan Plan)
{
    /// <summary>The floating-point operations of one run.</summary>
    public Size Flops
    {
        get
        {
            // The results of one computation cost it once.
            HashSet<object> counted = [];
            return Graph.Nodes
                .Where(node => node.Operation is not JointOperation || counted.Add(JointOperation.KeyOf(node)))
                .Aggregate(Size.Zero, static (sum, node) => sum + node.Operation.Flops(node));
        }
    }
}

/// <summary>The places of parameters, or of running values, in their one buffer; each starts on a cache line.</summary>
internal sealed class ParameterLayout
{
    public ParameterLayout(IEnumerable<NamedLeaf> parameters)
    {
        List<PlacedParameter> placed = [];
        Size offset = Size.Zero;
        foreach (NamedLeaf parameter in parameters)
        {
            placed.Add(new PlacedParameter(parameter, offset));
            offset += ArenaPlanner.Aligned(parameter.Type.Shape.Count);
        }

        Items = placed;
        Length = offset;
    }

    public IReadOnlyList<PlacedParameter> Items { get; }

    /// <summary>The floats of the buffer.</summary>
    public Size Length { get; }

    /// <summary>The number of trainable numbers.</summary>
    public Size Count => Items.Aggregate(Size.Zero, static (sum, item) => sum + item.Length);

    public PlacedParameter this[string name] => Items.First(item => item.FullName == name);
}

/// <summary>A parameter or running value with its place.</summary>
/// <param name="Leaf">What it is.</param>
/// <param name="Offset">The first of its floats.</param>
internal sealed record PlacedParameter(NamedLeaf Leaf, Size Offset)
{
    public string FullName => Leaf.FullName;

    public Size Length => Leaf.Type.Shape.Count;
}
