namespace Adjoint.Generators.Tests.Checks;

/// <summary>
/// The declarations that the sample of neural circuit diagrams draws do not build with two axes of a value swapped: the mistake is reported where the value goes, with the axes and the way
/// on which they came.
/// </summary>
public sealed class CircuitTests
{
    private static readonly string Source = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Architectures", "Samples", "CircuitModels.cs"));

    [Fact]
    public void Declarations_AreFreeOfMistakes() => Assert.Empty(GeneratorFixture.Run(Source).Diagnostics);

    [Theory]
    [InlineData("MatMul(scores, Value(seen))", "MatMul(scores, Transpose(Value(seen)))",
        "ADJ0122 [MatMul(scores, Transpose(Value(seen)))] "
        + "'MatMul' multiplies rows by columns, so the last axis of [T, T] must be as long as the one before the last of [D, T], but T is not D; change one of them, or put Transpose before it"
        + " (x [T, D] → Norm1 [T, D] → Query [T, D] → scores [T, T]; x [T, D] → Norm1 [T, D] → Value [T, D] → [D, T])")]
    [InlineData("x + MatMul(scores, Value(seen))", "x + Transpose(MatMul(scores, Value(seen)))",
        "ADJ0118 [x + Transpose(MatMul(scores, Value(seen)))] "
        + "'+' takes values whose axes agree or have size 1, but is given [T, D] and [D, T], where D is not T; put Transpose before one of them"
        + " (x [T, D] → Norm1 [T, D] → Value [T, D] → [D, T])")]
    [InlineData("Transpose(Key(seen))", "Key(seen)",
        "ADJ0122 [MatMul(Query(seen), Key(seen))] "
        + "'MatMul' multiplies rows by columns, so the last axis of [T, D] must be as long as the one before the last of [T, D], but D is not T; change one of them, or put Transpose before it"
        + " (x [T, D] → Norm1 [T, D] → Query [T, D]; x [T, D] → Norm1 [T, D] → Key [T, D])")]
    [InlineData("Concat(0, Enlarge(Quarter(half)), half)", "Concat(0, Enlarge(Quarter(half)), Transpose(half, 1, 0, 2))",
        "ADJ0107 [Concat(0, Enlarge(Quarter(half)), Transpose(half, 1, 0, 2))] "
        + "'Concat' joins along the axis 0, so all other axes have to agree, but it is given [8, 4, 4] and [4, 8, 4]; make them equal there"
        + " (image [1, 8, 8] → Fine [4, 8, 8] → Half [8, 4, 4] → Quarter [16, 2, 2] → Enlarge [8, 4, 4]; image [1, 8, 8] → Fine [4, 8, 8] → Half [8, 4, 4] → [4, 8, 4])")]
    [InlineData("Second(First(x))", "Transpose(Second(First(x)), 2, 1, 0)",
        "ADJ0118 [x + Transpose(Second(First(x)), 2, 1, 0)] "
        + "'+' takes values whose axes agree or have size 1, but is given [16, 4, 4] and [4, 4, 16], where 4 is not 16; put Transpose before one of them"
        + " (input [1, 8, 8] → … → Fine [8, 8, 8] → Wider [16, 4, 4] → First [16, 4, 4] → Second [16, 4, 4] → [4, 4, 16])")]
    public void SwappedAxes_AreReportedWhereTheValueGoes(string right, string wrong, string expected)
    {
        Assert.Equal(2, Source.Split(right).Length);
        Assert.Equal(expected, string.Join("\n", GeneratorFixture.Run(Source.Replace(right, wrong, StringComparison.Ordinal)).Diagnostics));
    }
}
