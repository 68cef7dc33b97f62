using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Simplify;

namespace Adjoint.Compiler.Fuse;

/// <summary>
/// Joins sums that read the same values: what memory is waited for then comes once. So do the gradients of a normalisation's offset and
/// scale, which are the sums of one value and of its product with another.
/// </summary>
internal static class SumPairs
{
    // The operands that the kernel of two sums takes.
    private const int MostOperands = 4;

    /// <summary>The same kernels, of which some have become one, in the place of the first.</summary>
    public static IReadOnlyList<Kernel> Join(IReadOnlyList<Kernel> kernels)
    {
        List<Kernel> left = [.. kernels];
        for (int i = 0; i < left.Count; i++)
        {
            if (left[i] is SumKernel first && Partner(left, i, first) is { } second)
            {
                left.Remove(second);
                left[i] = Joined(first, second);
            }
        }

        return left;
    }

    /// <summary>The next sum that shares operands with a sum, and can be made in its place.</summary>
    private static SumKernel? Partner(List<Kernel> kernels, int place, SumKernel first)
    {
        HashSet<Graphs.Node> later = [.. first.Writes];
        for (int i = place + 1; i < kernels.Count; i++)
        {
            if (kernels[i] is SumKernel second && !second.Reads.Any(later.Contains) && Match(first, second))
            {
                return second;
            }

            later.UnionWith(kernels[i].Writes);
        }

        return null;
    }

    private static bool Match(SumKernel first, SumKernel second) =>
        first.Sum.Operation == second.Sum.Operation
        && first.Sum.Inputs[0].Shape == second.Sum.Inputs[0].Shape
        && KernelForms.LeavesOneRun(((Sum)first.Sum.Operation).Over, first.Sum.Inputs[0].Shape.Rank)
        && first.Map.Operands.Any(operand => operand.Each is null && second.Map.Operands.Contains(operand))
        && first.Map.Operands.Union(second.Map.Operands).Count() <= MostOperands;

    private static SumPairKernel Joined(SumKernel first, SumKernel second)
    {
        Operand[] operands = [.. first.Map.Operands.Union(second.Map.Operands)];
        return new SumPairKernel(With(first), With(second));

        SumKernel With(SumKernel sum) => new(sum.Sum, new Map(sum.Map.Result, operands, sum.Map.Body), sum.Scale, sum.Result);
    }
}
