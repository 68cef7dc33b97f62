using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Simplify;

namespace Adjoint.Compiler.Fuse;

/// <summary>Steps of a state until it settles.</summary>
internal sealed class FixedPointKernel : LoopKernel
{
    private FixedPointKernel(Node node, IReadOnlyList<Kernel> kernels, LoopState state, IReadOnlyList<(Node Argument, Node Value)> captured)
        : base(Split(kernels, captured.Select(static pair => pair.Argument), static _ => false), [state], captured)
    {
        Node = node;
        Operation = (FixedPoint)node.Operation;
        Reads = Some([state.Initial.Operation is Fill ? null : state.Initial, .. captured.Select(static pair => pair.Value)]);
    }

    public Node Node { get; }

    public FixedPoint Operation { get; }

    public override IReadOnlyList<Node> Reads { get; }

    public override IReadOnlyList<Node> Writes => [Node];

    public override IReadOnlyList<Node> Computes => [Node];

    public override IReadOnlyList<Node> Kept => [States[0].Next];

    public override bool HasPlace(Node value) => false;

    /// <summary>The kernel of a fixed point.</summary>
    public static FixedPointKernel Of(Node node)
    {
        Node[] inputs = [.. StoredValues.Inputs(node)];
        Graph simple = Rewriter.Run(((FixedPoint)node.Operation).Step, AlgebraicRules.Derived);
        Graph step = WithOwnMemory(TurnedMatrices.Of(Rewriter.Run(simple, KernelForms.All), static argument => argument.Index > 0));
        Node next = StoredValues.Root(step.Outputs[0].Value);
        Node[] arguments = [.. step.Nodes.Where(static argument => argument.Operation is BoundLeaf)];
        Node state = arguments.FirstOrDefault(static argument => IndexOf(argument) == 0)
            ?? new Node(-1, new BoundLeaf(0, node.Type), [], node.Type, node.Origin);
        return new FixedPointKernel(
            node,
            FusionPass.RunStep(step),
            new LoopState(state, inputs[0], next, node, IsInPlace: false),
            [.. arguments.Where(argument => argument != state).Select(argument => (argument, inputs[IndexOf(argument)]))]);
    }

    /// <summary>A next state that is the state itself is copied, so that the two can be compared.</summary>
    private static Graph WithOwnMemory(Graph step)
    {
        (GraphBuilder builder, Graph graph) = GraphBuilder.From(step);
        Output next = graph.Outputs[0];
        return StoredValues.Root(next.Value).Operation is BoundLeaf { Index: 0 }
            ? builder.Build([next with { Value = builder.Add(new Copy(), next.Value) }])
            : graph;
    }

    private static int IndexOf(Node argument) => ((BoundLeaf)argument.Operation).Index;
}
