using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Functions;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Trace;

namespace Adjoint.Compiler.Checks;

/// <summary>Shapes that fit, and yet put together what does not belong together.</summary>
internal static class ShapeMistakes
{
    /// <summary>The losses that compare element with element.</summary>
    private static readonly HashSet<string> Compares =
        new(["SquaredError", "AbsoluteError", "Huber", "SmoothL1", "Hinge", "SigmoidCrossEntropy", "SigmoidFocal"], StringComparer.Ordinal);

    public static IEnumerable<CompilerError> Check(Calls calls)
    {
        foreach (TracedCall call in calls.All.Where(static call => call.IsOwn))
        {
            if (Compares.Contains(call.Name) && Repeated(call.Arguments[0], call.Arguments[1]) is { } fix)
            {
                yield return new CompilerError(
                    Rules.RepeatedTarget, call.Origin, [call.Name, FunctionCall.Written(call.Arguments[0]), FunctionCall.Written(call.Arguments[1]), fix])
                {
                    Related = Provenance.Related(call.Arguments),
                };
            }
            else if (call.Name == "Reshape" && Moved(FunctionCall.SampleOf(call.Arguments[0]), FunctionCall.SampleOf(call.Result)) is var (axis, before, after))
            {
                yield return new CompilerError(
                    Rules.MovedAxis, call.Origin, [FunctionCall.Written(call.Arguments[0]), FunctionCall.Written(call.Result), Wording.Of(axis), Wording.Of(before), Wording.Of(after)])
                {
                    Related = Provenance.Related([call.Arguments[0]]),
                };
            }
        }
    }

    /// <summary>How to compare element with element, where a loss repeats the output or the target to the other's shape; null where it does not.</summary>
    private static string? Repeated(Node output, Node target)
    {
        (Shape left, Shape right) = (FunctionCall.SampleOf(output), FunctionCall.SampleOf(target));
        if (output.Operation is Fill || target.Operation is Fill || left.Count == right.Count && left.Rank == right.Rank)
        {
            return null;
        }

        // Axes of size 1 in front change no element's partner.
        return Trimmed(left).SequenceEqual(Trimmed(right)) ? null
            : left.Where(static size => size != Size.One).SequenceEqual(right.Where(static size => size != Size.One)) ? ", as by Squeeze on the axis of size 1"
            : string.Empty;
    }

    private static IEnumerable<Size> Trimmed(Shape shape) => shape.SkipWhile(static size => size == Size.One);

    /// <summary>
    /// A named axis that is kept in name and yet begins anew at other elements, since another number of elements follows it; null when there
    /// is none.
    /// </summary>
    private static (Size Axis, Size Before, Size After)? Moved(Shape from, Shape to)
    {
        foreach (Size axis in from.Where(static size => !size.IsConstant))
        {
            if (from.Count(size => size == axis) == 1 && to.Count(size => size == axis) == 1)
            {
                Size before = Size.Product(from.SkipWhile(size => size != axis).Skip(1));
                Size after = Size.Product(to.SkipWhile(size => size != axis).Skip(1));
                if (before.IsConstant && after.IsConstant && before != after)
                {
                    return (axis, before, after);
                }
            }
        }

        return null;
    }
}
