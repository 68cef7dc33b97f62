using Adjoint;

namespace Zoo.Diagrams;

/// <summary>Values for the named sizes of a model, and batches; by both, formulas are compared.</summary>
/// <param name="names">The names of the sizes.</param>
/// <param name="values">A value for each.</param>
internal sealed class Sizes(IEnumerable<string> names, IEnumerable<int> values)
{
    // Costs are polynomials of the batch, and no cost of these models has a power beyond its square.
    private static readonly int[] _batches = [1, 2, 3, 5];

    private readonly Dictionary<string, int> _values = names.Zip(values).ToDictionary(static size => size.First, static size => size.Second);

    /// <summary>A formula's numbers for several batches.</summary>
    public string Numbers(string formula) => Numbers(batch => Formula.Evaluate(formula, new Dictionary<string, int>(_values) { ["n"] = batch }));

    /// <summary>The same of a cost.</summary>
    public static string Numbers(CostFormula cost) => Numbers(cost.For);

    /// <summary>The same of anything that follows from the batch.</summary>
    public static string Numbers(Func<int, long> value) => string.Join(" ", _batches.Select(value));

    /// <summary>A shape that has no batch, as numbers: <c>[16, 32]</c> for <c>[D, 2 * D]</c>.</summary>
    public string Shape(string shape) => $"[{string.Join(", ", Axes(shape).Select(axis => Formula.Evaluate(axis, _values)))}]";

    /// <summary>The axes of a shape.</summary>
    public static string[] Axes(string shape) => shape[(shape.IndexOf('[') + 1)..^1] is { Length: > 0 } axes ? axes.Split(", ") : [];
}
