using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Operations;

/// <summary>
/// The softmax of square matrices' rows up to the diagonal, and zero above it: each step of a sequence weighs itself and those before. What is above the diagonal
/// of the input is not read. A row with NaN, with +∞ or of −∞ alone gives NaN up to the diagonal.
/// </summary>
internal sealed record LowerSoftmax : RowOperation
{
    public override string Name => "LowerSoftmax";

    /// <summary>Whether values of a shape are square matrices along their last two axes.</summary>
    public static bool Takes(Shape shape) => shape.Rank > 1 && shape[shape.Rank - 1] == shape[shape.Rank - 2];

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        ExpectLogits(inputs[0]);
        return Takes(inputs[0].Shape) ? inputs[0] : throw new ShapeException($"'{Name}' takes square matrices f32[..., T, T], but is given {inputs[0]}");
    }

    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) =>
        SampleRole.Common(inputs).Jointly.Beside(axis => axis >= node.Shape.Rank - 2);

    /// <summary>Those of the softmax for each element up to the diagonal, of which there are <c>T (T + 1) / 2</c> in a matrix.</summary>
    public override Size Flops(Node node)
    {
        Size size = node.Shape[node.Shape.Rank - 1];
        return Size.Product(node.Shape.Take(node.Shape.Rank - 2)) * size * (size + 1) * 10;
    }

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) =>
        adjoints.Add(node.Inputs[0], () => Softmax.PullBack(adjoints.Builder, node, cotangent));

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        int size = result.Shape[result.Shape.Length - 1];
        double[] x = inputs[0].Values;
        for (int start = 0; start < result.Values.Length; start += size)
        {
            int length = (start / size % size) + 1;
            double largest = x.Skip(start).Take(length).Max();
            double sum = x.Skip(start).Take(length).Sum(value => Math.Exp(value - largest));
            for (int i = start; i < start + length; i++)
            {
                result.Values[i] = Math.Exp(x[i] - largest) / sum;
            }
        }
    }
}
