using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Operations;

/// <summary>
/// The sums of the elements up to and including each along an axis; in reverse, of those from each on. Each is the other's
/// derivative.
/// </summary>
/// <param name="Axis">The axis.</param>
/// <param name="Reverse">Whether the sums run from the end.</param>
internal sealed record CumulativeSum(int Axis, bool Reverse) : Operation
{
    public override string Name => "CumulativeSum";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) =>
        inputs[0].Element != ElementType.Float32 ? throw new ShapeException($"'{Name}' takes floating-point numbers, but is given {inputs[0]}")
        : Axis < 0 || Axis >= inputs[0].Shape.Rank ? throw new ShapeException($"'{Name}' along the axis {Axis} needs it, but {inputs[0].Shape} has {inputs[0].Shape.Rank}")
        : inputs[0];

    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) => inputs[0].Beside(axis => axis == Axis);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) =>
        adjoints.Add(node.Inputs[0], () => adjoints.Builder.CumulativeSum(cotangent, Axis, !Reverse));

    public override Size Flops(Node node) => node.Shape.Count;

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        int stride = result.Strides()[Axis];
        int length = result.Shape[Axis];
        for (int k = 0; k < result.Values.Length; k++)
        {
            int i = Reverse ? result.Values.Length - 1 - k : k;
            int position = i / stride % length;
            bool isFirst = position == (Reverse ? length - 1 : 0);
            result.Values[i] = inputs[0].Values[i] + (isFirst ? 0 : result.Values[Reverse ? i + stride : i - stride]);
        }
    }
}
