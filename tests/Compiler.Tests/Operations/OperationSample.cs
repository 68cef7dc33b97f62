using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Tests.Operations;

/// <summary>An operation with inputs of given types, and what it should give, computed in another way.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Types">The types of its inputs; the batch axis is <c>n</c>.</param>
/// <param name="Batch">The value of <c>n</c>.</param>
/// <param name="Expected">The elements of the result, from the inputs' values.</param>
/// <param name="Draw">Gives the values of an input.</param>
internal sealed record OperationSample(
    Operation Operation, TensorType[] Types, int Batch, Func<Tensor[], double[]> Expected, Func<Random, int, int[], double[]> Draw)
{
    public EvaluationContext Context { get; } = new(new Dictionary<string, long> { ["n"] = Batch }, 0x1234_5678_9ABC_DEF0, 42);

    /// <summary>Values of all inputs.</summary>
    public Tensor[] DrawInputs(Random random) =>
    [
        .. Types.Select((type, input) =>
        {
            int[] shape = type.Shape.Evaluate(Context.Bindings);
            return new Tensor(shape, Draw(random, input, shape));
        }),
    ];

    public override string ToString() => $"{Operation} of {string.Join(", ", Types)} with n = {Batch}";
}

/// <summary>Ways to draw the values of an input.</summary>
internal static class Values
{
    /// <summary>Between −2 and 2, at least 0.1 away from zero, where rectifiers have a kink.</summary>
    public static double[] AwayFromZero(Random random, int input, int[] shape) => Many(random, shape, static random =>
        (random.Next(2) == 0 ? -1 : 1) * (0.1 + (1.9 * random.NextDouble())));

    /// <summary>All different by at least 0.05, so that maxima stay where they are.</summary>
    public static double[] Distinct(Random random, int input, int[] shape)
    {
        double[] values = [.. Enumerable.Range(0, Count(shape)).Select(static i => (i * 0.05) - 1)];
        random.Shuffle(values);
        return values;
    }

    /// <summary>Between 0.1 and 2.</summary>
    public static double[] Positive(Random random, int input, int[] shape) => Many(random, shape, static random => 0.1 + (1.9 * random.NextDouble()));

    /// <summary>Between −0.8 and 2.</summary>
    public static double[] AboveMinusOne(Random random, int input, int[] shape) => Many(random, shape, static random => (2.8 * random.NextDouble()) - 0.8);

    /// <summary>Few different numbers, so that many are equal.</summary>
    public static double[] Halves(Random random, int input, int[] shape) => Many(random, shape, static random => random.Next(-2, 3) / 2.0);

    /// <summary>Logits, and for the second input labels.</summary>
    public static Func<Random, int, int[], double[]> Rows(int classes) => (random, input, shape) =>
        input == 0 ? AwayFromZero(random, input, shape) : Many(random, shape, random => random.Next(classes));

    /// <summary>Places in a plane for the first input, numbers for the second.</summary>
    public static Func<Random, int, int[], double[]> Places(int plane) => (random, input, shape) =>
        input == 0 ? Many(random, shape, random => random.Next(plane)) : AwayFromZero(random, input, shape);

    private static double[] Many(Random random, int[] shape, Func<Random, double> one) => [.. Enumerable.Range(0, Count(shape)).Select(_ => one(random))];

    private static int Count(int[] shape) => shape.Aggregate(1, static (count, axis) => count * axis);
}
