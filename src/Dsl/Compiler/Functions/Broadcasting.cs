using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Trace;

namespace Adjoint.Compiler.Functions;

/// <summary>
/// Makes values of one shape: axes are matched from the last one backwards, an axis of size 1 is repeated, a missing one added. A value
/// that is the same for all samples, such as a weight, is repeated along the batch.
/// </summary>
internal static class Broadcasting
{
    /// <summary>The values under their common shape.</summary>
    public static Node[] Align(FunctionCall call, params Node[] values)
    {
        Shape sample = FunctionCall.SampleOf(values[0]);
        for (int i = 1; i < values.Length; i++)
        {
            sample = Common(call, sample, values[i - 1], values[i]);
        }

        Shape target = FunctionCall.Batched(values.Any(FunctionCall.HasBatch), sample);
        return [.. values.Select(value => To(call, value, target))];
    }

    /// <summary>A value repeated to a shape that its own fits.</summary>
    public static Node To(FunctionCall call, Node x, Shape target)
    {
        if (x.Shape == target)
        {
            return x;
        }

        if (x.Operation is Fill fill)
        {
            return call.Builder.Fill(target, fill.Value, fill.Divisor);
        }

        bool batched = target.HasBatch;
        int first = batched ? 1 : 0;
        Shape own = FunctionCall.SampleOf(x);
        int missing = target.Rank - first - own.Rank;
        List<Size> kept = [];
        List<int> added = [];
        for (int axis = 0; axis < target.Rank; axis++)
        {
            int ownAxis = axis - first - missing;
            bool isKept = axis < first ? FunctionCall.HasBatch(x) : ownAxis >= 0 && own[ownAxis] == target[axis];
            if (isKept)
            {
                kept.Add(target[axis]);
            }
            else
            {
                added.Add(axis);
            }
        }

        return call.Builder.Broadcast(call.Builder.Reshape(x, new Shape(kept.ToEquatableArray())), target, added.ToEquatableArray());
    }

    private static Shape Common(FunctionCall call, Shape left, Node before, Node value)
    {
        Shape right = FunctionCall.SampleOf(value);
        int rank = Math.Max(left.Rank, right.Rank);
        Size[] axes = new Size[rank];
        for (int i = 1; i <= rank; i++)
        {
            Size a = i <= left.Rank ? left[left.Rank - i] : Size.One;
            Size b = i <= right.Rank ? right[right.Rank - i] : Size.One;
            axes[rank - i] = a == b || b == Size.One ? a
                : a == Size.One ? b
                : throw call.Error(Rules.AxesDisagree, Wording.Of(left), Wording.Of(right), Wording.Of(a), Wording.Of(b), Fix(call, left, right, before, value));
        }

        return new Shape(axes.ToEquatableArray());
    }

    /// <summary>What would make two shapes agree, in the user's words.</summary>
    private static string Fix(FunctionCall call, Shape left, Shape right, Node before, Node value)
    {
        if (left.Rank != right.Rank)
        {
            (Shape small, Shape large) = left.Rank < right.Rank ? (left, right) : (right, left);
            return small.SequenceEqual(large.Take(small.Rank))
                ? $"axes are matched from the last one on, so give {Wording.Of(small)} a last axis of size 1 with Unsqueeze(x, -1)"
                : "make the sizes equal, or add an axis of size 1 with Unsqueeze";
        }

        // A weight is the easiest to change; else what comes second, as in x + Block(x).
        Node blamed = value.Operation is not ParameterLeaf && before.Operation is ParameterLeaf || value.Origin.IsUnnamed ? before : value;
        Shape other = blamed == value ? left : right;
        return IsPermuted(left, right) ? "put Transpose before one of them"
            : blamed.Origin.IsUnnamed || other.SelectMany(static size => size.Names).Contains(Size.BatchName) ? "make the sizes equal"
            : blamed.Operation switch
            {
                InputLeaf when blamed == before => "make the sizes equal",
                InputLeaf input => $"declare '{input.InputName}' as [Shape(\"{Wording.Of(other).Trim('[', ']')}\")]",
                ParameterLeaf or StateLeaf => $"give '{Provenance.NameOf(blamed, call.Scope.Path)}' the shape \"{Wording.Of(other).Trim('[', ']')}\"",
                _ => $"let '{Provenance.NameOf(blamed, call.Scope.Path)}' give {Wording.Of(other)}",
            };
    }

    private static bool IsPermuted(Shape left, Shape right) =>
        left.OrderBy(static size => size.ToString(), StringComparer.Ordinal).SequenceEqual(right.OrderBy(static size => size.ToString(), StringComparer.Ordinal));
}
