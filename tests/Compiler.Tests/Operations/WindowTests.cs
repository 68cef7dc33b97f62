using Adjoint.Compiler.Operations;

namespace Adjoint.Tests.Operations;

public class WindowTests
{
    [Theory]
    [InlineData(8, 3, 1, 8, 1)]
    [InlineData(8, 2, 1, 8, 0)]
    [InlineData(8, 3, 2, 4, 0)]
    [InlineData(7, 3, 2, 4, 1)]
    [InlineData(5, 1, 3, 2, 0)]
    [InlineData(1, 5, 1, 1, 2)]
    public void Same_HasOnePositionPerStride_WithTheOddZeroAtTheEnd(int length, int size, int stride, int positions, int before)
    {
        Window window = Window.Create(length, length, size, stride, same: true)!;
        Assert.Equal((positions, positions, before, before), (window.OutputHeight, window.OutputWidth, window.PadTop, window.PadLeft));
    }

    [Theory]
    [InlineData(8, 3, 1, 6)]
    [InlineData(8, 2, 2, 4)]
    [InlineData(7, 2, 2, 3)]
    [InlineData(3, 3, 5, 1)]
    public void Valid_StaysInside(int length, int size, int stride, int positions)
    {
        Window window = Window.Create(length, length, size, stride, same: false)!;
        Assert.Equal((positions, positions, 0, 0), (window.OutputHeight, window.OutputWidth, window.PadTop, window.PadLeft));
    }

    [Theory]
    [InlineData(8, 3, 1, 2, 4, 0)]
    [InlineData(9, 2, 2, 4, 3, 0)]
    [InlineData(9, 3, 2, 2, 4, 1)]
    public void Dilated_ReachesFarther(int length, int size, int stride, int dilation, int positions, int pad) =>
        Assert.Equal((positions, pad), new Slide(size, stride, dilation, (pad, pad)).Over(length));

    [Theory]
    [InlineData(3, 1, 1, true)]
    [InlineData(4, 2, 1, true)]
    [InlineData(2, 3, 1, true)]
    [InlineData(3, 2, 2, false)]
    public void Spread_IsALengthWithSoManyPositions(int size, int stride, int dilation, bool same)
    {
        for (int extra = 0; extra < (same ? 1 : stride); extra++)
        {
            Slide slide = new(size, stride, dilation, same ? null : (0, 0), extra);
            Assert.Equal((7, slide.Spread(7)!.Value.Before), slide.Over(slide.Spread(7)!.Value.Length));
        }
    }

    [Fact]
    public void Spread_TakesNoMoreAwayThanThereIs() => Assert.Null(new Slide(3, Zeros: (2, 2)).Spread(1));

    [Fact]
    public void Valid_LargerThanTheImage_IsNone()
    {
        Assert.Null(Window.Create(2, 9, 3, 1, same: false));
        Assert.Null(Window.Create(9, 2, 3, 1, same: false));
    }

    [Theory]
    [InlineData(1 << 24, 1)]
    [InlineData(1 << 24, 1024)]
    [InlineData(1, 1024)]
    public void HugeImages_DoNotOverflow(int stride, int size)
    {
        Window window = Window.Create(int.MaxValue, 1, size, stride, same: true)!;
        Assert.Equal((int.MaxValue + (long)stride - 1) / stride, window.OutputHeight);
        Assert.InRange(window.PadTop, 0, size);
    }

    [Fact]
    public void ForEach_VisitsInReadingOrder_WithoutTheBorder()
    {
        List<(int, int, int)> visits = [];
        Window.Create(2, 2, 2, 1, same: true)!.ForEach((window, tap, pixel) => visits.Add((window, tap, pixel)));
        Assert.Equal([(0, 0, 0), (0, 1, 1), (0, 2, 2), (0, 3, 3), (1, 0, 1), (1, 2, 3), (2, 0, 2), (2, 1, 3), (3, 0, 3)], visits);
    }
}
