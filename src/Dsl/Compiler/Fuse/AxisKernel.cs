using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;

namespace Adjoint.Compiler.Fuse;

/// <summary>A pass along one run of neighbouring axes: maxima, where they are, cumulative sums.</summary>
/// <param name="node">The value.</param>
/// <param name="input">The stored value that is read.</param>
internal sealed class AxisKernel(Node node, Node input) : Kernel
{
    public Node Node { get; } = node;

    public Node Input { get; } = input;

    /// <summary>The shape in which the input is read; its memory may belong to a value of another shape.</summary>
    public Shapes.Shape Shape { get; } = node.Inputs[0].Shape;

    /// <summary>The first and the last axis of the run.</summary>
    public (int First, int Last) Run { get; } = node.Operation switch
    {
        Max { Over: var axes } => (axes[0], axes[axes.Count - 1]),
        MaxMask { Over: var axes } => (axes[0], axes[axes.Count - 1]),
        ArgMax { Axis: var axis } => (axis, axis),
        CumulativeSum { Axis: var axis } => (axis, axis),
        _ => throw new NotSupportedException($"'{node.Operation.Name}' does not go along axes."),
    };

    public override IReadOnlyList<Node> Reads => [Input];

    public override IReadOnlyList<Node> Writes => [Node];

    public override IReadOnlyList<Node> Computes => [Node];

    public override bool MayOverwrite(Node read) => Node.Operation is MaxMask or CumulativeSum;
}
