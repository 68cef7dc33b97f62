using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Operations;

/// <summary>The same elements in the same order under another shape. Moves no data.</summary>
/// <param name="Target">The new shape, with as many elements.</param>
internal sealed record Reshape(Shape Target) : Operation
{
    public override string Name => "Reshape";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => inputs[0].Shape.Count == Target.Count
        ? inputs[0] with { Shape = Target }
        : throw new ShapeException($"'Reshape' keeps the number of elements, but {inputs[0].Shape} has {inputs[0].Shape.Count} and {Target} has {Target.Count}");

    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs)
    {
        SampleRole role = inputs[0];
        if (!role.IsAlong)
        {
            return role;
        }

        // The samples still lie along one axis when one begins where theirs did.
        SampleRole found = SampleRole.Of(Target);
        Size before = Size.Product(node.Inputs[0].Shape.Take(role.Axis));
        return found.IsAlong && Size.Product(Target.Take(found.Axis)) == before ? found : SampleRole.Mixed;
    }

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) =>
        adjoints.Add(node.Inputs[0], () => adjoints.Builder.Reshape(cotangent, node.Inputs[0].Shape));

    public override Size Flops(Node node) => Size.Zero;

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context) =>
        inputs[0].Values.CopyTo(result.Values, 0);
}

/// <summary>Repeats a value along new axes: <c>result[…] = x[… without the new axes]</c>. Its derivative is a sum over them.</summary>
/// <param name="Target">The new shape.</param>
/// <param name="NewAxes">The axes of the new shape that the input lacks, ascending.</param>
internal sealed record Broadcast(Shape Target, EquatableArray<int> NewAxes) : Operation
{
    public override string Name => "Broadcast";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        Shape kept = Axes.Without(Target, NewAxes);
        return kept == inputs[0].Shape
            ? inputs[0] with { Shape = Target }
            : throw new ShapeException($"'Broadcast' to {Target} along the axes {NewAxes} takes {kept}, but is given {inputs[0].Shape}");
    }

    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs)
    {
        SampleRole found = SampleRole.Of(Target);
        return inputs[0].IsShared || (inputs[0].IsAlong && !NewAxes.Contains(found.Axis)) ? found
            : inputs[0].IsSum && found.IsShared ? SampleRole.Sum
            : SampleRole.Mixed;
    }

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) =>
        adjoints.Add(node.Inputs[0], () => adjoints.Builder.Sum(cotangent, NewAxes));

    public override Size Flops(Node node) => Size.Zero;

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        int[] map = Axes.Projection(result, NewAxes);
        for (int i = 0; i < result.Values.Length; i++)
        {
            result.Values[i] = inputs[0].Values[map[i]];
        }
    }
}

/// <summary>The sum over some axes, which disappear. The sum over an empty axis is 0. Its derivative is a broadcast.</summary>
/// <param name="Over">The axes that are summed over, ascending.</param>
internal sealed record Sum(EquatableArray<int> Over) : Operation
{
    public override string Name => "Sum";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => Over.All(axis => axis < inputs[0].Shape.Rank)
        ? inputs[0] with { Shape = Axes.Without(inputs[0].Shape, Over) }
        : throw new ShapeException($"'Sum' over the axes {Over} needs them, but {inputs[0].Shape} has {inputs[0].Shape.Rank}");

    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) =>
        inputs[0].IsAlong && Over.Contains(inputs[0].Axis) ? SampleRole.Sum : inputs[0].Without(Over);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) =>
        adjoints.Add(node.Inputs[0], () => adjoints.Builder.Broadcast(cotangent, node.Inputs[0].Shape, Over));

    public override Size Flops(Node node) => node.Inputs[0].Shape.Count;

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        int[] map = Axes.Projection(inputs[0], Over);
        for (int i = 0; i < map.Length; i++)
        {
            result.Values[map[i]] += inputs[0].Values[i];
        }
    }
}
