using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Tests.Operations;

/// <summary>In which rows values are kept in less memory, and which are not worth it.</summary>
public sealed class CompressionShapeTests
{
    private static readonly Size T = Size.Named("T");

    [Fact]
    public void Rows_HaveNumbersOfOneSample()
    {
        // Of a sequence all samples of a step lie together.
        Assert.Equal([6, Size.Batch, 6], new Compression(KeptType.Int8, 1).Kept([6, Size.Batch, 20]));
        Assert.Equal([6, Size.Batch, 10], new Compression(KeptType.Half, 1).Kept([6, Size.Batch, 20]));
        Assert.Equal([Size.Batch, 21], new Compression(KeptType.Int8, 1).Kept([Size.Batch, 4, 20]));
        Assert.Equal([Size.Batch, 4, 6], new Compression(KeptType.Int8, 2).Kept([Size.Batch, 4, 20]));
        Assert.False(new Compression(KeptType.Half, 1).Suits([20, Size.Batch]));
    }

    [Fact]
    public void Values_AreKeptInLessWhereThatIsLess()
    {
        Compression int8 = new(KeptType.Int8, 2);
        Compression half = new(KeptType.Half, 2);
        Assert.True(int8.Suits([Size.Batch, 3]) && int8.Suits([Size.Batch, T, 12]) && int8.Suits([Size.Batch, 2, T * 12]) && half.Suits([Size.Batch, 2]));

        // One number is no less with a scale, and of a length T² no quarter is a size.
        Assert.False(int8.Suits([Size.Batch, 1]) || int8.Suits([Size.Batch, 2]) || half.Suits([Size.Batch, 1]));
        Assert.False(int8.Suits([Size.Batch, 2, T * T]) || half.Suits([Size.Batch, 2, T]));
    }
}
