using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;

namespace Adjoint.Compiler.Differentiate;

/// <summary>The derivatives of the loss that are known so far, by the value that they belong to.</summary>
/// <param name="builder">Where their expressions are added.</param>
/// <param name="active">The values whose derivative somebody needs; nothing is derived for others.</param>
/// <param name="isBackward">Whether the derivatives are the backward pass, rather than values of the forward pass.</param>
internal sealed class Adjoints(GraphBuilder builder, ISet<Node> active, bool isBackward = true)
{
    private readonly Dictionary<Node, Node> _sums = [];
    private readonly Origin _origin = builder.Origin;

    public GraphBuilder Builder { get; } = builder;

    /// <summary>The sum of what has been added for a value; null when nothing reached it.</summary>
    public Node? this[Node node] => _sums.TryGetValue(node, out Node? sum) ? sum : null;

    /// <summary>Whether somebody needs the derivative by a value.</summary>
    public bool Needs(Node node) => active.Contains(node);

    /// <summary>
    /// Adds a contribution, which is built only when the value is active. The nodes of its expression get the value's origin.
    /// </summary>
    public void Add(Node node, Func<Node> contribution)
    {
        if (active.Contains(node))
        {
            Builder.Origin = isBackward ? node.Origin with { IsGradient = true } : _origin;
            Node added = contribution();
            _sums[node] = _sums.TryGetValue(node, out Node? sum) ? Builder.Add(sum, added) : added;
        }
    }

    /// <summary>Says that a derivative through a node does not exist.</summary>
    public void HasNoDerivative(Node node) => throw new NoDerivativeException(node);
}

/// <summary>A derivative is needed through an operation that has none.</summary>
internal sealed class NoDerivativeException(Node node)
    : Exception($"'{node.Operation.Name}' has no derivative, but one is needed through it")
{
    public Node Node { get; } = node;
}
