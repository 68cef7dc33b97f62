using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Differentiate;

/// <summary>
/// A part of a gradient, computed alone: the positions are taken of what the gradient is made of, as far down as that makes less work. Of the rows of a
/// product only those of its left factor are needed, of a convolution's kernel gradient only some channels of the image.
/// </summary>
internal static class Narrowing
{
    /// <summary>The trained positions of a gradient.</summary>
    /// <param name="builder">Where expressions are added.</param>
    /// <param name="gradient">The gradient of a whole parameter.</param>
    /// <param name="slice">The positions.</param>
    public static Node Of(GraphBuilder builder, Node gradient, TrainedSlice slice)
    {
        builder.Origin = gradient.Origin;
        return Narrow(builder, gradient, slice.Axis, slice.Runs);
    }

    private static Node Narrow(GraphBuilder builder, Node value, int axis, EquatableArray<PositionRun> runs)
    {
        switch (value.Operation)
        {
            case Contract contract:
                char letter = contract.Result[axis];
                return builder.Add(contract, Factor(contract.Left, value.Inputs[0]), Factor(contract.Right, value.Inputs[1]));

                Node Factor(string letters, Node factor) =>
                    letters.IndexOf(letter) is >= 0 and int place ? Narrow(builder, factor, place, runs) : factor;
            case ConvolutionKernelGradient { Groups: 1 } when axis < 2:
                return axis == 0
                    ? builder.Add(value.Operation, value.Inputs[0], Narrow(builder, value.Inputs[1], 1, runs))
                    : builder.Add(value.Operation, Narrow(builder, value.Inputs[0], 1, runs), value.Inputs[1]);
            case Add or Subtract or Negate when value.Origin.IsGradient:
                return builder.Add(value.Operation, [.. value.Inputs.Select(input => Narrow(builder, input, axis, runs))]);
            case Permute permute:
                return builder.Add(permute, Narrow(builder, value.Inputs[0], permute.Order[axis], runs));
            default:
                Node[] parts = [.. runs.Select(run => builder.Slice(value, axis, run.Start, run.Length))];
                return parts.Length == 1 ? parts[0] : builder.Concat(axis, parts);
        }
    }
}
