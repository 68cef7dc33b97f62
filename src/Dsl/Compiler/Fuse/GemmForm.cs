using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Fuse;

/// <summary>
/// How a contraction reads as a matrix product of stored matrices, each perhaps transposed, or as a batch of such products. Axes
/// that stay together are one axis of the matrix: with <c>nti,io→nto</c> the rows are n·t. Of a batch, matrices may lie abreast:
/// with <c>nthd,nshd→nhts</c> those of the heads h do in both inputs, and are one behind the other in the result.
/// </summary>
/// <param name="Left">The left matrices.</param>
/// <param name="Right">The right matrices.</param>
/// <param name="ResultAbreast">How many matrices of the result lie abreast.</param>
/// <param name="Batch">The number of products; null for a product of two matrices.</param>
/// <param name="Rows">The rows of the result.</param>
/// <param name="Inner">The summed size.</param>
/// <param name="Columns">The columns of the result.</param>
internal sealed record GemmForm(StoredMatrix Left, StoredMatrix Right, Size ResultAbreast, Size? Batch, Size Rows, Size Inner, Size Columns)
{
    /// <summary>Whether rows and columns of the results are the last two axes of what the contraction gives.</summary>
    public bool IsAlongLastAxes { get; init; }

    /// <summary>Whether nothing above the diagonals of the results is read.</summary>
    public bool IsLower { get; init; }

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
            return StoredMatrix.Of(left, leftLetters, batch, rows, inner) is { } stored
                && StoredMatrix.Of(right, rightLetters, batch, inner, columns) is { } other
                && StoredMatrix.Of(node, contract.Result, batch, rows, columns) is { IsTransposed: false } result
                ? new GemmForm(
                    stored,
                    other,
                    result.Abreast,
                    batch.Length == 0 ? null : SizeOf(left, leftLetters, batch),
                    SizeOf(left, leftLetters, rows),
                    SizeOf(left, leftLetters, inner),
                    SizeOf(right, rightLetters, columns))
                {
                    IsAlongLastAxes = result.IsAlongLastAxes,
                }
                : null;
        }

        static Size SizeOf(Node input, string letters, string wanted) => Size.Product(wanted.Select(letter => input.Shape[letters.IndexOf(letter)]));
    }
}
