using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Operations;

/// <summary>An operation on rows of logits: slices along the last axis of <c>[…, classes]</c>.</summary>
internal abstract record RowOperation : Operation
{
    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) =>
        SampleRole.Common(inputs).Jointly.Beside(axis => axis == node.Inputs[0].Shape.Rank - 1);

    public override Size Flops(Node node) => node.Inputs[0].Shape.Count * 20;

    /// <summary>The row axes, which are all but the last.</summary>
    protected static Shape Rows(Shape logits) => Axes.Without(logits, [logits.Rank - 1]);

    protected void ExpectLogits(TensorType logits)
    {
        if (logits.Element != ElementType.Float32 || logits.Shape.Rank == 0)
        {
            throw new ShapeException($"'{Name}' takes logits f32[..., classes], but is given {logits}");
        }
    }

    /// <summary>Calls back with each row's offset, its length and the logarithm of the sum of its exponentials.</summary>
    protected static void ForEachRow(Tensor logits, Action<int, int, int, double> visit)
    {
        int classes = logits.Shape[logits.Shape.Length - 1];
        int rows = logits.Shape.Take(logits.Shape.Length - 1).Aggregate(1, static (count, axis) => count * axis);
        for (int row = 0; row < rows; row++)
        {
            int start = row * classes;
            double largest = double.NegativeInfinity;
            for (int i = 0; i < classes; i++)
            {
                largest = Math.Max(largest, logits.Values[start + i]);
            }

            double sum = 0;
            for (int i = 0; i < classes; i++)
            {
                sum += Math.Exp(logits.Values[start + i] - largest);
            }

            visit(row, start, classes, largest + Math.Log(sum));
        }
    }
}
