using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

public class ConvolutionTests
{
    public static TheoryData<int> Widths => Machine.Widths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Forward_IsTheNaiveSum_WithBiasAndMap(int width)
    {
        foreach (ConvolutionShape shape in ConvolutionShapes.All)
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
        foreach (ConvolutionShape shape in ConvolutionShapes.All)
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
        foreach (ConvolutionShape shape in ConvolutionShapes.All)
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
        foreach (ConvolutionShape shape in ConvolutionShapes.Columns.Concat(ConvolutionShapes.Halved).Concat(ConvolutionShapes.Winograd).Where(static s => s.InputLength < 25_000))
        {
            (float[] x, float[] kernel, float[] dy) = Inputs(shape);
            bool isForward = FormOf(shape) is ConvolutionForm.KernelColumns or ConvolutionForm.Winograd;
            foreach (int place in (int[])[0, shape.Width - 1, shape.Width, (int)Math.Min(shape.InputLength, shape.OutputLength) - 1])
            {
                float[] broken = isForward ? [.. x] : [.. dy];
                broken[Math.Min(place, broken.Length - 1)] = float.NaN;
                int at = Array.FindIndex(broken, float.IsNaN);
                bool[] expected = new bool[isForward ? shape.OutputLength : shape.InputLength];
                float[] result = new float[expected.Length];
                if (isForward)
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
    public void PixelsAtTheEndsOfRows_ReachTheTapsThatMeetThemAlone(int width)
    {
        foreach (ConvolutionShape shape in ConvolutionShapes.Dots)
        {
            (float[] x, _, float[] dy) = Inputs(shape);
            foreach (int place in (int[])[0, shape.Width - 1, shape.Width, (shape.Height * shape.Width) - 1, (int)shape.InputLength - 1])
            {
                float[] broken = [.. x];
                broken[place] = float.NaN;
                bool[] expected = new bool[shape.KernelLength];
                ForEachTerm(shape, (i, k, _) => expected[k] |= i == place);
                float[] dkernel = new float[shape.KernelLength];
                Convolution.KernelGradient(Machine.WithWidth(width), broken, dy, dkernel, shape);
                Assert.Equal(expected, dkernel.Select(float.IsNaN));
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
        string[] others = [.. ConvolutionShapes.Channels.Where(static s => !PrefersChannels(s)).Select(static s => $"{FormOf(s)} {s}")];
        Assert.True(others.Length == 0, string.Join("\n", others));
        Assert.Contains(ConvolutionShapes.Plain, static s => !PrefersChannels(s));
    }

    [Fact]
    public void ColumnShapes_HaveSumsForEachColumn()
    {
        Assert.DoesNotContain(ConvolutionShapes.Columns, static s => FormOf(s) != ConvolutionForm.KernelColumns);
        Assert.DoesNotContain(ConvolutionShapes.Halved, static s => !KernelColumns.SuitHalved(s));
        Assert.DoesNotContain(ConvolutionShapes.Dots, static s => s.HasManyTapsAndOutputs || !KernelColumns.SuitGradient(s.Sizes));
        Assert.Contains(ConvolutionShapes.Plain, static s => FormOf(s) == ConvolutionForm.Patches && !KernelColumns.SuitHalved(s) && !KernelColumns.SuitGradient(s.Sizes));
    }

    [Fact]
    public void WinogradShapes_HaveTiles()
    {
        string[] others = [.. ConvolutionShapes.Winograd.Where(static s => FormOf(s) != ConvolutionForm.Winograd).Select(static s => $"{FormOf(s)} {s}")];
        Assert.True(others.Length == 0, string.Join("\n", others));
        others = [.. ConvolutionShapes.WinogradSums.Where(static s => !WinogradCost.IsLessForKernels(s)).Select(static s => s.ToString())];
        Assert.True(others.Length == 0, string.Join("\n", others));
        Assert.Contains(ConvolutionShapes.WinogradSums, static s => WinogradGradientPlan.For(s).LanesAreOutputs);
        Assert.Contains(ConvolutionShapes.WinogradSums, static s => !WinogradGradientPlan.For(s).LanesAreOutputs);
        others = [.. ConvolutionShapes.Dots.Where(static s => WinogradCost.IsLessForKernels(s)).Select(static s => s.ToString())];
        Assert.True(others.Length == 0, string.Join("\n", others));
        others = [.. ConvolutionShapes.Plain.Where(static s => FormOf(s) == ConvolutionForm.Winograd || WinogradCost.IsLessForKernels(s)).Select(static s => s.ToString())];
        Assert.True(others.Length == 0, string.Join("\n", others));
    }

    [Fact]
    public void KernelColumns_AreThreeBesideEachOther()
    {
        ConvolutionShape shape = ConvolutionShapes.Columns[0];
        Assert.False(KernelColumns.Suit((shape with { PadLeft = 0 }).Sizes));
        Assert.False(KernelColumns.Suit((shape with { KernelWidth = 5 }).Sizes));
        Assert.False(KernelColumns.Suit((shape with { DilationWidth = 2 }).Sizes));
        Assert.False(KernelColumns.Suit((shape with { OutputWidth = 31 }).Sizes));
        Assert.False(KernelColumns.Suit((shape with { DilationHeight = 1 << 24 }).Sizes));
        Assert.False(KernelColumns.Suit((shape with { Width = int.MaxValue, OutputWidth = int.MaxValue }).Sizes));
        shape = ConvolutionShapes.Halved[0];
        Assert.False(KernelColumns.SuitHalved(shape with { PadLeft = 2 }));
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
        ConvolutionShape shape = ConvolutionShapes.Plain[0] with { Batch = 0 };
        float[] dkernel = [.. Enumerable.Repeat(1f, (int)shape.KernelLength)];
        Convolution.KernelGradient(Threads.Shared, [], [], dkernel, shape);
        Convolution.Forward<Identity>(Threads.Shared, [], dkernel, [], [], shape);
        Assert.All(dkernel, static x => Assert.Equal(0f, x));
    }

    [Fact]
    public void WrongLengths_AreRefusedWithBothLengths()
    {
        ConvolutionShape shape = ConvolutionShapes.Plain[0];
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

    private static bool PrefersChannels(ConvolutionShape s) => FormOf(s) == ConvolutionForm.Channels;

    private static ConvolutionForm FormOf(ConvolutionShape s) => ForwardCost.Cheapest(s.Sizes, s.Batch, s.Groups, s.GroupOutputs);

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
