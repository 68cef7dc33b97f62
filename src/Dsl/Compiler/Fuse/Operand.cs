using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Simplify;

namespace Adjoint.Compiler.Fuse;

/// <summary>
/// A value that an element-wise expression reads: as it is stored, or repeated along new axes while it is read. The stored values of a
/// repeated one each stand for some neighbouring elements, and start over when they are through.
/// </summary>
/// <param name="Value">The value in the expression.</param>
/// <param name="Memory">The stored value.</param>
/// <param name="Each">How many neighbouring elements a stored value stands for; null when the value is not repeated.</param>
internal sealed record Operand(Node Value, Node Memory, Size? Each)
{
    public static Operand Of(Node value, bool isRepeated) => isRepeated
        ? new Operand(value, StoredValues.Root(value.Inputs[0]), Size.Product(value.Shape.Skip(Kept(value).End)))
        : new Operand(value, value, null);

    /// <summary>Whether a value can be repeated while it is read: what it repeats is one run of axes.</summary>
    public static bool CanRepeat(Node value) =>
        value.Operation is Broadcast { NewAxes: var axes } && KernelForms.LeavesOneRun(axes, value.Shape.Rank);

    /// <summary>Whether a sum can read a repeated value row by row: it changes between the sum's rows, or runs along with them.</summary>
    public static bool CanRepeatIn(Node sum, Node value)
    {
        int rank = value.Shape.Rank;
        int end = Enumerable.Range(0, rank).Where(axis => !((Sum)sum.Operation).Over.Contains(axis)).Select(static axis => axis + 1).DefaultIfEmpty(0).Last();
        (int first, int last) = Kept(value);
        return sum.Inputs[0].Shape == value.Shape && end > 0 && end < rank && (last <= end || (last == rank && first <= end));
    }

    /// <summary>The run of axes that the repeated value has; none of them is <c>(0, 0)</c>.</summary>
    private static (int First, int End) Kept(Node value)
    {
        int[] kept = [.. Enumerable.Range(0, value.Shape.Rank).Where(axis => !((Broadcast)value.Operation).NewAxes.Contains(axis))];
        return kept.Length == 0 ? (0, 0) : (kept[0], kept[kept.Length - 1] + 1);
    }
}
