using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

public class ConvolutionTests
{
    /// <summary>
    /// Same, valid and lopsided padding; strides; kernels of one tap, even sizes, larger than the stride and smaller; dilations that share a
    /// divisor with the stride and that do not; groups; channels with one, two or many outputs each; images in place and in bands; kernels in parts.
    /// </summary>
    private static readonly ConvolutionShape[] Shapes =
    [
        new(2, 1, 8, 8, 16, 3, 3, 1, 1, 1, 1, 8, 8),
        new(3, 2, 7, 5, 5, 3, 3, 1, 1, 0, 0, 5, 3),
        new(2, 3, 9, 11, 4, 3, 3, 2, 2, 1, 1, 5, 6),
        new(1, 2, 8, 8, 13, 2, 2, 2, 2, 0, 0, 4, 4),
        new(2, 4, 6, 6, 3, 1, 1, 1, 1, 0, 0, 6, 6),
        new(2, 2, 7, 7, 3, 1, 1, 2, 2, 0, 0, 4, 4),
        new(1, 1, 10, 9, 2, 5, 4, 3, 2, 2, 1, 4, 4),
        new(1, 3, 33, 40, 6, 3, 5, 1, 1, 1, 2, 33, 40),
        new(9, 16, 4, 4, 8, 3, 3, 1, 1, 1, 1, 4, 4),
        new(2, 2, 3, 3, 2, 2, 2, 3, 3, 0, 0, 1, 1),
        new(1, 1, 1, 1, 1, 3, 3, 1, 1, 1, 1, 1, 1),
        new(2, 1, 5, 6, 3, 4, 4, 1, 1, 3, 3, 8, 9),
        new(40, 1, 6, 6, 5, 3, 3, 1, 1, 1, 1, 6, 6),
        new(2, 3, 11, 9, 4, 3, 3, 1, 1, 2, 2, 11, 9, 2, 2),
        new(2, 2, 13, 12, 3, 3, 2, 2, 3, 2, 1, 6, 4, 3, 2),
        new(1, 2, 17, 16, 3, 4, 3, 4, 2, 3, 2, 3, 7, 6, 2),
        new(1, 1, 9, 9, 2, 2, 2, 2, 2, 0, 0, 4, 4, 2, 2),
        new(2, 6, 7, 5, 4, 3, 3, 1, 1, 1, 1, 7, 5, Groups: 2),
        new(9, 6, 8, 7, 9, 3, 2, 2, 1, 1, 0, 4, 6, Groups: 3),
        new(2, 4, 9, 8, 40, 3, 3, 2, 3, 2, 2, 5, 3, 2, 1, 2),
        new(3, 5, 7, 7, 5, 3, 3, 1, 1, 1, 1, 7, 7, Groups: 5),
        new(2, 3, 33, 40, 3, 5, 4, 1, 1, 2, 2, 33, 40, Groups: 3),
        new(3, 4, 9, 10, 8, 3, 3, 2, 2, 1, 1, 5, 5, Groups: 4),
        new(1, 2, 12, 13, 6, 3, 3, 3, 2, 2, 4, 4, 8, 2, 4, 2),
        new(2, 3, 6, 6, 12, 3, 3, 1, 1, 1, 1, 6, 6, Groups: 3),
        new(19, 2, 1, 1, 2, 1, 1, 1, 1, 0, 0, 1, 1, Groups: 2),
        new(600, 1, 3, 3, 1, 2, 2, 1, 1, 0, 0, 2, 2),
        new(3, 9, 10, 10, 10, 1, 1, 1, 1, 0, 0, 10, 10),
        new(2, 6, 7, 7, 9, 1, 1, 1, 1, 0, 0, 6, 5),
        new(2, 7, 9, 11, 17, 1, 1, 2, 2, 0, 0, 5, 6),
        new(2, 8, 40, 40, 24, 3, 3, 1, 1, 1, 1, 40, 40),
        new(1, 8, 90, 90, 8, 3, 3, 1, 1, 1, 1, 90, 90),
        new(1, 400, 3, 3, 40, 3, 3, 1, 1, 1, 1, 3, 3),
        new(2, 6, 15, 13, 18, 5, 4, 2, 3, 2, 1, 8, 5, 1, 2),
        new(5, 8, 7, 7, 33, 3, 3, 1, 1, 1, 1, 7, 7),
        new(2, 3, 9, 5, 3, 3, 3, 1, 1, 1, 1, 9, 5, Groups: 3),
        new(2, 2, 8, 7, 6, 3, 5, 1, 1, 0, 2, 6, 7, Groups: 2),
        new(3, 4, 5, 4, 4, 3, 3, 1, 1, 2, 2, 5, 4, 2, 2, 4),
        new(3, 5, 14, 15, 15, 3, 3, 1, 1, 1, 1, 14, 15),
        new(3, 7, 25, 5, 7, 3, 3, 1, 1, 1, 1, 25, 5, Groups: 7),
        new(2, 20, 9, 17, 40, 5, 5, 1, 1, 2, 2, 9, 17, Groups: 20),
        new(2, 2, 6, 9, 2, 4, 5, 1, 1, 5, 4, 5, 9, 2, 2, 2),
        new(1, 2, 100, 90, 2, 3, 3, 1, 1, 1, 1, 100, 90, Groups: 2),
        new(2, 3, 4, 2, 3, 2, 7, 1, 1, 0, 0, 3, 2, Groups: 3),
        new(2, 3, 40, 33, 11, 3, 2, 1, 1, 1, 1, 40, 34),
        new(2, 2, 7, 16, 6, 3, 3, 1, 1, 1, 1, 7, 16, Groups: 2),
        new(2, 3, 6, 1, 3, 3, 3, 1, 1, 1, 1, 6, 1, Groups: 3),
        new(3, 2, 1, 19, 4, 3, 3, 1, 1, 1, 1, 1, 19, Groups: 2),
        new(2, 2, 4, 65, 2, 3, 3, 1, 1, 0, 1, 2, 65, Groups: 2),
        new(64, 1, 25, 5, 24, 10, 4, 2, 2, 5, 1, 13, 3),
        new(9, 3, 9, 30, 9, 3, 3, 2, 2, 1, 1, 5, 15),
        new(2, 2, 7, 70, 3, 3, 2, 1, 2, 1, 0, 7, 35),
        new(33, 5, 6, 6, 17, 1, 1, 2, 2, 0, 0, 3, 3),
        new(24, 20, 8, 8, 35, 3, 3, 1, 1, 1, 1, 8, 8),
        new(17, 40, 5, 5, 40, 3, 3, 1, 1, 1, 1, 5, 5, Groups: 40),
        new(2, 2, 12, 31, 2, 3, 3, 1, 1, 3, 1, 12, 31, 3, 1, 2),
    ];

