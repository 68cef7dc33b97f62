using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Operations;

/// <summary>
/// An operation that looks for the greatest element of each slice along some axes. NaN counts as greater than any number. Where
/// several elements are the greatest, the place is the first of them in reading order.
/// </summary>
internal abstract record MaxOperation : Operation
{
    public override Size Flops(Node node) => node.Inputs[0].Shape.Count;

    protected void Expect(TensorType input, EquatableArray<int> axes)
    {
        if (input.Element != ElementType.Float32)
        {
            throw new ShapeException($"'{Name}' takes floating-point numbers, but is given {input}");
        }

        if (axes.Any(axis => axis < 0 || axis >= input.Shape.Rank))
        {
            throw new ShapeException($"'{Name}' over the axes {axes} needs them, but {input.Shape} has {input.Shape.Rank}");
        }
    }

    /// <summary>For each slice the place of its maximum in the whole tensor; −1 for a slice of nothing.</summary>
    protected static int[] Places(Tensor x, EquatableArray<int> axes, int slices)
    {
        int[] map = Axes.Projection(x, axes);
        int[] best = [.. Enumerable.Repeat(-1, slices)];
        for (int i = 0; i < map.Length; i++)
        {
            double value = x.Values[i];
            int known = best[map[i]];
            if (known < 0 || value > x.Values[known] || (double.IsNaN(value) && !double.IsNaN(x.Values[known])))
            {
                best[map[i]] = i;
            }
        }

        return best;
    }
}

/// <summary>
/// The maximum over some axes, which disappear; NaN if any element is NaN, and −∞ over an empty axis. The derivative goes to the
/// first element in reading order that is the maximum.
/// </summary>
/// <param name="Over">The axes, ascending.</param>
internal sealed record Max(EquatableArray<int> Over) : MaxOperation
{
    public override string Name => "Max";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        Expect(inputs[0], Over);
        return inputs[0] with { Shape = Axes.Without(inputs[0].Shape, Over) };
    }

    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) => inputs[0].Jointly.Without(Over);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        Node x = node.Inputs[0];
        adjoints.Add(x, () => adjoints.Builder.Multiply(
            adjoints.Builder.Broadcast(cotangent, x.Shape, Over),
            adjoints.Builder.Add(new MaxMask(Over), x)));
    }

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        int[] map = Axes.Projection(inputs[0], Over);
        for (int i = 0; i < result.Values.Length; i++)
        {
            result.Values[i] = double.NegativeInfinity;
        }

        for (int i = 0; i < map.Length; i++)
        {
            result.Values[map[i]] = Math.Max(result.Values[map[i]], inputs[0].Values[i]);
        }
    }
}

/// <summary>
/// 1 at the first maximum of each slice along some axes, else 0. Piecewise constant: its derivative is zero, also where it jumps.
/// </summary>
/// <param name="Over">The axes that a slice extends along, ascending.</param>
internal sealed record MaxMask(EquatableArray<int> Over) : MaxOperation
{
    public override string Name => "MaxMask";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        Expect(inputs[0], Over);
        return inputs[0];
    }

    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) => inputs[0].Jointly.Beside(axis => Over.Contains(axis));

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
    }

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        int slices = inputs[0].Shape.Where((_, axis) => !Over.Contains(axis)).Aggregate(1, static (count, size) => count * size);
        foreach (int place in Places(inputs[0], Over, slices))
        {
            if (place >= 0)
            {
                result.Values[place] = 1;
            }
        }
    }
}

/// <summary>The place of the first maximum along an axis, as a whole number; it has no derivative. The axis disappears.</summary>
/// <param name="Axis">The axis.</param>
internal sealed record ArgMax(int Axis) : MaxOperation
{
    public override string Name => "ArgMax";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        Expect(inputs[0], [Axis]);
        return TensorType.Int(Axes.Without(inputs[0].Shape, [Axis]));
    }

    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) => inputs[0].Jointly.Without([Axis]);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) => adjoints.HasNoDerivative(node);

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        int[] places = Places(inputs[0], [Axis], result.Values.Length);
        int stride = inputs[0].Strides()[Axis];
        for (int i = 0; i < places.Length; i++)
        {
            result.Values[i] = places[i] < 0 ? 0 : places[i] / stride % inputs[0].Shape[Axis];
        }
    }
}
