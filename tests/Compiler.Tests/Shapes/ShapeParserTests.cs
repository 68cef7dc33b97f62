using Adjoint.Compiler.Shapes;

namespace Adjoint.Tests.Shapes;

public class ShapeParserTests
{
    [Theory]
    [InlineData("1, 28, 28", "f32", "[1, 28, 28]")]
    [InlineData("64", "f32", "[64]")]
    [InlineData("  3 ,5,  7 ", "f32", "[3, 5, 7]")]
    [InlineData("T, 64", "f32", "[T, 64]")]
    [InlineData("i32[T]", "i32", "[T]")]
    [InlineData("i32[]", "i32", "[]")]
    [InlineData("f32[C, H, 2*W + 1]", "f32", "[C, H, 2 * W + 1]")]
    [InlineData(" f32 [ 2 ] ", "f32", "[2]")]
    [InlineData("2*3", "f32", "[6]")]
    [InlineData("W*2 + W", "f32", "[3 * W]")]
    [InlineData("H - 1", "f32", "[H - 1]")]
    [InlineData("-1 + H", "f32", "[H - 1]")]
    [InlineData("_a1, é", "f32", "[_a1, é]")]
    [InlineData("2147483647", "f32", "[2147483647]")]
    [InlineData("46340, 46340", "f32", "[46340, 46340]")]
    public void Text_IsRead(string text, string element, string shape)
    {
        ShapeParser.Result result = ShapeParser.Parse(text);
        Assert.Null(result.Problem);
        Assert.Equal(element, result.ElementName);
        Assert.Equal(shape, result.Shape.ToString());
    }

    [Theory]
    [InlineData("", "it has no sizes")]
    [InlineData("   ", "it has no sizes")]
    [InlineData("[]", "it has no sizes")]
    [InlineData("f32[1, 2", "the bracket is not closed")]
    [InlineData("f32[1] x", "the bracket is not closed")]
    [InlineData("1,", "a size is missing between commas")]
    [InlineData(",1", "a size is missing between commas")]
    [InlineData("1,,2", "a size is missing between commas")]
    [InlineData("0", "the size 0 is not positive")]
    [InlineData("3, -2", "the size -2 is not positive")]
    [InlineData("H - H", "the size 0 is not positive")]
    [InlineData("1 2", "'1 2' is neither a number nor a name")]
    [InlineData("1.5", "'1.5' is neither a number nor a name")]
    [InlineData("1e3", "'1e3' is neither a number nor a name")]
    [InlineData("2H", "'2H' lacks the sign of a product, as in '2*H'")]
    [InlineData("٣", "'٣' is neither a number nor a name")]
    [InlineData("1]", "'1]' is neither a number nor a name")]
    [InlineData("f32[1][2]", "'1][2' is neither a number nor a name")]
    [InlineData("2 +", "'2 +' lacks a number or a name")]
    [InlineData("2 * ", "'2 *' lacks a number or a name")]
    [InlineData("--3", "'--3' lacks a number or a name")]
    [InlineData("+3", "'+3' lacks a number or a name")]
    [InlineData("H*W", "'H*W' multiplies names")]
    [InlineData("2*H*H", "'2*H*H' multiplies names")]
    [InlineData("2147483648", "the size 2147483648 is larger than 2,147,483,647")]
    [InlineData("99999999999999999999", "the size 99999999999999999999 is larger than 2,147,483,647")]
    [InlineData("65536*65536", "'65536*65536' is larger than 2,147,483,647")]
    [InlineData("2147483647*H*2", "'2147483647*H*2' is larger than 2,147,483,647")]
    [InlineData("46341, 46341", "it has more than 2,147,483,647 elements")]
    [InlineData("2147483647 + 1", "it has more than 2,147,483,647 elements")]
    [InlineData("1, 2147483647, 2147483647, 2147483647", "it has more than 2,147,483,647 elements")]
    public void Text_IsRejectedInWords(string text, string problem) => Assert.Equal(problem, ShapeParser.Parse(text).Problem);

    [Theory]
    [InlineData("H, 2147483647, 2147483647, 2147483647, 2147483647")]
    [InlineData("2147483647, H, 2147483647")]
    public void HugeSizesBesideNames_DoNotOverflow(string text) => Assert.Equal("it has more than 2,147,483,647 elements", ShapeParser.Parse(text).Problem);

    [Fact]
    public void LargeMultiplesOfNames_DoNotOverflow() =>
        Assert.Null(ShapeParser.Parse("2147483647*H, 2147483647*H, 2147483647*H, 2147483647").Problem);

    [Fact]
    public void ReadingWhatWasPrinted_GivesTheSameShape()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            Random random = new(seed);
            Size[] axes = new Size[random.Next(1, 5)];
            for (int i = 0; i < axes.Length; i++)
            {
                axes[i] = random.Next(3) == 0 ? random.Next(1, 100) : (random.Next(1, 5) * Size.Named("T")) + (random.Next(3) * Size.Named("Wide")) + random.Next(-3, 4);
            }

            Shape shape = Shape.Create(axes);
            ShapeParser.Result result = ShapeParser.Parse("f32" + shape);
            Assert.True(result.Problem is null && result.Shape == shape, $"seed {seed}: {shape} is read as {result.Shape}; {result.Problem}");
        }
    }
}
