using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Operations;

/// <summary>
/// One of several results of a computation. Nodes with equal computation and inputs are computed, and derived, together.
/// </summary>
internal abstract record JointOperation : Operation
{
    /// <summary>What the operations of one computation have in common.</summary>
    public abstract object Computation { get; }

    /// <summary>Adds to each input the sum of the derivatives through several results.</summary>
    public abstract void Differentiate(IReadOnlyList<(Node Result, Node Cotangent)> results, Adjoints adjoints);

    public sealed override void Differentiate(Node node, Node cotangent, Adjoints adjoints) => Differentiate([(node, cotangent)], adjoints);

    /// <summary>The nodes of a graph, of the results of one computation just the first: what costs are of.</summary>
    public static IEnumerable<Node> Once(Graph graph)
    {
        HashSet<object> counted = [];
        return graph.Nodes.Where(node => node.Operation is not JointOperation || counted.Add(KeyOf(node)));
    }

    /// <summary>Equal for nodes that are results of the same computation.</summary>
    public static (object Computation, EquatableArray<int> Inputs) KeyOf(Node node) =>
        (((JointOperation)node.Operation).Computation, node.Inputs.Select(static input => input.Id).ToEquatableArray());
}
