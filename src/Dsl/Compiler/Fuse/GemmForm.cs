using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Fuse;

/// <summary>
/// How a contraction reads as a matrix product of stored matrices, each perhaps transposed, or as a batch of such products. Axes
/// that stay together are one axis of the matrix: with <c>nti,io→nto</c> the rows are n·t.
/// </summary>
/// <param name="Left">The left matrices.</param>
/// <param name="LeftTransposed">Whether they are stored as columns × rows.</param>
/// <param name="Right">The right matrices.</param>
/// <param name="RightTransposed">Whether they are stored as columns × rows.</param>
/// <param name="Batch">The number of products; null for a product of two matrices.</param>
/// <param name="Rows">The rows of the result.</param>
/// <param name="Inner">The summed size.</param>
/// <param name="Columns">The columns of the result.</param>
internal sealed record GemmForm(
    Node Left, bool LeftTransposed, Node Right, bool RightTransposed, Size? Batch, Size Rows, Size Inner, Size Columns)
{
    /// <summary>The form of a contraction; null when its axes stand in another order.</summary>
    public static GemmForm? Of(Node node)
    {
        Contract contract = (Contract)node.Operation;

        // The result's axes come from the left and then the right input, or the other way round.
        return Try(node.Inputs[0], contract.Left, contract.Rows, node.Inputs[1], contract.Right, contract.Columns)
            ?? Try(node.Inputs[1], contract.Right, contract.Columns, node.Inputs[0], contract.Left, contract.Rows);

        GemmForm? Try(Node left, string leftLetters, string rows, Node right, string rightLetters, string columns)
        {
            (string batch, string inner) = (contract.Batch, contract.Inner);
            bool? leftTransposed = leftLetters == batch + rows + inner ? false : leftLetters == batch + inner + rows ? true : null;
            bool? rightTransposed = rightLetters == batch + inner + columns ? false : rightLetters == batch + columns + inner ? true : null;
            return contract.Result != batch + rows + columns || leftTransposed is null || rightTransposed is null
                ? null
                : new GemmForm(
                    left,
                    leftTransposed.Value,
                    right,
                    rightTransposed.Value,
                    batch.Length == 0 ? null : SizeOf(left, leftLetters, batch),
                    SizeOf(left, leftLetters, rows),
                    SizeOf(left, leftLetters, inner),
                    SizeOf(right, rightLetters, columns));
        }

        static Size SizeOf(Node input, string letters, string wanted) => Size.Product(wanted.Select(letter => input.Shape[letters.IndexOf(letter)]));
    }
}
