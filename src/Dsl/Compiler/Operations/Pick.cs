using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Operations;

/// <summary>
/// From each row of <c>x f32[…, classes]</c> the element that <c>i32[…]</c> names. An index that is no class is an error when the
/// program runs. The derivative by <c>x</c> is zero but for the elements picked.
/// </summary>
internal sealed record Pick : Operation
{
    public override string Name => "Pick";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        (TensorType x, TensorType indices) = (inputs[0], inputs[1]);
        return x.Element == ElementType.Float32 && x.Shape.Rank > 0 && indices == TensorType.Int(Rows(x.Shape))
            ? TensorType.Float(indices.Shape)
            : throw new ShapeException($"'Pick' takes f32[…, classes] and an index i32[…] for each row, but is given {x} and {indices}");

        static Shape Rows(Shape shape) => new(shape.Take(shape.Rank - 1).ToEquatableArray());
    }

    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) =>
        SampleRole.Common(inputs).Jointly.Beside(axis => axis == node.Shape.Rank);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        (Node x, Node indices) = (node.Inputs[0], node.Inputs[1]);
        adjoints.Add(x, () => adjoints.Builder.Spread(indices, cotangent, x.Shape[x.Shape.Rank - 1]));
    }

    public override Size Flops(Node node) => Size.Zero;

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        int classes = inputs[0].Shape[inputs[0].Shape.Length - 1];
        for (int i = 0; i < result.Values.Length; i++)
        {
            result.Values[i] = inputs[0].Values[(i * classes) + Indices.At(inputs[1], i, classes)];
        }
    }
}

/// <summary>
/// Rows <c>f32[…, classes]</c> of zeros but for one element each, which <c>values f32[…]</c> gives and <c>indices i32[…]</c> place: the
/// transpose of <see cref="Pick"/>, linear in the values.
/// </summary>
/// <param name="Classes">The length of the rows.</param>
internal sealed record Spread(Size Classes) : Operation
{
    public override string Name => "Spread";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        (TensorType indices, TensorType values) = (inputs[0], inputs[1]);
        return indices.Element == ElementType.Int32 && values == TensorType.Float(indices.Shape)
            ? TensorType.Float(new Shape(indices.Shape.Append(Classes).ToEquatableArray()))
            : throw new ShapeException($"'Spread' takes indices i32[…] and a value for each, but is given {indices} and {values}");
    }

    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) => SampleRole.Common(inputs).Jointly;

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) =>
        adjoints.Add(node.Inputs[1], () => adjoints.Builder.Pick(cotangent, node.Inputs[0]));

    public override Size Flops(Node node) => Size.Zero;

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        int classes = result.Shape[result.Shape.Length - 1];
        for (int i = 0; i < inputs[1].Values.Length; i++)
        {
            result.Values[(i * classes) + Indices.At(inputs[0], i, classes)] = inputs[1].Values[i];
        }
    }
}

/// <summary>Rows <c>f32[…, classes]</c> of zeros with a one where <c>i32[…]</c> says.</summary>
/// <param name="Classes">The length of the rows.</param>
/// <param name="AllowsNone">Whether −1 is no class, which leaves its row zeros.</param>
internal sealed record OneHot(Size Classes, bool AllowsNone = false) : Operation
{
    public override string Name => "OneHot";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => inputs[0].Element == ElementType.Int32
        ? TensorType.Float(new Shape(inputs[0].Shape.Append(Classes).ToEquatableArray()))
        : throw new ShapeException($"'OneHot' takes indices i32[…], but is given {inputs[0]}");

    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) => inputs[0].Jointly;

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
    }

    public override Size Flops(Node node) => Size.Zero;

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        int classes = result.Shape[result.Shape.Length - 1];
        for (int i = 0; i < inputs[0].Values.Length; i++)
        {
            if (!AllowsNone || inputs[0].Values[i] != -1)
            {
                result.Values[(i * classes) + Indices.At(inputs[0], i, classes)] = 1;
            }
        }
    }
}
