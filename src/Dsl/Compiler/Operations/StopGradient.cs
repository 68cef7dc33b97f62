using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Operations;

/// <summary>The same value, taken as a constant: no derivative flows through it. It has served when the graph is derived, and vanishes then.</summary>
internal sealed record StopGradient : Operation
{
    public override string Name => "StopGradient";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => inputs[0];

    public override IEnumerable<Node> DifferentiableInputs(Node node) => [];

    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) => inputs[0];

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
    }

    public override Size Flops(Node node) => Size.Zero;

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context) =>
        inputs[0].Values.CopyTo(result.Values, 0);
}
