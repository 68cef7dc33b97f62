using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Operations;

/// <summary>
/// At every element its position along one axis: 0, 1, 2 … as floating-point numbers. It follows from the element's place alone, so it
/// is computed wherever it is used and not stored; a comparison of two of them is a mask such as <c>column ≤ row</c>.
/// </summary>
/// <param name="Shape">The shape.</param>
/// <param name="Axis">The axis.</param>
internal sealed record Positions(Shape Shape, int Axis) : Operation
{
    public override string Name => "Positions";

    /// <summary>The number of elements from one position to the next.</summary>
    public Size Inner => Size.Product(Shape.Skip(Axis + 1));

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        Axes.Require(Name, Axis, Shape);
        return TensorType.Float(Shape);
    }

    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) =>
        SampleRole.Of(Shape).Beside(axis => axis == Axis);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
    }

    public override Size Flops(Node node) => node.Shape.Count * 4;

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        int inner = result.Strides()[Axis];
        for (int i = 0; i < result.Values.Length; i++)
        {
            result.Values[i] = i / inner % result.Shape[Axis];
        }
    }
}
