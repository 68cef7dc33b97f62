using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Fuse;

/// <summary>
/// How a contraction reads as a matrix product of stored matrices, each perhaps transposed. Axes that stay together are one
/// axis of the matrix: with <c>nti,io→nto</c> the rows are n·t.
/// </summary>
/// <param name="Left">The left matrix.</param>
/// <param name="LeftTransposed">Whether it is stored as columns × rows.</param>
/// <param name="Right">The right matrix.</param>
/// <param name="RightTransposed">Whether it is stored as columns × rows.</param>
/// <param name="Rows">The rows of the result.</param>
/// <param name="Inner">The summed size.</param>
/// <param name="Columns">The columns of the result.</param>
internal sealed record GemmForm(Node Left, bool LeftTransposed, Node Right, bool RightTransposed, Size Rows, Size Inner, Size Columns)
{
    /// <summary>The form of a contraction; null when there is none.</summary>
    public static GemmForm? Of(Node node)
    {
        Contract contract = (Contract)node.Operation;
        string result = contract.Result;
        string inner = new([.. contract.Left.Where(letter => result.IndexOf(letter) < 0)]);

        // The result's axes come from the left and then the right input, or the other way round.
        return Try(node.Inputs[0], contract.Left, node.Inputs[1], contract.Right) ?? Try(node.Inputs[1], contract.Right, node.Inputs[0], contract.Left);

        GemmForm? Try(Node left, string leftLetters, Node right, string rightLetters)
        {
            string rows = new([.. leftLetters.Where(letter => inner.IndexOf(letter) < 0)]);
            string columns = new([.. rightLetters.Where(letter => inner.IndexOf(letter) < 0)]);
            if (rows + columns != result || rows.Intersect(columns).Any())
            {
                return null;
            }

            bool? leftTransposed = leftLetters == rows + inner ? false : leftLetters == inner + rows ? true : null;
            bool? rightTransposed = rightLetters == inner + columns ? false : rightLetters == columns + inner ? true : null;
            return leftTransposed is null || rightTransposed is null
                ? null
                : new GemmForm(
                    left, leftTransposed.Value, right, rightTransposed.Value, SizeOf(left, leftLetters, rows), SizeOf(left, leftLetters, inner), SizeOf(right, rightLetters, columns));
        }

        static Size SizeOf(Node input, string letters, string wanted) => Size.Product(wanted.Select(letter => input.Shape[letters.IndexOf(letter)]));
    }
}
