using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Operations;

/// <summary>An operation on rows of logits <c>[…, classes]</c> with a label for each row, <c>i32[…]</c>.</summary>
internal abstract record LabelledRowOperation : RowOperation
{
    protected void ExpectLabels(IReadOnlyList<TensorType> inputs)
    {
        ExpectLogits(inputs[0]);
        TensorType expected = TensorType.Int(Rows(inputs[0].Shape));
        if (inputs[1] != expected)
        {
            throw new ShapeException($"'{Name}' of logits {inputs[0]} takes labels {expected}, but is given {inputs[1]}");
        }
    }
}

/// <summary>
/// <c>log Σ exp(x) − x[label]</c> per row. Derivative by the logits: <c>softmax(x) − onehot(label)</c>.
/// </summary>
internal sealed record CrossEntropy : LabelledRowOperation
{
    public override string Name => "CrossEntropy";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        ExpectLabels(inputs);
        return TensorType.Float(Rows(inputs[0].Shape));
    }

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        GraphBuilder builder = adjoints.Builder;
        (Node logits, Node labels) = (node.Inputs[0], node.Inputs[1]);
        adjoints.Add(logits, () => builder.Multiply(
            builder.Add(new CrossEntropyResidual(), logits, labels),
            builder.Broadcast(cotangent, logits.Shape, [logits.Shape.Rank - 1])));
    }

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context) =>
        ForEachRow(inputs[0], (row, start, _, logSum) => result.Values[row] = logSum - inputs[0].Values[start + (int)inputs[1].Values[row]]);
}

/// <summary><c>softmax(x) − onehot(label)</c> per row. Its Jacobian is that of the softmax.</summary>
internal sealed record CrossEntropyResidual : LabelledRowOperation
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
