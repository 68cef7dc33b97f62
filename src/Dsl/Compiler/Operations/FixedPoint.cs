using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Operations;

/// <summary>
/// The value <c>z = f(z, c)</c> that repeated steps come to: from a start, <c>z ← f(z, c)</c> until no element changes by more than
/// the tolerance, or for a number of steps. Inputs are the start and the captured values <c>c</c>. The derivative is that of the
/// solution (the implicit function theorem), not of the way to it, so nothing is kept of the steps. It holds where <c>f</c> is a
/// contraction near the solution and the steps have come close to it; the start then has no influence and gets no derivative.
/// </summary>
/// <param name="Step"><c>f</c>: from z and the captured values to z.</param>
/// <param name="Iterations">The most steps.</param>
/// <param name="Tolerance">The largest change of an element that counts as none; NaN never does.</param>
internal sealed record FixedPoint(Graph Step, int Iterations, double Tolerance) : Operation
{
    public override string Name => "FixedPoint";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        if (Step.Outputs[0].Value.Type is { } next && next != inputs[0])
        {
            throw new ShapeException($"A fixed point keeps its shape, but starts as {inputs[0]} and becomes {next}");
        }

        foreach (BoundLeaf argument in Step.Nodes.Select(static node => node.Operation).OfType<BoundLeaf>())
        {
            if (argument.Index >= inputs.Count || argument.Type != inputs[argument.Index])
            {
                throw new ShapeException($"'FixedPoint' takes {argument.Type} as value {argument.Index + 1}, but is given {string.Join(", ", inputs)}");
            }
        }

        return inputs[0];
    }

    public override IEnumerable<Node> DifferentiableInputs(Node node) => node.Inputs.Skip(1);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        GraphBuilder builder = adjoints.Builder;
        Node[] needed = [.. node.Inputs.Skip(1).Distinct().Where(adjoints.Needs)];
        builder.Origin = node.Origin with { IsGradient = true };
        Node solved = SolveAdjoint(builder, node, cotangent);

        // dz/dc = (1 - df/dz)⁻¹ df/dc, so that the solved cotangent goes through one step at the solution.
        FunctionBuilder pull = new(builder);
        Node[] arguments = [pull.Capture(node), .. node.Inputs.Skip(1).Select(pull.Capture)];
        Node next = pull.Body.Splice(Step, arguments)[0];
        Node[] by = [.. needed.Select(pull.Capture)];
        IReadOnlyList<Node?> derivatives = ReverseMode.Gradient(pull.Body, [(next, pull.Capture(solved))], by);
        Node[] reached = [.. needed.Where((_, i) => derivatives[i] is not null)];
        (Graph function, IReadOnlyList<Node> captured) = pull.Build([], [.. derivatives.OfType<Node>()]);
        IReadOnlyList<Node> contributions = builder.Splice(function, captured);
        for (int i = 0; i < reached.Length; i++)
        {
            Node contribution = contributions[i];
            adjoints.Add(reached[i], () => contribution);
        }
    }

    public override Size Flops(Node node) =>
        Step.Nodes.Aggregate(Size.Zero, static (sum, step) => sum + step.Operation.Flops(step)) * Iterations;

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        Tensor state = inputs[0];
        for (int i = 0; i < Iterations; i++)
        {
            Tensor next = Functions.Evaluate(Step, [state, .. inputs.Skip(1)], context)[0];
            bool isSettled = next.Values.Zip(state.Values, (after, before) => Math.Abs(after - before) <= Tolerance).All(static same => same);
            state = next;
            if (isSettled)
            {
                break;
            }
        }

        state.Values.CopyTo(result.Values, 0);
    }

    /// <summary><c>λ = dy + (df/dz)ᵀ λ</c>, by the same number of steps of the same exactness.</summary>
    private Node SolveAdjoint(GraphBuilder builder, Node node, Node cotangent)
    {
        FixedPointBuilder adjoint = new(builder, cotangent, Iterations, Tolerance);
        Node[] arguments = [adjoint.Capture(node), .. node.Inputs.Skip(1).Select(adjoint.Capture)];
        Node next = adjoint.Step.Splice(Step, arguments)[0];
        return ReverseMode.Gradient(adjoint.Step, [(next, adjoint.State)], [arguments[0]])[0] is { } through
            ? adjoint.Build(adjoint.Step.Add(adjoint.Capture(cotangent), through))
            : cotangent;
    }
}
