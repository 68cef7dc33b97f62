using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Operations;

/// <summary>
/// Numbers of the standard normal distribution, for each element alone: element <c>i</c> is the quantile of word 0 of Philox4x32-10 (Salmon
/// et al. 2011) at the counter (i, stream, step) under the seed, so any part can be computed again at any time, and is not stored.
/// </summary>
/// <param name="Shape">The shape.</param>
/// <param name="Stream">Tells the random values of a model apart.</param>
internal sealed record NormalNumbers(Shape Shape, int Stream) : Operation
{
    public override string Name => "NormalNumbers";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => TensorType.Float(Shape);

    /// <summary>An element's number goes by its place in the whole batch.</summary>
    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) => SampleRole.Mixed;

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
    }

    public override Size Flops(Node node) => node.Shape.Count * 150;

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        for (int i = 0; i < result.Values.Length; i++)
        {
            result.Values[i] = NormalQuantile.Of(Philox.Word(context.Seed, context.Step, (uint)Stream, (uint)i));
        }
    }
}
