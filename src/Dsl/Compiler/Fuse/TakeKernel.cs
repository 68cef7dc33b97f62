using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;

namespace Adjoint.Compiler.Fuse;

/// <summary>Some runs of positions of a value, one after the other. They may take the place of the value, where those that are left move up.</summary>
internal sealed class TakeKernel(Node node) : Kernel
{
    /// <summary>The slice, or the slices of one value that are joined.</summary>
    public Node Node { get; } = node;

    public Node Source { get; } = StoredValues.Root(SlicesOf(node)[0].Inputs[0]);

    /// <summary>The slices, in order.</summary>
    public IReadOnlyList<Node> Slices { get; } = SlicesOf(node);

    public override IReadOnlyList<Node> Reads => [Source];

    public override IReadOnlyList<Node> Writes => [Node];

    public override IReadOnlyList<Node> Computes => [Node];

    /// <summary>Moving up is one thread's work: it is done where memory is short, in the backward pass.</summary>
    public override bool Shrinks => Node.Origin.IsGradient;

    public override bool MayOverwrite(Node read) => true;

    /// <summary>The slices around a node that are never stored: rows of a weight, where products alone read them, and runs that are joined.</summary>
    public static IEnumerable<Node> Unstored(Node node, StoredValues values) =>
        Joins(node, values) ? node.Inputs
        : StoredMatrix.IsRun(node) && values.Users(node) is { Count: > 0 } users && users.All(static user => user.Operation is Contract) && !values.IsOutput(node) ? [node]
        : [];

    /// <summary>Whether what is joined are ascending runs of one value, which nobody else asks for. What was kept of a value is there without the value.</summary>
    public static bool Joins(Node node, StoredValues values)
    {
        if (node.Operation is not Concat { Axis: var axis })
        {
            return false;
        }

        Node first = node.Inputs[0];
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            if (node.Inputs[i] is not { Operation: Slice { Axis: var along, Start.IsConstant: true, Length.IsConstant: true } slice } run
                || along != axis || run.Inputs[0] != first.Inputs[0] || run.Origin.IsKept || values.OnlyUser(run) != node
                || (i > 0 && slice.Start.Constant < End(node.Inputs[i - 1])))
            {
                return false;
            }
        }

        return true;

        static long End(Node run) => ((Slice)run.Operation).Start.Constant + ((Slice)run.Operation).Length.Constant;
    }

    private static IReadOnlyList<Node> SlicesOf(Node node) => node.Operation is Slice ? [node] : node.Inputs;
}
