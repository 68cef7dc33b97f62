using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Differentiate;

/// <summary>
/// Reverse-mode differentiation: walks the graph backwards once and adds, for every value between the parameters and the loss,
/// the expression of the loss's derivative by it. Values that no parameter influences get none.
/// </summary>
internal static class ReverseMode
{
    /// <summary>The derivatives of a scalar by some values; null where the scalar does not depend on the value.</summary>
    /// <param name="builder">Where the expressions are added.</param>
    /// <param name="loss">The scalar.</param>
    /// <param name="by">The values.</param>
    /// <param name="isBackward">Whether this is the backward pass, rather than a part of the forward pass.</param>
    public static IReadOnlyList<Node?> Gradient(GraphBuilder builder, Node loss, IReadOnlyCollection<Node> by, bool isBackward = true)
    {
        if (isBackward)
        {
            builder.Origin = loss.Origin with { IsGradient = true };
        }

        return Gradient(builder, [(loss, builder.Fill(loss.Shape, 1))], by, isBackward);
    }

    /// <summary>
    /// The sums of the derivatives of several values by others, each weighted with its cotangent (a vector-Jacobian product); null
    /// where no value depends on the other.
    /// </summary>
    public static IReadOnlyList<Node?> Gradient(
        GraphBuilder builder, IReadOnlyList<(Node Value, Node Cotangent)> seeds, IReadOnlyCollection<Node> by, bool isBackward = true)
    {
        HashSet<Node> active = [.. by];
        List<Node> path = [];
        foreach (Node node in builder.Nodes.Take(seeds.Max(static seed => seed.Value.Id) + 1))
        {
            if (active.Contains(node) || node.Operation.DifferentiableInputs(node).Any(active.Contains))
            {
                active.Add(node);
                path.Add(node);
            }
        }

        Adjoints adjoints = new(builder, active, isBackward);
        foreach ((Node value, Node cotangent) in seeds)
        {
            adjoints.Add(value, () => cotangent);
        }

        ILookup<(object, EquatableArray<int>), Node> families = path.Where(static node => node.Operation is JointOperation).ToLookup(JointOperation.KeyOf);
        for (int i = path.Count - 1; i >= 0; i--)
        {
            Node node = path[i];
            if (node.Operation is JointOperation joint)
            {
                // At the first of its results the cotangents of all of them are known: whoever uses one comes behind it.
                (Node, Node)[] known = [.. families[JointOperation.KeyOf(node)].Where(result => adjoints[result] is not null).Select(result => (result, adjoints[result]!))];
                if (known.Length > 0 && families[JointOperation.KeyOf(node)].First() == node)
                {
                    joint.Differentiate(known, adjoints);
                }
            }
            else if (adjoints[node] is { } cotangent)
            {
                node.Operation.Differentiate(node, cotangent, adjoints);
            }
        }

        return [.. by.Select(node => adjoints[node])];
    }
}
