using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Operations;

/// <summary>A run of positions along one axis. Its derivative puts zeros around the run.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Start">The first position.</param>
/// <param name="Length">The number of positions.</param>
internal sealed record Slice(int Axis, Size Start, Size Length) : Operation
{
    public override string Name => "Slice";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        Shape shape = inputs[0].Shape;
        Axes.Require(Name, Axis, shape);
        return Axes.IsNegative(Start) || Axes.IsNegative(Length) || Axes.IsNegative(shape[Axis] - Start - Length)
            ? throw new ShapeException($"'Slice' takes {Length} positions from {Start} along the axis {Axis}, but {shape} has {shape[Axis]} there")
            : inputs[0] with { Shape = Axes.With(shape, Axis, Length) };
    }

    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) => inputs[0].Beside(axis => axis == Axis);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) =>
        adjoints.Add(node.Inputs[0], () => adjoints.Builder.Pad(cotangent, Axis, Start, node.Inputs[0].Shape[Axis]));

    public override Size Flops(Node node) => Size.Zero;

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context) =>
        Axes.ForEachRun(Axis, result.Shape, inputs[0].Shape[Axis], Start.Evaluate(context.Bindings), (own, full, length) =>
            Array.Copy(inputs[0].Values, full, result.Values, own, length));
}

/// <summary>Zeros before and after the positions of one axis. Its derivative is the run between them.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Before">The number of zeros before the first position.</param>
/// <param name="Total">The size of the axis with all zeros.</param>
internal sealed record Pad(int Axis, Size Before, Size Total) : Operation
{
    public override string Name => "Pad";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        Shape shape = inputs[0].Shape;
        Axes.Require(Name, Axis, shape);
        return Axes.IsNegative(Before) || Axes.IsNegative(Total - Before - shape[Axis])
            ? throw new ShapeException($"'Pad' makes the axis {Axis} of {shape} one of {Total} with {Before} zeros before it, which is too few")
            : inputs[0] with { Shape = Axes.With(shape, Axis, Total) };
    }

    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) => inputs[0].Beside(axis => axis == Axis);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) =>
        adjoints.Add(node.Inputs[0], () => adjoints.Builder.Slice(cotangent, Axis, Before, node.Inputs[0].Shape[Axis]));

    public override Size Flops(Node node) => Size.Zero;

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context) =>
        Axes.ForEachRun(Axis, inputs[0].Shape, result.Shape[Axis], Before.Evaluate(context.Bindings), (own, full, length) =>
            Array.Copy(inputs[0].Values, own, result.Values, full, length));
}