    /// <summary>
    /// Those with output channels along the lanes: vectors full and in part; widths below, at and above a tile's, and of several pieces; images in
    /// place and with borders on one side, on both, and wider than half the kernel; windows that lie above and below the image altogether;
    /// both strides, dilations, groups, and an image in bands.
    /// </summary>
    private static readonly ConvolutionShape[] ChannelShapes =
    [
        new(2, 16, 14, 14, 32, 3, 3, 1, 1, 1, 0, 14, 14),
        new(1, 32, 9, 7, 32, 5, 3, 1, 1, 2, 0, 9, 7),
        new(2, 64, 7, 7, 64, 3, 3, 1, 1, 1, 1, 7, 7),
        new(3, 20, 11, 13, 31, 3, 3, 2, 2, 1, 1, 6, 7),
        new(2, 24, 5, 70, 30, 3, 3, 1, 1, 1, 1, 5, 70),
        new(2, 24, 6, 6, 64, 3, 3, 1, 1, 3, 3, 10, 10),
        new(5, 40, 7, 6, 64, 3, 3, 1, 1, 1, 1, 7, 6, Groups: 2),
        new(2, 16, 9, 12, 32, 3, 3, 1, 1, 2, 2, 9, 12, 2, 2),
        new(3, 20, 13, 12, 32, 3, 3, 3, 2, 0, 0, 4, 5),
        new(3, 16, 9, 9, 32, 2, 3, 1, 1, 0, 0, 9, 9),
        new(1, 16, 6, 12, 32, 3, 5, 1, 1, 4, 2, 14, 12),
        new(1, 16, 40, 24, 32, 3, 5, 1, 1, 1, 2, 40, 24),
        new(9, 20, 5, 1, 32, 5, 1, 1, 1, 2, 0, 5, 1),
        new(4, 30, 1, 12, 90, 3, 3, 1, 1, 1, 1, 1, 12),
    ];

