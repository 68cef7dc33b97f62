namespace Adjoint.Tests.Functions;

/// <summary>A function of the language, applied to values of given shapes, and what it gives for each sample, computed in another way.</summary>
/// <param name="Function">Its name in the catalogue.</param>
/// <param name="Inputs">The values, see <see cref="Computation.Value"/>.</param>
/// <param name="Build">Applies it.</param>
/// <param name="Shape">The shape that the result should have, without the batch axis.</param>
/// <param name="Expected">From one sample's values to the result's elements for it.</param>
internal sealed record FunctionSample(string Function, string[] Inputs, Func<Expr[], Expr> Build, string Shape, Func<double[][], double[]> Expected)
{
    /// <summary>From all values and the number of samples to the whole result, where a sample's depends on others; null elsewhere.</summary>
    public Func<double[][], int, double[]>? ExpectedOfBatch { get; init; }

    public override string ToString() => $"{Function}({string.Join(" | ", Inputs)})";
}
