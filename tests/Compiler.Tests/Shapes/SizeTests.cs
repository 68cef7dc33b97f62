using Adjoint.Compiler.Shapes;

namespace Adjoint.Tests.Shapes;

public class SizeTests
{
    private static readonly Size N = Size.Batch;
    private static readonly Size H = Size.Named("H");

    [Fact]
    public void Terms_AreSortedAndWithoutZeros()
    {
        Assert.Equal(N + H, H + N);
        Assert.Equal(N * H, H * N);
        Assert.Equal(Size.Zero, N - N);
        Assert.Equal(H, N + H - N);
        Assert.Empty((N - N).Terms);
        Assert.Equal((3 * N) + 5, (N * 2) + 2 + N + 3);
    }

    [Fact]
    public void EqualSizes_HaveEqualHashes() =>
        Assert.Equal(((N + 1) * (H + 2)).GetHashCode(), ((H * N) + 2 + (2 * N) + H).GetHashCode());

    [Fact]
    public void DifferentSizes_AreUnequal()
    {
        Assert.NotEqual(N, H);
        Assert.NotEqual(N, N * N);
        Assert.NotEqual(N, N + 1);
        Assert.NotEqual<Size>(1, 2);
    }

    [Theory]
    [InlineData("0", 0, 0, 0)]
    [InlineData("16", 0, 0, 16)]
    [InlineData("n", 0, 1, 0)]
    [InlineData("256 * n + 16", 0, 256, 16)]
    [InlineData("2 * n * n + 3 * n + 1", 2, 3, 1)]
    [InlineData("-1 * n", 0, -1, 0)]
    [InlineData("n - 1", 0, 1, -1)]
    [InlineData("-2 * n - 1", 0, -2, -1)]
    public void Text_IsACSharpExpression(string text, int square, int linear, int constant) =>
        Assert.Equal(text, ((N * N * square) + (N * linear) + constant).ToString());

    [Fact]
    public void Evaluate_BindsEveryName()
    {
        Size size = (3 * N * H) + (N * N) - 7;
        Assert.Equal((3 * 5 * 11) + 25 - 7, size.Evaluate(new Dictionary<string, long> { ["n"] = 5, ["H"] = 11 }));
        Assert.Throws<KeyNotFoundException>(() => size.Evaluate(new Dictionary<string, long> { ["n"] = 5 }));
    }

    [Fact]
    public void ValuesBeyondLong_Overflow()
    {
        Assert.Throws<OverflowException>(() => (Size)long.MaxValue * 2);
        Assert.Throws<OverflowException>(() => (Size)long.MaxValue + 1);
        Assert.Throws<OverflowException>(() => (N * N).Evaluate(new Dictionary<string, long> { ["n"] = long.MaxValue }));
    }

    [Fact]
    public void Constant_OfANamedSize_Throws()
    {
        Assert.Equal(7, ((Size)7).Constant);
        Assert.Equal(0, Size.Zero.Constant);
        Assert.Equal("The size n + 1 is not a constant.", Assert.Throws<InvalidOperationException>(() => (N + 1).Constant).Message);
    }

    [Fact]
    public void DividedBy_NeedsADivisorOfEveryCoefficient()
    {
        Assert.Equal((2 * N) + 3, ((4 * N) + 6).DividedBy(2));
        Assert.Equal("4 does not divide 4 * n + 6.", Assert.Throws<InvalidOperationException>(() => ((4 * N) + 6).DividedBy(4)).Message);
    }

    [Fact]
    public void Content_IsTheGreatestCommonDivisor()
    {
        Assert.Equal(6, ((12 * N) + 18).Content);
        Assert.Equal(5, (-5 * N).Content);
        Assert.Equal(0, Size.Zero.Content);
    }

    [Fact]
    public void Coefficient_OfATerm_IsZeroWhenThereIsNone()
    {
        Size size = (4 * N) + (2 * N * H) + 9;
        Assert.Equal(4, size.Coefficient("n"));
        Assert.Equal(2, size.Coefficient("H", "n"));
        Assert.Equal(9, size.Coefficient());
        Assert.Equal(0, size.Coefficient("H"));
    }

    [Fact]
    public void Arithmetic_KeepsTheLawsOfARing_AndAgreesWithNumbers()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            Random random = new(seed);
            (Size a, Size b, Size c) = (Any(random), Any(random), Any(random));
            string message = $"seed {seed}: {a}; {b}; {c}";
            Assert.True(a + b == b + a, message);
            Assert.True(a * b == b * a, message);
            Assert.True(a + b + c == a + (b + c), message);
            Assert.True(a * b * c == a * (b * c), message);
            Assert.True(a * (b + c) == (a * b) + (a * c), message);
            Assert.True(a + Size.Zero == a && a * Size.One == a && a * Size.Zero == Size.Zero, message);
            Assert.True(a - a == Size.Zero && a - b + b == a, message);
            Dictionary<string, long> bindings = new() { ["n"] = random.Next(1, 9), ["H"] = random.Next(1, 9), ["W"] = random.Next(1, 9) };
            Assert.True((a * b).Evaluate(bindings) == a.Evaluate(bindings) * b.Evaluate(bindings), message);
            Assert.True((a - b).Evaluate(bindings) == a.Evaluate(bindings) - b.Evaluate(bindings), message);
        }
    }

    [Fact]
    public void Product_OfNothing_IsOne()
    {
        Assert.Equal(Size.One, Size.Product([]));
        Assert.Equal(6 * N, Size.Product([2, N, 3]));
        Assert.Equal(Size.One, Shape.Scalar.Count);
    }

    private static Size Any(Random random)
    {
        Size[] names = [N, H, Size.Named("W")];
        Size sum = random.Next(-3, 4);
        for (int term = random.Next(4); term > 0; term--)
        {
            Size product = random.Next(-9, 10);
            for (int factor = random.Next(1, 3); factor > 0; factor--)
            {
                product *= names[random.Next(names.Length)];
            }

            sum += product;
        }

        return sum;
    }
}
