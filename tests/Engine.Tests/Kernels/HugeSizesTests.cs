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
        // 2^12 channels of a band of 2^12 + 1 rows, which two taps span, of 2^8 floats: as a 32-bit product they would be few.
        const int channels = 1 << 12;
        const int dilation = 1 << 12;
        const int width = 1 << 8;
        ConvolutionShape shape = new(1, channels, 1, 1, 1, 2, 1, 1, 1, dilation, width - 1, 1, width, dilation);
        float[] x = new float[channels];
        float[] kernel = new float[2 * channels];
        Assert.Throws<ArgumentOutOfRangeException>(() => Convolution.KernelGradient(One, x, new float[width], kernel, shape));

        // To filter it takes no such band: rows of the kernel that see nothing are left out.
        float[] y = new float[width];
        Array.Fill(x, 1f);
        Array.Fill(kernel, 1f);
        Convolution.Forward<Identity>(One, x, kernel, [], y, shape);
        Assert.Equal([.. new float[width - 1], channels], y);
    }

    [Fact]
    public void Planes_BeyondAnArray_AreRefused()
    {
        // A row of outputs would be laid out with all the rows between the two taps.
        const int dilation = 200_000;
        const int width = 20_000;
        ConvolutionShape shape = new(1, 1, 1, 1, 1, 2, 1, 1, 1, dilation, width - 1, 1, width, dilation);
        Assert.Throws<OverflowException>(
            () => Convolution.Forward<Identity>(One, new float[1], new float[2], [], new float[width], shape));
    }

    [Fact]
    public void Paddings_BeyondTheCoordinates_AreRefused()
    {
        ConvolutionShape shape = new(1, 1, 1, 1, 1, 1, 1, 1, 2, 0, int.MaxValue, 1, 1);
        float[] one = new float[1];
        Assert.Throws<ArgumentOutOfRangeException>(() => Convolution.Forward<Identity>(One, one, one, [], new float[1], shape));
    }
}
