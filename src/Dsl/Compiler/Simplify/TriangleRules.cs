using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;

namespace Adjoint.Compiler.Simplify;

/// <summary>What a causal mask closes is left out rather than masked: kernels know triangles.</summary>
internal static class TriangleRules
{
    public static IReadOnlyList<RewriteRule> All { get; } = [SoftmaxOfOpen, MaskedTriangle];

    /// <summary>The softmax of scores that are −∞ above the diagonal is that of the others, and zero above.</summary>
    private static Node? SoftmaxOfOpen(GraphBuilder builder, Node node) =>
        node.Operation is Softmax && LowerTriangles.Below(node.Inputs[0], double.NegativeInfinity) is { } open && LowerSoftmax.Takes(open.Shape)
            ? builder.Add(new LowerSoftmax(), open)
            : null;

    /// <summary>Zeros in place of what is above the diagonal of a lower triangle, which is zero, as in the derivative of a mask.</summary>
    private static Node? MaskedTriangle(GraphBuilder builder, Node node) =>
        LowerTriangles.Below(node, 0) is { } triangle && new LowerTriangles().Contains(triangle) ? triangle : null;
}
