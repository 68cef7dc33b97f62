using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Simplify;

/// <summary>
/// Finds values that are lower triangles: along the last two axes, elements above the diagonal are zero whatever the inputs are. Such are what <c>Tril</c> gives, the weights of
/// causal attention, and what is made of these by factors and sums of their like.
/// </summary>
internal sealed class LowerTriangles
{
    private readonly Dictionary<Node, bool> _known = [];

    /// <summary>Whether a value is zero above the diagonal; where it were zero times NaN or infinity, it counts as zero.</summary>
    public bool Contains(Node node)
    {
        if (!_known.TryGetValue(node, out bool known))
        {
            known = node.Shape.Rank > 1 && IsLower(node);
            _known.Add(node, known);
        }

        return known;
    }

    /// <summary>What stands below and on the diagonal where the rest of a value is the same number; null when it is no such value.</summary>
    /// <param name="node">The value.</param>
    /// <param name="number">What stands above the diagonal.</param>
    public static Node? Below(Node node, double number) =>
        node.Operation is SelectPositive && IsAbove(node.Inputs[0]) && node.Inputs[1].Operation is Fill { Value: var value } && value == number ? node.Inputs[2] : null;

    /// <summary>Whether a value is positive just above the diagonal.</summary>
    public static bool IsAbove(Node node) =>
        node.Operation is Subtract
        && node.Inputs[0].Operation is Positions { Axis: var column }
        && node.Inputs[1].Operation is Positions { Axis: var row }
        && column == node.Shape.Rank - 1
        && row == column - 1;

    /// <summary>Whether a reshaped value has the same matrices along its last two axes.</summary>
    public static bool HasSameMatrices(Shape shape, Shape other) =>
        shape.Rank > 1 && other.Rank > 1 && shape[shape.Rank - 1] == other[other.Rank - 1] && shape[shape.Rank - 2] == other[other.Rank - 2];

    private bool IsLower(Node node) => node.Operation switch
    {
        LowerSoftmax => true,
        Fill { Value: 0 } => true,
        Reshape => HasSameMatrices(node.Shape, node.Inputs[0].Shape) && Contains(node.Inputs[0]),
        SelectPositive => Below(node, 0) is not null || (Contains(node.Inputs[1]) && Contains(node.Inputs[2])),
        Multiply => node.Inputs.Any(Contains),
        Divide or Negate => Contains(node.Inputs[0]),
        Add or Subtract => node.Inputs.All(Contains),
        _ => false,
    };
}
