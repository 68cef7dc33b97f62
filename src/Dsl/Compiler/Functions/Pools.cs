using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Functions;

/// <summary>The largest element and the mean of windows, of whole channels, and of as many windows as are asked for.</summary>
internal static class Pools
{
    /// <summary>The maxima of windows on <c>[n, c, h, w]</c>; a border is as −∞.</summary>
    public static Node MaxOfImages(ISite site, Node x, Slide down, Slide right)
    {
        ExpectBorder(site, down, right);
        return site.Builder.Add(new MaxPool(Sliding.On(site, x, down, right)), x);
    }

    /// <summary>The maxima of windows on <c>[n, c, t]</c>.</summary>
    public static Node MaxOfSequences(ISite site, Node x, Slide along)
    {
        ExpectBorder(site, along);
        return Sliding.AsSequences(site, site.Builder.Add(new MaxPool(Sliding.On(site, x, along)), Sliding.AsImages(site, x)));
    }

    /// <summary>The maxima of windows on <c>[n, c, d, h, w]</c>: in each layer of depth, then of these along the depth. The first of equal ones stays the first.</summary>
    public static Node MaxOfVolumes(ISite site, Node x, Slide deep, Slide down, Slide right)
    {
        ExpectBorder(site, deep, down, right);
        Sliding.Expect(site, Field.Volume, x);
        (Size n, Size channels) = (x.Shape[0], x.Shape[1]);
        int depth = Sliding.Length(site, Field.Volume, x, 2);
        int height = Sliding.Length(site, Field.Volume, x, 3);
        int width = Sliding.Length(site, Field.Volume, x, 4);
        Window across = Window.Create(height, width, down, right) ?? throw site.WindowTooLarge(x, deep, down, right);
        int plane = Sliding.PlaneOf(site, across.OutputHeight, across.OutputWidth);
        Window along = Window.Create(depth, plane, deep, new Slide(1)) ?? throw site.WindowTooLarge(x, deep, down, right);
        Node layers = site.Builder.Add(new MaxPool(across), site.Builder.Reshape(x, [n, channels * depth, height, width]));
        Node maxima = site.Builder.Add(new MaxPool(along), site.Builder.Reshape(layers, [n, channels, depth, plane]));
        return site.Builder.Reshape(maxima, [n, channels, along.OutputHeight, across.OutputHeight, across.OutputWidth]);
    }

    /// <summary>
    /// The means of windows on <c>[n, c, h, w]</c>: every channel is an image, filtered with equal weights. The zeros of a border count as
    /// elements or do not.
    /// </summary>
    public static Node MeanOfImages(ISite site, Node x, Slide down, Slide right, bool countsBorder)
    {
        ExpectBorder(site, down, right);
        return Mean(site, x, Sliding.On(site, x, down, right), countsBorder);
    }

    /// <summary>The means of windows on <c>[n, c, t]</c>.</summary>
    public static Node MeanOfSequences(ISite site, Node x, Slide along, bool countsBorder)
    {
        ExpectBorder(site, along);
        return Sliding.AsSequences(site, Mean(site, Sliding.AsImages(site, x), Sliding.On(site, x, along), countsBorder));
    }

    /// <summary>The mean of every channel of <c>[n, c, …]</c>.</summary>
    public static Node MeanOfChannels(ISite site, Node x) => site.Builder.Mean(x, InSpace(site, x));

    /// <summary>The largest element of every channel of <c>[n, c, …]</c>; equal ones share the derivative.</summary>
    public static Node MaxOfChannels(ISite site, Node x) => site.Builder.Max(x, InSpace(site, x));

