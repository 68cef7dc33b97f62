using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Operations;

/// <summary>The positions of one axis in reverse. It is its own inverse and its own derivative.</summary>
/// <param name="Axis">The axis.</param>
internal sealed record Flip(int Axis) : Operation
{
    public override string Name => "Flip";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        Axes.Require(Name, Axis, inputs[0].Shape);
        return inputs[0];
    }

    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) => inputs[0].Beside(axis => axis == Axis);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) =>
        adjoints.Add(node.Inputs[0], () => adjoints.Builder.Flip(cotangent, Axis));

    public override Size Flops(Node node) => Size.Zero;

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        int size = result.Shape[Axis];
        int inner = result.Strides()[Axis];
        for (int i = 0; i < result.Values.Length; i++)
        {
            int position = i / inner % size;
            result.Values[i] = inputs[0].Values[i + ((size - 1 - (2 * position)) * inner)];
        }
    }
}
