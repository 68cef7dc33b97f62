using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

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
        Shape sample = values.Select(FunctionCall.SampleOf).Aggregate((left, right) => Common(call, left, right));
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

    private static Shape Common(FunctionCall call, Shape left, Shape right)
    {
        int rank = Math.Max(left.Rank, right.Rank);
        Size[] axes = new Size[rank];
        for (int i = 1; i <= rank; i++)
        {
            Size a = i <= left.Rank ? left[left.Rank - i] : Size.One;
            Size b = i <= right.Rank ? right[right.Rank - i] : Size.One;
            axes[rank - i] = a == b || b == Size.One ? a
                : a == Size.One ? b
                : throw call.Error(Rules.AxesDisagree, left.ToString(), right.ToString(), a.ToString(), b.ToString());
        }

        return new Shape(axes.ToEquatableArray());
    }
}
