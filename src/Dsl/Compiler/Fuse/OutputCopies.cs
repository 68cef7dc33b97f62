using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;

namespace Adjoint.Compiler.Fuse;

/// <summary>
/// An output has memory of its own. One that is a leaf, or the same value as an earlier output, is copied there at the end, and so is what
/// a running value becomes: the old value may be read until then.
/// </summary>
internal static class OutputCopies
{
    public static IEnumerable<CopyKernel> Of(Graph graph)
    {
        HashSet<Node> taken = [];
        foreach (Output output in graph.Outputs)
        {
            Node root = StoredValues.Root(output.Value);
            if (root.Operation is Leaf || output.Target is StateOutput || !taken.Add(root))
            {
                yield return new CopyKernel(root, output);
            }
        }
    }
}