    /// <summary>
    /// Those with sums for each column of the kernel: rows as long as tiles, as parts of them and as none of these, so that tiles begin and end within
    /// rows; kernels of one to five rows, dilated, and beyond the image; outputs that fill tiles and don't; groups, an image in bands, and
    /// weights in parts.
    /// </summary>
    private static readonly ConvolutionShape[] ColumnShapes =
    [
        new(2, 16, 5, 32, 16, 3, 3, 1, 1, 1, 1, 5, 32),
        new(3, 6, 16, 16, 10, 3, 3, 1, 1, 1, 1, 16, 16),
        new(2, 9, 8, 8, 7, 3, 3, 1, 1, 1, 1, 8, 8),
        new(2, 5, 7, 20, 9, 3, 3, 1, 1, 1, 1, 7, 20),
        new(2, 9, 4, 33, 8, 3, 3, 1, 1, 1, 1, 4, 33),
        new(2, 8, 3, 64, 4, 1, 3, 1, 1, 0, 1, 3, 64),
        new(1, 6, 6, 5, 13, 5, 3, 1, 1, 2, 1, 6, 5),
        new(2, 7, 9, 12, 8, 2, 3, 1, 1, 0, 1, 9, 12),
        new(2, 12, 14, 24, 8, 3, 3, 1, 1, 3, 1, 16, 24, 2),
        new(4, 16, 10, 40, 16, 3, 3, 1, 1, 1, 1, 10, 40, Groups: 2),
        new(1, 16, 40, 24, 16, 3, 3, 1, 1, 1, 1, 40, 24),
        new(1, 700, 1, 32, 68, 1, 3, 1, 1, 0, 1, 1, 32),
        new(1, 4, 8, 1, 6, 3, 3, 1, 1, 1, 1, 8, 1),
    ];

    /// <summary>
    /// Those whose derivative by the input has sums for each column at a stride of two: rows of whole half vectors, and shorter ones that are gathered;
    /// the last column of pixels present and not; other strides down, so that rows of pixels are left out; groups, bands, and both with gaps.
    /// </summary>
    private static readonly ConvolutionShape[] HalvedShapes =
    [
        new(2, 5, 6, 32, 7, 3, 3, 2, 2, 1, 1, 3, 16),
        new(2, 8, 16, 16, 6, 3, 3, 2, 2, 1, 1, 8, 8),
        new(1, 3, 5, 80, 5, 3, 3, 2, 2, 1, 1, 3, 40),
        new(2, 6, 7, 47, 4, 3, 3, 2, 2, 1, 1, 4, 24),
        new(3, 9, 9, 13, 5, 3, 3, 2, 2, 0, 1, 4, 7),
        new(2, 4, 6, 30, 3, 5, 3, 1, 2, 2, 1, 6, 15),
        new(2, 4, 11, 16, 6, 2, 3, 3, 2, 1, 1, 4, 8),
        new(2, 6, 8, 32, 8, 3, 3, 2, 2, 1, 1, 4, 16, Groups: 2),
        new(1, 16, 48, 48, 24, 3, 3, 2, 2, 1, 1, 24, 24),
        new(1, 24, 48, 48, 24, 1, 3, 2, 2, 0, 1, 24, 24),
        new(2, 3, 12, 16, 4, 3, 3, 2, 2, 2, 1, 5, 8, 3),
        new(1, 2, 3, 1, 3, 3, 3, 2, 2, 1, 1, 2, 1),
    ];

