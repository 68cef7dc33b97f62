using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Operations;

/// <summary>An operation on rows of logits <c>[n, classes]</c>, some with the labels <c>i32[n]</c>.</summary>
internal abstract record RowOperation : Operation
{
    public override Size Flops(Node node) => node.Inputs[0].Shape.Count * 20;

    protected void ExpectLabels(IReadOnlyList<TensorType> inputs)
    {
        TensorType expected = TensorType.Int([inputs[0].Shape[0]]);
        if (inputs[0].Shape.Rank != 2 || inputs[1] != expected)
        {
            throw new ShapeException($"'{Name}' takes logits [n, classes] and labels i32[n], but is given {inputs[0]} and {inputs[1]}");
        }
    }

    /// <summary>Calls back with each row's offset, its length and the logarithm of the sum of its exponentials.</summary>
    protected static void ForEachRow(Tensor logits, Action<int, int, int, double> visit)
    {
        int classes = logits.Shape[1];
        for (int row = 0; row < logits.Shape[0]; row++)
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

/// <summary>
/// <c>log Σ exp(x) − x[label]</c> per row. Derivative by the logits: <c>softmax(x) − onehot(label)</c>.
/// </summary>
internal sealed record CrossEntropy : RowOperation
{
    public override string Name => "CrossEntropy";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        ExpectLabels(inputs);
        return TensorType.Float([inputs[0].Shape[0]]);
    }

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        GraphBuilder builder = adjoints.Builder;
        (Node logits, Node labels) = (node.Inputs[0], node.Inputs[1]);
        adjoints.Add(logits, () => builder.Multiply(
            builder.Add(new CrossEntropyResidual(), logits, labels),
            builder.Broadcast(cotangent, logits.Shape, [1])));
    }

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context) =>
        ForEachRow(inputs[0], (row, start, _, logSum) => result.Values[row] = logSum - inputs[0].Values[start + (int)inputs[1].Values[row]]);
}

/// <summary><c>softmax(x) − onehot(label)</c> per row. Its Jacobian is that of the softmax.</summary>
internal sealed record CrossEntropyResidual : RowOperation
{
    public override string Name => "CrossEntropyResidual";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        ExpectLabels(inputs);
        return inputs[0];
    }

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        Node logits = node.Inputs[0];
        adjoints.Add(logits, () => Softmax.PullBack(adjoints.Builder, adjoints.Builder.Add(new Softmax(), logits), cotangent));
    }

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context) =>
        ForEachRow(inputs[0], (row, start, classes, logSum) =>
        {
            for (int i = start; i < start + classes; i++)
            {
                result.Values[i] = Math.Exp(inputs[0].Values[i] - logSum);
            }

            result.Values[start + (int)inputs[1].Values[row]] -= 1;
        });
}

/// <summary><c>exp(x) / Σ exp(x)</c> per row.</summary>
internal sealed record Softmax : RowOperation
{
    public override string Name => "Softmax";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => inputs[0].Shape.Rank == 2
        ? inputs[0]
        : throw new ShapeException($"'Softmax' takes rows [n, classes], but is given {inputs[0].Shape}");

    /// <summary><c>p · (v − Σ p·v)</c>: the product of a cotangent with the softmax's Jacobian.</summary>
    public static Node PullBack(GraphBuilder builder, Node probabilities, Node cotangent)
    {
        Node weighted = builder.Multiply(probabilities, cotangent);
        Node mean = builder.Broadcast(builder.Sum(weighted, [1]), probabilities.Shape, [1]);
        return builder.Subtract(weighted, builder.Multiply(probabilities, mean));
    }

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) =>
        adjoints.Add(node.Inputs[0], () => PullBack(adjoints.Builder, node, cotangent));

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context) =>
        ForEachRow(inputs[0], (_, start, classes, logSum) =>
        {
            for (int i = start; i < start + classes; i++)
            {
                result.Values[i] = Math.Exp(inputs[0].Values[i] - logSum);
            }
        });
}
