using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Operations;

/// <summary>The same elements with the axes in another order. Its derivative is the inverse permutation.</summary>
/// <param name="Order">For each axis of the result, the axis of the input that it is.</param>
internal sealed record Permute(EquatableArray<int> Order) : Operation
{
    /// <summary>The most axes that the engine's kernel takes.</summary>
    public const int MostAxes = 8;

    public override string Name => "Permute";

    /// <summary>The permutation that undoes this one.</summary>
    public EquatableArray<int> Inverse => Enumerable.Range(0, Order.Count).OrderBy(axis => Order[axis]).ToEquatableArray();

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        Shape shape = inputs[0].Shape;
        if (shape.Rank > MostAxes)
        {
            throw new ShapeException($"'Permute' takes values of at most {MostAxes} axes, but {shape} has {shape.Rank}");
        }

        return Order.OrderBy(static axis => axis).SequenceEqual(Enumerable.Range(0, shape.Rank))
            ? inputs[0] with { Shape = new Shape(Order.Select(axis => shape[axis]).ToEquatableArray()) }
            : throw new ShapeException($"'Permute' takes every axis once, but the order of the axes of {shape} is {Order}");
    }

    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) =>
        inputs[0].IsAlong ? SampleRole.Along(Inverse[inputs[0].Axis]) : inputs[0];

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) =>
        adjoints.Add(node.Inputs[0], () => adjoints.Builder.Permute(cotangent, Inverse));

    public override Size Flops(Node node) => Size.Zero;

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        int[] own = inputs[0].Strides();
        int[] strides = [.. Order.Select(axis => own[axis])];
        int[] position = new int[strides.Length];
        for (int i = 0; i < result.Values.Length; i++)
        {
            int source = 0;
            for (int axis = 0; axis < position.Length; axis++)
            {
                source += position[axis] * strides[axis];
            }

            result.Values[i] = inputs[0].Values[source];
            for (int axis = position.Length - 1; axis >= 0 && ++position[axis] == result.Shape[axis]; axis--)
            {
                position[axis] = 0;
            }
        }
    }
}
