using System.Collections.Immutable;

namespace Adjoint;

/// <summary>The gradient of a trained parameter, or of the part of it that is trained, in the buffer of an objective's gradients.</summary>
/// <param name="Parameter">The parameter's name.</param>
/// <param name="Offset">The index of its first element in the buffer.</param>
public sealed record GradientInfo(string Parameter, int Offset)
{
    /// <summary>The axis of the parameter along which only some positions are trained; of no meaning when all are.</summary>
    public int Axis { get; init; }

    /// <summary>The trained positions along the axis as runs, each by its start and its length; none when all are trained.</summary>
    public ImmutableArray<int> Runs { get; init; } = [];

    /// <summary>The runs of a parameter's elements that are trained, in the order in which the gradient has them.</summary>
    /// <param name="parameter">The parameter.</param>
    internal IEnumerable<(int Start, int Length)> ElementsOf(ParameterInfo parameter)
    {
        if (Runs.IsEmpty)
        {
            yield return (0, parameter.Length);
            yield break;
        }

        int size = parameter.Shape[Axis];
        int inner = ShapeText.Product(parameter.Shape[(Axis + 1)..]);
        int outer = ShapeText.Product(parameter.Shape[..Axis]);
        for (int o = 0; o < outer; o++)
        {
            for (int run = 0; run < Runs.Length; run += 2)
            {
                yield return (((o * size) + Runs[run]) * inner, Runs[run + 1] * inner);
            }
        }
    }
}
