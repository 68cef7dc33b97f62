using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Plan;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Compiler.Programs;

/// <summary>A model with all its programs, ready to be written as C# or run by the interpreter.</summary>
/// <param name="Spec">The declaration.</param>
/// <param name="Parameters">The parameters in their one buffer.</param>
/// <param name="Input">The type of a batch of samples.</param>
/// <param name="Output">The type of a batch of outputs.</param>
/// <param name="Target">The type of a batch of targets.</param>
/// <param name="Prediction">Computes the output.</param>
/// <param name="Evaluation">Computes the loss as in prediction.</param>
/// <param name="Training">Computes the loss and the gradient of every parameter.</param>
internal sealed record CompiledModel(
    ModelSpec Spec,
    ParameterLayout Parameters,
    TensorType Input,
    TensorType Output,
    TensorType Target,
    CompiledProgram Prediction,
    CompiledProgram Evaluation,
    CompiledProgram Training);

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

/// <summary>The places of parameters in their one buffer; each starts on a cache line.</summary>
internal sealed class ParameterLayout
{
    public ParameterLayout(IEnumerable<ParameterLeaf> parameters)
    {
        List<PlacedParameter> placed = [];
        long offset = 0;
        foreach (ParameterLeaf parameter in parameters)
        {
            placed.Add(new PlacedParameter(parameter, offset));
            offset += ArenaPlanner.Aligned(parameter.Type.Shape.Count).Constant;
        }

        Items = placed;
        Length = offset;
    }

    public IReadOnlyList<PlacedParameter> Items { get; }

    /// <summary>The floats of the buffer.</summary>
    public long Length { get; }

    /// <summary>The number of trainable numbers.</summary>
    public long Count => Items.Sum(static item => item.Length);

    public PlacedParameter this[string name] => Items.First(item => item.Parameter.FullName == name);
}

/// <summary>A parameter with its place.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Offset">The first of its floats.</param>
internal sealed record PlacedParameter(ParameterLeaf Parameter, long Offset)
{
    public long Length => Parameter.Type.Shape.Count.Constant;
}
