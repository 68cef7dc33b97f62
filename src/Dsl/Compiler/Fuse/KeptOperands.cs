using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;

namespace Adjoint.Compiler.Fuse;

/// <summary>
/// What stays in memory for the backward pass because of a value that is not stored: what it is computed from again. A sum of two products, as a layer and its change of
/// low rank are, would keep both of them where it is one.
/// </summary>
internal sealed class KeptOperands(StoredValues values, Memory memory, Func<Node, bool> mustBeStored)
{
    /// <summary>
    /// Whether less stays in memory when a value of the forward pass, which the backward pass reads, is stored than when it is computed again. One that goes into
    /// another alone is left to that.
    /// </summary>
    public bool AreMoreThan(Node node) =>
        !IsLate(node)
        && values.OnlyUser(node) is null
        && memory.Operands(node).Count(operand => operand.Operation is not Leaf && !memory.IsRepeated(operand) && !IsReadLate(operand, node)) > 1
        && IsReadLate(node, null);

    /// <summary>Whether the backward pass reads a value, or computes from it what it reads, on another way than over one.</summary>
    private bool IsReadLate(Node value, Node? over)
    {
        HashSet<Node> seen = [];
        Stack<Node> open = new([value]);
        while (open.Count > 0)
        {
            foreach (Node user in values.Users(open.Pop()).Where(user => user != over && seen.Add(user)))
            {
                if (IsLate(user))
                {
                    return true;
                }

                // What is stored itself is read in the value's place.
                if (!mustBeStored(user))
                {
                    open.Push(user);
                }
            }
        }

        return false;
    }

    /// <summary>Whether a value is computed behind the forward pass. What forward kernels compute on their way for the backward pass is not.</summary>
    private static bool IsLate(Node node) =>
        node.Origin.IsAgain || (node.Origin.IsGradient && node.Operation is not (MaxPoolIndices or CrossEntropyResidual));
}
