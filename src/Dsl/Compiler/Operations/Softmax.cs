using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Operations;

/// <summary><c>exp(x) / Σ exp(x)</c> per row. A row with NaN, with +∞ or of −∞ alone gives NaN.</summary>
internal sealed record Softmax : RowOperation
{
    public override string Name => "Softmax";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        ExpectLogits(inputs[0]);
        return inputs[0];
    }

    /// <summary><c>p · (v − Σ p·v)</c>: the product of a cotangent with the softmax's Jacobian.</summary>
    public static Node PullBack(GraphBuilder builder, Node probabilities, Node cotangent)
    {
        Node weighted = builder.Multiply(probabilities, cotangent);
        int last = probabilities.Shape.Rank - 1;
        Node mean = builder.Broadcast(builder.Sum(weighted, [last]), probabilities.Shape, [last]);
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

/// <summary>
/// The logarithm of the softmax, <c>x − log Σ exp(x)</c> per row. Derivative: <c>v − exp(y) · Σ v</c> for a cotangent v.
/// </summary>
internal sealed record LogSoftmax : RowOperation
{
    public override string Name => "LogSoftmax";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        ExpectLogits(inputs[0]);
        return inputs[0];
    }

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        GraphBuilder builder = adjoints.Builder;
        int last = node.Shape.Rank - 1;
        adjoints.Add(node.Inputs[0], () => builder.Subtract(
            cotangent,
            builder.Multiply(builder.Exp(node), builder.Broadcast(builder.Sum(cotangent, [last]), node.Shape, [last]))));
    }

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context) =>
        ForEachRow(inputs[0], (_, start, classes, logSum) =>
        {
            for (int i = start; i < start + classes; i++)
            {
                result.Values[i] = inputs[0].Values[i] - logSum;
            }
        });
}