    private static IEnumerable<ConvolutionShape> AllShapes => [.. Shapes, .. ChannelShapes, .. ColumnShapes, .. HalvedShapes];

    public static TheoryData<int> Widths => Machine.Widths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Forward_IsTheNaiveSum_WithBiasAndMap(int width)
    {
        foreach (ConvolutionShape shape in AllShapes)
        {
            (float[] x, float[] kernel, _) = Inputs(shape);
            float[] bias = Numbers.Random(shape.OutputChannels, seed: 4);
            Sum[] expected = new Sum[shape.OutputLength];
            ForEachTerm(shape, (i, k, o) => expected[o].Add((double)x[i] * kernel[k]));
            using Fence fence = new((int)shape.OutputLength);
            Convolution.Forward<Identity>(Machine.WithWidth(width), x, kernel, [], fence.Span, shape);
            Numbers.AssertSums(expected, fence.Span, $"{shape}");

            float[] mapped = new float[shape.OutputLength];
            Convolution.Forward(Machine.WithWidth(width), x, kernel, bias, mapped, shape, new IndexedMap(3f));
            int plane = shape.OutputHeight * shape.OutputWidth;
            for (int i = 0; i < mapped.Length; i++)
            {
                Assert.Equal(IndexedMap.Scalar(fence.Span[i] + bias[i / plane % shape.OutputChannels], i, 3f), mapped[i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void InputGradient_IsTheTransposeOfForward(int width)
    {
        foreach (ConvolutionShape shape in AllShapes)
        {
            (_, float[] kernel, float[] dy) = Inputs(shape);
            Sum[] expected = new Sum[shape.InputLength];
            ForEachTerm(shape, (i, k, o) => expected[i].Add((double)dy[o] * kernel[k]));
            using Fence fence = new((int)shape.InputLength);
            Convolution.InputGradient(Machine.WithWidth(width), dy, kernel, fence.Span, shape);
            Numbers.AssertSums(expected, fence.Span, $"{shape}");
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void KernelGradient_IsTheNaiveSum(int width)
    {
        foreach (ConvolutionShape shape in AllShapes)
        {
            (float[] x, _, float[] dy) = Inputs(shape);
            Sum[] expected = new Sum[shape.KernelLength];
            ForEachTerm(shape, (i, k, o) => expected[k].Add((double)dy[o] * x[i]));
            using Fence fence = new((int)shape.KernelLength);
            Convolution.KernelGradient(Machine.WithWidth(width), x, dy, fence.Span, shape);
            Numbers.AssertSums(expected, fence.Span, $"{shape}");
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void PixelsAtTheEndsOfRows_AreSeenByTheirNeighboursAlone(int width)
    {
        foreach (ConvolutionShape shape in ColumnShapes.Concat(HalvedShapes).Where(static s => s.InputLength < 10_000))
        {
            (float[] x, float[] kernel, float[] dy) = Inputs(shape);
            bool isColumns = FormOf(shape) == ProductForm.KernelColumns;
            foreach (int place in (int[])[0, shape.Width - 1, shape.Width, (int)Math.Min(shape.InputLength, shape.OutputLength) - 1])
            {
                float[] broken = isColumns ? [.. x] : [.. dy];
                broken[Math.Min(place, broken.Length - 1)] = float.NaN;
                int at = Array.FindIndex(broken, float.IsNaN);
                bool[] expected = new bool[isColumns ? shape.OutputLength : shape.InputLength];
                float[] result = new float[expected.Length];
                if (isColumns)
                {
                    ForEachTerm(shape, (i, _, o) => expected[o] |= i == at);
                    Convolution.Forward<Identity>(Machine.WithWidth(width), broken, kernel, [], result, shape);
                }
                else
                {
                    ForEachTerm(shape, (i, _, o) => expected[i] |= o == at);
                    Convolution.InputGradient(Machine.WithWidth(width), broken, kernel, result, shape);
                }

                Assert.Equal(expected, result.Select(float.IsNaN));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void DepthwisePixelsAtTheEndsOfRows_AreSeenByTheirNeighboursAlone(int width)
    {
        ConvolutionShape shape = new(2, 3, 6, 5, 3, 3, 3, 1, 1, 1, 1, 6, 5, Groups: 3);
        (float[] x, float[] kernel, _) = Inputs(shape);
        foreach (int place in (int[])[4, 5, 29, 30, 94])
        {
            float[] broken = [.. x];
            broken[place] = float.NaN;
            bool[] expected = new bool[shape.OutputLength];
            ForEachTerm(shape, (i, _, o) => expected[o] |= i == place);
            float[] y = new float[shape.OutputLength];
            Convolution.Forward<Identity>(Machine.WithWidth(width), broken, kernel, [], y, shape);
            Assert.Equal(expected, y.Select(float.IsNaN));

            bool[] expectedBack = new bool[shape.InputLength];
            ForEachTerm(shape, (i, _, o) => expectedBack[i] |= o == place);
            Convolution.InputGradient(Machine.WithWidth(width), broken, kernel, y, shape);
            Assert.Equal(expectedBack, y.Select(float.IsNaN));

            // The kernel of another channel never sees it.
            float[] dkernel = new float[shape.KernelLength];
            Convolution.KernelGradient(Machine.WithWidth(width), broken, x, dkernel, shape);
            Convolution.KernelGradient(Machine.WithWidth(width), x, broken, kernel, shape);
            int channel = place / 30 % 3;
            for (int i = 0; i < dkernel.Length; i++)
            {
                Assert.True(i / 9 == channel || !(float.IsNaN(dkernel[i]) || float.IsNaN(kernel[i])), $"{place} reaches {i}");
            }

            kernel = Numbers.Random((int)shape.KernelLength, seed: 2);
        }
    }

    [Fact]
    public void ChannelShapes_HaveChannelsAlongTheLanes()
    {
        string[] others = [.. ChannelShapes.Where(static s => !PrefersChannels(s)).Select(static s => s.ToString())];
        Assert.Empty(others);
        Assert.Contains(Shapes, static s => !PrefersChannels(s));
    }

    [Fact]
    public void ColumnShapes_HaveSumsForEachColumn()
    {
        Assert.DoesNotContain(ColumnShapes, static s => FormOf(s) != ProductForm.KernelColumns);
        Assert.DoesNotContain(HalvedShapes, static s => !KernelColumns.SuitHalved(s));
        Assert.Contains(Shapes, static s => FormOf(s) == ProductForm.Patches && !KernelColumns.SuitHalved(s));
    }

    [Fact]
    public void KernelColumns_AreThreeBesideEachOther()
    {
        ConvolutionShape shape = ColumnShapes[0];
        Assert.False(KernelColumns.Suit((shape with { PadLeft = 0 }).Sizes));
        Assert.False(KernelColumns.Suit((shape with { KernelWidth = 5 }).Sizes));
        Assert.False(KernelColumns.Suit((shape with { DilationWidth = 2 }).Sizes));
        Assert.False(KernelColumns.Suit((shape with { OutputWidth = 31 }).Sizes));
        Assert.False(KernelColumns.Suit((shape with { DilationHeight = 1 << 24 }).Sizes));
        Assert.False(KernelColumns.Suit((shape with { Width = int.MaxValue, OutputWidth = int.MaxValue }).Sizes));
        shape = HalvedShapes[0];
        Assert.False(KernelColumns.SuitHalved(shape with { PadLeft = 0 }));
        Assert.False(KernelColumns.SuitHalved(shape with { StrideHeight = 17 }));
        Assert.False(KernelColumns.SuitHalved(shape with { Width = 34 }));
        Assert.False(KernelColumns.SuitHalved(shape with { Width = 40, OutputWidth = 20 }));
    }

    [Fact]
    public void TheFasterForm_DependsOnAllSizes()
    {
        ConvolutionShape shape = new(1, 16, 14, 14, 32, 3, 3, 1, 1, 1, 0, 14, 14);
        Assert.True(PrefersChannels(shape));
        Assert.False(PrefersChannels(shape with { InputChannels = 1 }));
        Assert.False(PrefersChannels(shape with { OutputChannels = 1 }));
        Assert.False(PrefersChannels(shape with { OutputWidth = 1, StrideWidth = 14 }));
        Assert.False(PrefersChannels(shape with { KernelHeight = 1, KernelWidth = 1, PadTop = 0, PadLeft = 0 }));
    }

    [Fact]
    public void NoImages_GiveAZeroKernelGradient()
    {
        ConvolutionShape shape = Shapes[0] with { Batch = 0 };
        float[] dkernel = [.. Enumerable.Repeat(1f, (int)shape.KernelLength)];
        Convolution.KernelGradient(Threads.Shared, [], [], dkernel, shape);
        Convolution.Forward<Identity>(Threads.Shared, [], dkernel, [], [], shape);
        Assert.All(dkernel, static x => Assert.Equal(0f, x));
    }

    [Fact]
    public void WrongLengths_AreRefusedWithBothLengths()
    {
        ConvolutionShape shape = Shapes[0];
        (float[] x, float[] kernel, float[] dy) = Inputs(shape);
        ArgumentException error = Assert.Throws<ArgumentException>(() =>
            Convolution.Forward<Identity>(Threads.Shared, x.AsSpan(1), kernel, [], dy, shape));
        Assert.Contains("Expected 128 elements, found 127", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Convolution.Forward<Identity>(Threads.Shared, x, kernel, new float[3], dy, shape));
        Assert.Throws<ArgumentException>(() => Convolution.KernelGradient(Threads.Shared, x, dy, kernel.AsSpan(1), shape));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Convolution.InputGradient(Threads.Shared, dy, kernel, x, shape with { StrideWidth = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Convolution.InputGradient(Threads.Shared, dy, kernel, x, shape with { DilationHeight = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Convolution.InputGradient(Threads.Shared, dy, kernel, x, shape with { DilationWidth = int.MaxValue }));
        Assert.Contains("1 and 16 channels in 2 groups", Assert.Throws<ArgumentOutOfRangeException>(() =>
            Convolution.Forward<Identity>(Threads.Shared, x, kernel, [], dy, shape with { Groups = 2 })).Message, StringComparison.Ordinal);
    }

    private static bool PrefersChannels(ConvolutionShape s) => FormOf(s) == ProductForm.Channels;

    private static ProductForm FormOf(ConvolutionShape s) => ForwardCost.Cheapest(s.Sizes, s.Batch, s.GroupOutputs);

    private static (float[] X, float[] Kernel, float[] Dy) Inputs(ConvolutionShape shape) => (
        Numbers.Random((int)shape.InputLength, seed: 1),
        Numbers.Random((int)shape.KernelLength, seed: 2),
        Numbers.Random((int)shape.OutputLength, seed: 3));

    /// <summary>Visits the indices (in x, in the kernel, in y) of every product that the definition has.</summary>
    private static void ForEachTerm(ConvolutionShape s, Action<int, int, int> visit)
    {
        for (int o = 0; o < s.OutputLength; o++)
        {
            int column = o % s.OutputWidth;
            int row = o / s.OutputWidth % s.OutputHeight;
            int channel = o / s.OutputWidth / s.OutputHeight % s.OutputChannels;
            int image = o / s.OutputWidth / s.OutputHeight / s.OutputChannels;
            int inputs = s.InputChannels / s.Groups;
            int first = channel / (s.OutputChannels / s.Groups) * inputs;
            for (int c = 0; c < inputs; c++)
            {
                for (int i = 0; i < s.KernelHeight; i++)
                {
                    for (int j = 0; j < s.KernelWidth; j++)
                    {
                        int y = (row * s.StrideHeight) + (i * s.DilationHeight) - s.PadTop;
                        int x = (column * s.StrideWidth) + (j * s.DilationWidth) - s.PadLeft;
                        if (y >= 0 && y < s.Height && x >= 0 && x < s.Width)
                        {
                            visit(
                                (((((image * s.InputChannels) + first + c) * s.Height) + y) * s.Width) + x,
                                (((((channel * inputs) + c) * s.KernelHeight) + i) * s.KernelWidth) + j,
                                o);
                        }
                    }
                }
            }
        }
    }
}
