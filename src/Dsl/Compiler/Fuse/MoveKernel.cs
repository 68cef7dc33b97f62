using Adjoint.Compiler.Graphs;

namespace Adjoint.Compiler.Fuse;

/// <summary>Elements that change their places: permuted, padded, joined or reversed.</summary>
internal sealed class MoveKernel(Node node) : Kernel
{
    public Node Node { get; } = node;

    /// <summary>The stored values that the node's inputs are, one for each input.</summary>
    public IReadOnlyList<Node> Sources { get; } = [.. StoredValues.Inputs(node)];

    public override IReadOnlyList<Node> Reads => [.. Sources.Distinct()];

    public override IReadOnlyList<Node> Writes => [Node];

    public override IReadOnlyList<Node> Computes => [Node];
}
