using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Operations;

/// <summary>
/// The mask of inverted dropout: <c>1 / (1 − rate)</c> with probability 1 − rate and 0 otherwise, for each element alone. Element
/// <c>i</c> draws word 0 of Philox4x32-10 (Salmon et al. 2011) at the counter (i, stream, step) under the seed, so any part of the
/// mask can be computed again at any time, and is not stored.
/// </summary>
/// <param name="Shape">The shape.</param>
/// <param name="Rate">The probability of zero.</param>
/// <param name="Stream">Tells the masks of a model apart.</param>
internal sealed record DropoutMask(Shape Shape, double Rate, int Stream) : Operation
{
    public override string Name => "DropoutMask";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => TensorType.Float(Shape);

    /// <summary>An element's number goes by its place in the whole batch.</summary>
    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) => SampleRole.Mixed;

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
    }

    public override Size Flops(Node node) => node.Shape.Count * 100;

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        // The engine compares single-precision numbers; so does the definition, or masks would differ where they round.
        float rate = (float)Rate;
        double kept = 1.0 / (1.0 - rate);
        for (int i = 0; i < result.Values.Length; i++)
        {
            float uniform = Philox.Uniform(context.Seed, context.Step, (uint)Stream, (uint)i);
            result.Values[i] = uniform < rate ? 0 : kept;
        }
    }
}
