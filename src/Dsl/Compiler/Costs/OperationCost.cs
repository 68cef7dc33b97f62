using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Costs;

/// <summary>The floating-point operations of a value, or of one value within a loop for all its steps.</summary>
/// <param name="Part">The part that its origin tells.</param>
/// <param name="IsBackward">Whether it belongs to the backward pass.</param>
/// <param name="Flops">Their number.</param>
internal readonly record struct OperationCost(string Part, bool IsBackward, Size Flops)
{
    /// <summary>The costs of a value. The steps of a loop belong to the parts that they call, and those of a loop of the backward pass to it.</summary>
    public static IEnumerable<OperationCost> Of(Node node) => Of(node, Size.One, isBackward: false);

    private static IEnumerable<OperationCost> Of(Node node, Size times, bool isBackward)
    {
        isBackward |= node.Origin.IsBackward;
        (Graph? step, Size steps) = node.Operation switch
        {
            Scan scan => (scan.Body.Step, scan.Body.Length),
            FixedPoint point => (point.Step, point.Iterations),
            _ => ((Graph?)null, Size.One),
        };
        return step is null
            ? [new OperationCost(node.Origin.Part, isBackward, times * node.Operation.Flops(node))]
            : step.Nodes.SelectMany(inner => Of(inner, times * steps, isBackward));
    }
}
