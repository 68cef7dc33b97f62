using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

/// <summary>Sizes whose products don't fit into 32 or 64 bits are refused before any memory is touched.</summary>
public class HugeSizesTests
{
    private static readonly Threads One = Machine.WithWidth((int)SimdWidths.Widest, 1);

    [Fact]
    public void Lengths_ThatWrapAroundToZero_AreRefused()
    {
        // 2^22 · 2^21 · 2^21 = 2^64.
        const int a = 1 << 22;
        const int b = 1 << 21;
        Assert.Throws<ArgumentException>("a", () => Reduce.Sum(One, [], new float[b], a, b, b));
        Assert.Throws<ArgumentException>("result", () => Broadcast.Middle(One, new float[b], [], a, b, b));
        Assert.Throws<ArgumentException>("x", () => MaxPool.Forward<Identity>(One, [], [], [], new PoolShape(a, b, b, 1, 1, 1, 1, b, b)));
        Assert.Throws<ArgumentException>(
            "x", () => Convolution.Forward<Identity>(One, [], new float[1], [], [], new ConvolutionShape(a, 1, b, b, 1, 1, 1, 1, 1, 0, 0, b, b)));
    }

    [Fact]
    public void Scratch_BeyondABuffer_IsRefused()
    {
        // 2^16 channels of a plane of 2^16 floats: as a 32-bit product it would be zero.
        const int channels = 1 << 16;
        const int kernel = 1 << 8;
        ConvolutionShape shape = new(1, channels, 1, 1, 1, 1, 1, kernel, kernel, 0, 0, 1, 1);
        float[] x = new float[channels];
        Assert.Throws<ArgumentOutOfRangeException>(() => Convolution.Forward<Identity>(One, x, x, [], new float[1], shape));
        Assert.Throws<ArgumentOutOfRangeException>(() => Convolution.KernelGradient(One, x, new float[1], new float[channels], shape));
    }

    [Fact]
    public void Planes_BeyondAnArray_AreRefused()
    {
        // Each row of outputs would be laid out with the kernel's width of border.
        const int height = 20_000;
        const int width = 400_000;
        ConvolutionShape shape = new(1, 1, height, 1, 1, 1, width, 1, 1, 0, 0, height, 1);
        Assert.Throws<OverflowException>(
            () => Convolution.Forward<Identity>(One, new float[height], new float[width], [], new float[height], shape));
    }

    [Fact]
    public void Paddings_BeyondTheCoordinates_AreRefused()
    {
        ConvolutionShape shape = new(1, 1, 1, 1, 1, 1, 1, 1, 2, 0, int.MaxValue, 1, 1);
        float[] one = new float[1];
        Assert.Throws<ArgumentOutOfRangeException>(() => Convolution.Forward<Identity>(One, one, one, [], new float[1], shape));
    }
}
