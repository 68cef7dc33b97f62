using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Operations;

/// <summary>
/// The rows of a table <c>f32[rows, …]</c> that <c>i32[…]</c> name, as <c>f32[indices…, …]</c>. An index that is no row is an error
/// when the program runs. The derivative by the table adds what the rows received.
/// </summary>
internal sealed record Gather : Operation
{
    public override string Name => "Gather";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        (TensorType table, TensorType indices) = (inputs[0], inputs[1]);
        return table.Element == ElementType.Float32 && table.Shape.Rank > 0 && indices.Element == ElementType.Int32
            ? TensorType.Float(new Shape(indices.Shape.Concat(table.Shape.Skip(1)).ToEquatableArray()))
            : throw new ShapeException($"'Gather' takes a table f32[rows, …] and indices i32[…], but is given {table} and {indices}");
    }

    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) =>
        inputs[0].IsShared && (inputs[1].IsShared || inputs[1].IsAlong) ? inputs[1] : SampleRole.Mixed;

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        (Node table, Node indices) = (node.Inputs[0], node.Inputs[1]);
        adjoints.Add(table, () => adjoints.Builder.ScatterAdd(indices, cotangent, table.Shape[0]));
    }

    public override Size Flops(Node node) => Size.Zero;

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        int width = inputs[0].Shape.Skip(1).Aggregate(1, static (count, size) => count * size);
        for (int i = 0; i < inputs[1].Values.Length; i++)
        {
            Array.Copy(inputs[0].Values, Indices.At(inputs[1], i, inputs[0].Shape[0]) * width, result.Values, i * width, width);
        }
    }
}

/// <summary>
/// The sums of <c>values f32[indices…, …]</c> for each row that the <c>indices i32[…]</c> name: the transpose of
/// <see cref="Gather"/>, linear in the values.
/// </summary>
/// <param name="Rows">The number of rows.</param>
internal sealed record ScatterAdd(Size Rows) : Operation
{
    public override string Name => "ScatterAdd";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        (TensorType indices, TensorType values) = (inputs[0], inputs[1]);
        int rank = indices.Shape.Rank;
        return indices.Element == ElementType.Int32 && values.Element == ElementType.Float32 && values.Shape.Take(rank).SequenceEqual(indices.Shape)
            ? TensorType.Float(new Shape(values.Shape.Skip(rank).Prepend(Rows).ToEquatableArray()))
            : throw new ShapeException($"'ScatterAdd' takes indices i32[…] and values f32[indices…, …], but is given {indices} and {values}");
    }

    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) =>
        SampleRole.Common(inputs) is { IsAlong: true } role ? role.Axis < node.Inputs[0].Shape.Rank ? SampleRole.Sum : SampleRole.Mixed
        : base.RoleOf(node, inputs);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) =>
        adjoints.Add(node.Inputs[1], () => adjoints.Builder.Gather(cotangent, node.Inputs[0]));

    public override Size Flops(Node node) => node.Inputs[1].Shape.Count;

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        int width = result.Shape.Skip(1).Aggregate(1, static (count, size) => count * size);
        for (int i = 0; i < inputs[1].Values.Length; i++)
        {
            result.Values[(Indices.At(inputs[0], i / width, result.Shape[0]) * width) + (i % width)] += inputs[1].Values[i];
        }
    }
}

/// <summary>Whole numbers that name rows or classes.</summary>
internal static class Indices
{
    /// <summary>One of the indices.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or too large.</exception>
    public static int At(Tensor indices, int position, int count) => indices.Values[position] is double index && index >= 0 && index < count
        ? (int)index
        : throw new ArgumentOutOfRangeException(
            nameof(indices), indices.Values[position], $"Expected indices from 0 to {count - 1}, found {indices.Values[position]} at position {position}.");
}
