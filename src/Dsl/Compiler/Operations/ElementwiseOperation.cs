using System.Globalization;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Operations;

/// <summary>
/// An operation that computes each element of the result from the elements at the same place of its inputs, which all have the
/// result's shape. Chains of such operations become one pass over memory.
/// </summary>
internal abstract record ElementwiseOperation : Operation
{
    /// <summary>The number of inputs.</summary>
    public abstract int Arity { get; }

    /// <summary>The kernel: the formula over vectors <c>V</c> with the inputs as <c>{0}</c>, <c>{1}</c> ….</summary>
    public abstract string Formula { get; }

    /// <summary>Floating-point operations per element.</summary>
    public abstract int FlopsPerElement { get; }

    /// <summary>Whether <c>x ≤ y</c> implies <c>f(x) ≤ f(y)</c>, so that the function may change places with a maximum.</summary>
    public virtual bool IsMonotone => false;

    /// <summary>The definition: one element of the result.</summary>
    public abstract double Apply(ReadOnlySpan<double> x);

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        if (inputs.Count != Arity)
        {
            throw new ShapeException($"'{Name}' takes {Arity} values, but {inputs.Count} are given");
        }

        if (inputs.FirstOrDefault(static type => type.Element != ElementType.Float32) is { Element: not ElementType.Float32 } other)
        {
            throw new ShapeException($"'{Name}' takes floating-point numbers, but one value is {other}");
        }

        foreach (TensorType type in inputs)
        {
            if (type != inputs[0])
            {
                throw new ShapeException($"'{Name}' takes values of one shape, but the shapes are {inputs[0].Shape} and {type.Shape}");
            }
        }

        return inputs[0];
    }

    /// <summary>What a function of sums over samples is; a sum for what is linear in them.</summary>
    protected virtual SampleRole RoleOfSums(IReadOnlyList<SampleRole> inputs) => SampleRole.Mixed;

    public override SampleRole RoleOf(Graphs.Node node, IReadOnlyList<SampleRole> inputs) =>
        inputs.Any(static role => role.IsSum) ? RoleOfSums(inputs) : SampleRole.Common(inputs);

    public override Size Flops(Graphs.Node node) => node.Shape.Count * FlopsPerElement;

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        double[] x = new double[Arity];
        for (int i = 0; i < result.Values.Length; i++)
        {
            for (int k = 0; k < x.Length; k++)
            {
                x[k] = inputs[k].Values[i];
            }

            result.Values[i] = Apply(x);
        }
    }

    /// <summary>A number in a formula: the shortest text that reads back as the same float.</summary>
    protected static string Number(double value) => ((float)value).ToString("R", CultureInfo.InvariantCulture) + "f";
}
