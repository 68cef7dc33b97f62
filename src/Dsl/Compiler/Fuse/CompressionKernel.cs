using Adjoint.Compiler.Graphs;

namespace Adjoint.Compiler.Fuse;

/// <summary>Puts a value in less memory, or reads it back.</summary>
internal sealed class CompressionKernel(Node node, Node input) : Kernel
{
    public Node Node { get; } = node;

    public Node Input { get; } = input;

    public override IReadOnlyList<Node> Reads => [Input];

    public override IReadOnlyList<Node> Writes => [Node];

    public override IReadOnlyList<Node> Computes => [Node];
}
