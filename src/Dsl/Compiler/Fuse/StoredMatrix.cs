using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Fuse;

/// <summary>A value as a matrix, or a batch of matrices.</summary>
/// <param name="Value">The value.</param>
/// <param name="IsTransposed">Whether columns are stored one after another, rather than rows.</param>
/// <param name="Abreast">How many matrices lie abreast, so that their rows as stored alternate; 1 when each has a place of its own.</param>
internal sealed record StoredMatrix(Node Value, bool IsTransposed, Size Abreast)
{
    /// <summary>The run of the value's elements that is the matrix; null for all of them.</summary>
    public (Size Start, Size Length)? Run { get; init; }

    /// <summary>Whether rows and columns, as stored, are the last two axes of the value.</summary>
    public bool IsAlongLastAxes { get; init; }

    /// <summary>Whether each matrix, as stored, is zero above its diagonal.</summary>
    public bool IsLower { get; init; }

    /// <summary>Whether a node is a run of the elements of a leaf: positions of the first axis.</summary>
    public static bool IsRun(Node node) => node.Operation is Slice { Axis: 0 } && StoredValues.Root(node.Inputs[0]).Operation is Leaf;

    /// <summary>The same as it is in memory.</summary>
    /// <param name="isUnstored">Whether a run is read where it is.</param>
    public StoredMatrix InMemory(Func<Node, bool> isUnstored)
    {
        Node root = StoredValues.Root(Value);
        return IsRun(root) && isUnstored(root)
            ? this with { Value = StoredValues.Root(root.Inputs[0]), Run = (((Slice)root.Operation).Start * Size.Product(root.Shape.Skip(1)), root.Shape.Count) }
            : this with { Value = root };
    }

    /// <summary>A value read as matrices; null when its axes stand in an order that has no such reading.</summary>
    /// <param name="value">The value.</param>
    /// <param name="letters">Its axes.</param>
    /// <param name="batch">The axes of the batch, in the order in which the products are counted.</param>
    /// <param name="rows">Those of the rows.</param>
    /// <param name="columns">Those of the columns.</param>
    public static StoredMatrix? Of(Node value, string letters, string batch, string rows, string columns) =>
        Layout(letters, batch, rows, columns) is var (isTransposed, abreast)
            ? new StoredMatrix(value, isTransposed, Size.Product(value.Shape.Where((_, axis) => abreast.IndexOf(letters[axis]) >= 0)))
            {
                IsAlongLastAxes = rows.Length == 1 && columns.Length == 1 && abreast.Length == 0,
            }
            : null;

    /// <summary>How axes lie: whether transposed, and the axes of the batch that lie between rows and columns; null when they lie otherwise.</summary>
    public static (bool IsTransposed, string Abreast)? Layout(string letters, string batch, string rows, string columns)
    {
        for (int outer = batch.Length; outer >= 0; outer--)
        {
            (string apart, string abreast) = (batch.Substring(0, outer), batch.Substring(outer));
            if (letters == apart + rows + abreast + columns)
            {
                return (false, abreast);
            }

            if (letters == apart + columns + abreast + rows)
            {
                return (true, abreast);
            }
        }

        return null;
    }
}