    /// <summary>
    /// The means of as many windows as are asked for: window i of m on a length of L reaches from ⌊i L / m⌋ to ⌈(i + 1) L / m⌉. These are
    /// equal windows side by side where m divides L.
    /// </summary>
    public static Node AdaptiveMean(ISite site, Node x, int rows, int columns)
    {
        Sliding.Expect(site, Field.Image, x);
        int height = Sliding.Length(site, Field.Image, x, 2);
        int width = Sliding.Length(site, Field.Image, x, 3);
        if (height % rows == 0 && width % columns == 0)
        {
            (int h, int w) = (height / rows, width / columns);
            return Mean(site, x, Window.Create(height, width, new Slide(h, h, Zeros: (0, 0)), new Slide(w, w, Zeros: (0, 0)))!, countsBorder: true);
        }

        GraphBuilder b = site.Builder;
        Node wide = b.Contract("nchw", "rh", "ncrw", x, Averaging(b, rows, height));
        return b.Contract("ncrw", "sw", "ncrs", wide, Averaging(b, columns, width));
    }

    /// <summary>The matrix <c>[outputs, inputs]</c> of means over windows whose number is given. Element j is in window i when (j, j + 1) · m meets (i, i + 1) · L.</summary>
    private static Node Averaging(GraphBuilder b, int outputs, int inputs)
    {
        Shape shape = [outputs, inputs];
        Node start = Scaled(b, b.Positions(shape, 0), inputs);
        Node element = Scaled(b, b.Positions(shape, 1), outputs);
        Node begins = b.Greater(b.Add(element, b.Fill(shape, outputs)), start);
        Node ends = b.Greater(b.Add(start, b.Fill(shape, inputs)), element);
        Node members = b.Multiply(begins, ends);
        return b.Divide(members, b.Broadcast(b.Sum(members, [1]), shape, [1]));
    }

    private static Node Mean(ISite site, Node x, Window window, bool countsBorder)
    {
        GraphBuilder b = site.Builder;
        long size = (long)window.WindowHeight * window.WindowWidth;
        Node planes = b.Reshape(x, [x.Shape[0] * x.Shape[1], 1, window.Height, window.Width]);
        Node weights = b.Fill([1, 1, window.WindowHeight, window.WindowWidth], 1, countsBorder ? size : 1);
        Node sums = b.Add(new Convolution(window), planes, weights);
        if (!countsBorder)
        {
            Shape shape = [window.OutputHeight, window.OutputWidth];
            Node counts = b.Multiply(
                Covered(b, shape, 0, window.StrideHeight, window.PadTop, window.WindowHeight, window.Height),
                Covered(b, shape, 1, window.StrideWidth, window.PadLeft, window.WindowWidth, window.Width));
            sums = b.Divide(sums, b.Broadcast(counts, sums.Shape, [0, 1]));
        }

        return b.Reshape(sums, [x.Shape[0], x.Shape[1], window.OutputHeight, window.OutputWidth]);
    }

    /// <summary>How many elements a window has inside: <c>min(p · stride − zeros + window, length) − max(p · stride − zeros, 0)</c>.</summary>
    private static Node Covered(GraphBuilder b, Shape shape, int axis, int stride, int zeros, int window, int length)
    {
        Node first = b.Subtract(Scaled(b, b.Positions(shape, axis), stride), b.Fill(shape, zeros));
        Node end = b.Minimum(b.Add(first, b.Fill(shape, window)), b.Fill(shape, length));
        return b.Subtract(end, b.Maximum(first, b.Fill(shape, 0)));
    }

    private static Node Scaled(GraphBuilder b, Node x, int factor) => b.Multiply(x, b.Fill(x.Shape, factor));

    private static EquatableArray<int> InSpace(ISite site, Node x) => x.Shape.Rank > 2
        ? Enumerable.Range(2, x.Shape.Rank - 2).ToEquatableArray()
        : throw site.WrongAxes(Field.Image, x);

    /// <summary>A border of more than half a window would make windows of nothing but border.</summary>
    private static void ExpectBorder(ISite site, params Slide[] slides)
    {
        foreach (Slide slide in slides)
        {
            if (slide.Zeros is { } zeros && zeros.Before > slide.Size / 2)
            {
                throw site.Refused(FormattableString.Invariant($"pads by {zeros.Before} on each side, but has a window of {slide.Size}; pad by {slide.Size / 2} at most"));
            }
        }
    }
}
