using Adjoint.Compiler.Operations;

namespace Adjoint.Compiler.Graphs;

/// <summary>Applies a graph that is a function: its nodes become nodes of another graph.</summary>
internal static class Splicing
{
    /// <summary>
    /// The results of a function for given arguments. Leaves that are not arguments are the same values in both graphs, so a
    /// parameter that is known already is not added again.
    /// </summary>
    /// <param name="builder">Where the nodes are added.</param>
    /// <param name="function">The function, whose arguments are <see cref="BoundLeaf"/>s.</param>
    /// <param name="arguments">The values of the arguments, by their index.</param>
    /// <param name="origin">The origin of the new nodes; null to keep those of the function.</param>
    public static IReadOnlyList<Node> Splice(this GraphBuilder builder, Graph function, IReadOnlyList<Node> arguments, Origin? origin = null) =>
        builder.Splice(function, leaf => leaf.Operation is BoundLeaf argument ? arguments[argument.Index] : builder.Add(leaf.Operation), origin);

    /// <summary>The results of a function whose leaves have given values.</summary>
    /// <param name="builder">Where the nodes are added.</param>
    /// <param name="function">The function.</param>
    /// <param name="valueOf">The value of each leaf.</param>
    /// <param name="origin">The origin of the new nodes; null to keep those of the function.</param>
    public static IReadOnlyList<Node> Splice(this GraphBuilder builder, Graph function, Func<Node, Node> valueOf, Origin? origin = null)
    {
        Origin before = builder.Origin;
        Dictionary<Node, Node> copies = [];
        foreach (Node node in function.Nodes)
        {
            builder.Origin = origin ?? node.Origin;
            copies.Add(node, node.Operation is Leaf ? valueOf(node) : builder.Add(node.Operation, [.. node.Inputs.Select(input => copies[input])]));
        }

        builder.Origin = before;
        return [.. function.Outputs.Select(output => copies[output.Value])];
    }
}
