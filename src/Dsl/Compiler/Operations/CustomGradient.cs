using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Operations;

/// <summary>
/// The value of its first input, with a derivative that is given: inputs are <c>value, x1 … xk</c>, the result is <c>value</c>, and a
/// cotangent goes to <c>x1 … xk</c> as the backward function says, whatever <c>value</c> was computed from. Nothing flows to
/// <c>value</c> itself. It has served when the graph is derived, and vanishes then.
/// </summary>
/// <param name="Backward">From <c>x1 … xk</c> and the cotangent of the value to the cotangents of <c>x1 … xk</c>.</param>
internal sealed record CustomGradient(Graph Backward) : Operation
{
    public override string Name => "CustomGradient";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        int count = inputs.Count - 1;
        if (Backward.Outputs.Count != count)
        {
            throw new ShapeException($"A backward function gives one derivative for each of the {count} values, but gives {Backward.Outputs.Count}");
        }

        foreach (BoundLeaf argument in Backward.Nodes.Select(static node => node.Operation).OfType<BoundLeaf>())
        {
            TensorType expected = argument.Index < count ? inputs[argument.Index + 1] : inputs[0];
            if (argument.Index > count || argument.Type != expected)
            {
                throw new ShapeException($"A backward function takes {expected} as argument {argument.Index + 1}, but declares {argument.Type}");
            }
        }

        for (int i = 0; i < count; i++)
        {
            if (Backward.Outputs[i].Value.Type != inputs[i + 1])
            {
                throw new ShapeException($"The derivative by a value of type {inputs[i + 1]} has that type, but the backward function gives {Backward.Outputs[i].Value.Type}");
            }
        }

        return inputs[0];
    }

    public override IEnumerable<Node> DifferentiableInputs(Node node) => node.Inputs.Skip(1);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        IReadOnlyList<Node>? derivatives = null;
        for (int i = 1; i < node.Inputs.Count; i++)
        {
            int index = i - 1;
            adjoints.Add(node.Inputs[i], () => (derivatives ??= Spliced())[index]);
        }

        IReadOnlyList<Node> Spliced() =>
            adjoints.Builder.Splice(Backward, [.. node.Inputs.Skip(1), cotangent], adjoints.Builder.Origin);
    }

    public override Size Flops(Node node) => Size.Zero;

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context) =>
        inputs[0].Values.CopyTo(result.Values, 0);
}
