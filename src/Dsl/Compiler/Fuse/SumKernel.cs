using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Fuse;

/// <summary>A scaled sum of an element-wise expression.</summary>
/// <param name="sum">The sum.</param>
/// <param name="map">What is summed, an expression of a few stored values.</param>
/// <param name="scale">The factor; null for one.</param>
/// <param name="result">The stored value: the sum, or its product with the factor.</param>
internal sealed class SumKernel(Node sum, Map map, Fill? scale, Node result) : Kernel
{
    public Node Sum { get; } = sum;

    public Map Map { get; } = map;

    public Fill? Scale { get; } = scale;

    public Node Result { get; } = result;

    /// <summary>Whether the factor is one by the number of summands.</summary>
    public bool IsMean => Scale is { Value: 1, Divisor: var count } && count.Substitute(static name => name == Size.WholeBatch.ToString() ? Size.Batch : null) * Sum.Shape.Count == Sum.Inputs[0].Shape.Count;

    public override IReadOnlyList<Node> Reads => Map.Reads;

    public override IReadOnlyList<Node> Writes => [Result];

    public override IReadOnlyList<Node> Computes => [.. Map.Body, Sum];

    // What a gradient sums may be computed again from values of the forward pass.
    public override Node Subject => Sum;
}

/// <summary>Two sums over the same axes, of expressions that read the same values, in one pass.</summary>
internal sealed class SumPairKernel(SumKernel first, SumKernel second) : Kernel
{
    public SumKernel First { get; } = first;

    public SumKernel Second { get; } = second;

    public override IReadOnlyList<Node> Reads => Some([.. First.Reads, .. Second.Reads]);

    public override IReadOnlyList<Node> Writes => [First.Result, Second.Result];

    public override IReadOnlyList<Node> Computes => Some([.. First.Computes, .. Second.Computes]);

    public override Node Subject => First.Subject;
}
