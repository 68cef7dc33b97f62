using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Simplify;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Fuse;

/// <summary>
/// Right-hand matrices of a loop's products that are the same in every step and stored transposed, as a recurrent layer's weights are in its backward pass: a product would turn such
/// a matrix in every step, to read it by rows. Turned by an operation of its own it is turned once, before the first step.
/// </summary>
internal static class TurnedMatrices
{
    /// <summary>A step whose products read such matrices by rows.</summary>
    /// <param name="step">The step, in forms that have kernels.</param>
    /// <param name="isCaptured">Whether an argument is the same in every step.</param>
    public static Graph Of(Graph step, Func<BoundLeaf, bool> isCaptured) => Rewriter.Run(step, [(builder, node) => Turned(builder, node, isCaptured)]);

    private static Node? Turned(GraphBuilder builder, Node node, Func<BoundLeaf, bool> isCaptured)
    {
        if (node.Operation is not Contract contract
            || node.Inputs[0] == node.Inputs[1]
            || GemmForm.Of(node) is not { Batch: null, Right: { IsTransposed: true, Value: var matrix } }
            || StoredValues.Root(matrix).Operation is not BoundLeaf argument
            || !isCaptured(argument))
        {
            return null;
        }

        bool isRight = matrix == node.Inputs[1];
        string letters = isRight ? contract.Right : contract.Left;
        int columns = (isRight ? contract.Columns : contract.Rows).Length;
        string turned = letters.Substring(columns) + letters.Substring(0, columns);
        Node value = builder.Permute(matrix, turned.Select(letter => letters.IndexOf(letter)).ToEquatableArray());
        return isRight
            ? builder.Add(contract with { Right = turned }, node.Inputs[0], value)
            : builder.Add(contract with { Left = turned }, value, node.Inputs[1]);
    }
}
