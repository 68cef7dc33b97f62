using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Operations;

/// <summary>Values one after the other along one axis. The derivative by each is its run of positions.</summary>
/// <param name="Axis">The axis.</param>
internal sealed record Concat(int Axis) : Operation
{
    public override string Name => "Concat";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        if (inputs.Count == 0)
        {
            throw new ShapeException($"'Concat' takes at least one value, but none is given");
        }

        TensorType first = inputs[0];
        Axes.Require(Name, Axis, first.Shape);
        foreach (TensorType type in inputs)
        {
            if (type.Element != first.Element || type.Shape.Rank != first.Shape.Rank || Axes.With(type.Shape, Axis, first.Shape[Axis]) != first.Shape)
            {
                throw new ShapeException($"'Concat' takes values that agree in all axes but the axis {Axis}, but they are {first} and {type}");
            }
        }

        return first with { Shape = Axes.With(first.Shape, Axis, inputs.Aggregate(Size.Zero, (sum, type) => sum + type.Shape[Axis])) };
    }

    /// <summary>Where each of the inputs begins along the axis.</summary>
    public IReadOnlyList<Size> Starts(Node node)
    {
        List<Size> starts = [];
        Size start = Size.Zero;
        foreach (Node input in node.Inputs)
        {
            starts.Add(start);
            start += input.Shape[Axis];
        }

        return starts;
    }

    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) =>
        SampleRole.Common(inputs).Beside(axis => axis == Axis);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        IReadOnlyList<Size> starts = Starts(node);
        for (int i = 0; i < starts.Count; i++)
        {
            (Node input, Size start) = (node.Inputs[i], starts[i]);
            adjoints.Add(input, () => adjoints.Builder.Slice(cotangent, Axis, start, input.Shape[Axis]));
        }
    }

    public override Size Flops(Node node) => Size.Zero;

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        int start = 0;
        foreach (Tensor input in inputs)
        {
            Axes.ForEachRun(Axis, input.Shape, result.Shape[Axis], start, (own, full, length) =>
                Array.Copy(input.Values, own, result.Values, full, length));
            start += input.Shape[Axis];
        }
    }
}
