using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Functions;

/// <summary>
/// Convolutions in the sense of the field (LeCun et al. 1989), <c>y[o, p] = Σ_{c, i} x[c, stride · p + dilation · i − zeros] · k[o, c, i]
/// + b[o]</c>, dilated (Yu, Koltun 2016) and in groups (Krizhevsky et al. 2012), over sequences, images and volumes.
/// </summary>
internal static class Convolutions
{
    /// <summary><c>x [n, c, h, w]</c> with <c>kernel [o, c / groups, kh, kw]</c>.</summary>
    public static Node OfImages(ISite site, Node x, Node kernel, Node? bias, Slide down, Slide right, int groups) =>
        WithBias(site, site.Builder.Add(new Convolution(Sliding.On(site, x, down, right), groups), x, kernel), bias);

    /// <summary><c>x [n, c, t]</c> with <c>kernel [o, c / groups, k]</c>. A length that is a name is no matter where every place is visited.</summary>
    public static Node OfSequences(ISite site, Node x, Node kernel, Node? bias, Slide along, int groups)
    {
        Sliding.Expect(site, Field.Sequence, x);
        if (!x.Shape[2].IsConstant && along.Stride == 1)
        {
            return WithBias(site, Unfolded(site.Builder, x, kernel, along, groups), bias);
        }

        Convolution convolution = new(Sliding.On(site, x, along), groups);
        Node y = site.Builder.Add(convolution, Sliding.AsImages(site, x), Sliding.AsImages(site, kernel));
        return Sliding.AsSequences(site, WithBias(site, y, bias));
    }

    /// <summary>
    /// <c>x [n, c, d, h, w]</c> with <c>kernel [o, c / groups, kd, kh, kw]</c>: the layers of the volume that a window covers become channels of
    /// one image, for each position of the window in depth.
    /// </summary>
    public static Node OfVolumes(ISite site, Node x, Node kernel, Node? bias, Slide deep, Slide down, Slide right, int groups)
    {
        Sliding.Expect(site, Field.Volume, x);
        int depth = Sliding.Length(site, Field.Volume, x, 2);
        int height = Sliding.Length(site, Field.Volume, x, 3);
        int width = Sliding.Length(site, Field.Volume, x, 4);
        Window window = Window.Create(height, width, down, right) ?? throw site.WindowTooLarge(x, deep, down, right);
        (int positions, int before) = deep.Over(depth) ?? throw site.WindowTooLarge(x, deep, down, right);

        GraphBuilder b = site.Builder;
        (Size n, Size channels, Size member, Size outputs) = (x.Shape[0], x.Shape[1], kernel.Shape[1], kernel.Shape[0]);
        Node layers = b.Reshape(b.Permute(x, [0, 2, 1, 3, 4]), [n, depth, groups, member * height * width]);
        Node covered = b.Concat(3, [.. Steps(b, layers, 1, deep, positions, before)]);
        Node images = b.Reshape(covered, [n * positions, channels * deep.Size, height, width]);
        Node filters = b.Reshape(b.Permute(kernel, [0, 2, 1, 3, 4]), [outputs, member * deep.Size, down.Size, right.Size]);
        Node y = WithBias(site, b.Add(new Convolution(window, groups), images, filters), bias);
        return b.Permute(b.Reshape(y, [n, positions, outputs, window.OutputHeight, window.OutputWidth]), [0, 2, 1, 3, 4]);
    }

    /// <summary>
    /// The transposed convolution (Zeiler et al. 2010) of <c>x [n, c, h, w]</c> with <c>kernel [c, o / groups, kh, kw]</c>: each pixel adds a
    /// multiple of the kernel, which is the derivative of a convolution by its image.
    /// </summary>
    public static Node TransposedOfImages(ISite site, Node x, Node kernel, Node? bias, Slide down, Slide right, int groups)
    {
        Sliding.Expect(site, Field.Image, x);
        Window window = Window.Spread(Sliding.Length(site, Field.Image, x, 2), Sliding.Length(site, Field.Image, x, 3), down, right)
            ?? throw site.Refused("takes away more at the border than there is; choose a smaller 'Pad'");
        Sliding.PlaneOf(site, window.Height, window.Width);
        return WithBias(site, site.Builder.Add(new ConvolutionInputGradient(window, groups), kernel, x), bias);
    }

    /// <summary>The same along one axis: <c>x [n, c, t]</c> with <c>kernel [c, o / groups, k]</c>.</summary>
    public static Node TransposedOfSequences(ISite site, Node x, Node kernel, Node? bias, Slide along, int groups)
    {
        Sliding.Expect(site, Field.Sequence, x);
        Window window = Window.Spread(1, Sliding.Length(site, Field.Sequence, x, 2), new Slide(1, Zeros: (0, 0)), along)
            ?? throw site.Refused("takes away more at the border than there is; choose a smaller 'Pad'");
        Node y = site.Builder.Add(new ConvolutionInputGradient(window, groups), Sliding.AsImages(site, kernel), Sliding.AsImages(site, x));
        return Sliding.AsSequences(site, WithBias(site, y, bias));
    }

    /// <summary>The product of the kernel with all windows put together, for a length that is known only when it runs.</summary>
    private static Node Unfolded(GraphBuilder b, Node x, Node kernel, Slide along, int groups)
    {
        (Size n, Size length, Size outputs, Size member) = (x.Shape[0], x.Shape[2], kernel.Shape[0], kernel.Shape[1]);
        (int before, int after) = along.Zeros ?? ((int)((along.Reach - 1) / 2), (int)(along.Reach / 2));
        Size padded = length + before + after;
        Size positions = padded - (along.Reach - 1);
        Node wide = before + after == 0 ? x : b.Pad(x, 2, before, padded);
        Node grouped = b.Reshape(wide, [n, groups, member, padded]);
        Node[] steps = [.. Enumerable.Range(0, along.Size).Select(tap => b.Slice(grouped, 3, tap * (long)along.Dilation, positions))];
        Node windows = steps.Length == 1 ? steps[0] : b.Concat(2, steps);
        Node filters = b.Reshape(
            b.Permute(b.Reshape(kernel, [groups, outputs.DividedBy(groups), member, along.Size]), [0, 1, 3, 2]),
            [groups, outputs.DividedBy(groups), member * along.Size]);
        return b.Reshape(b.Contract("ngit", "goi", "ngot", windows, filters), [n, outputs, positions]);
    }

    /// <summary>For each element of a window that slides along an axis, what it sees at each position.</summary>
    private static IEnumerable<Node> Steps(GraphBuilder b, Node x, int axis, Slide along, int positions, int before)
    {
        // Long enough for whole strides after the last element of the window.
        long total = Math.Max(before + x.Shape[axis].Constant, ((along.Size - 1L) * along.Dilation) + ((long)positions * along.Stride));
        Node wide = total == x.Shape[axis].Constant ? x : b.Pad(x, axis, before, total);
        for (int tap = 0; tap < along.Size; tap++)
        {
            Node run = b.Slice(wide, axis, tap * (long)along.Dilation, (long)positions * along.Stride);
            yield return along.Stride == 1 ? run : EveryFirst(b, run, axis, positions, along.Stride);
        }
    }

    /// <summary>The first of every so many places along an axis.</summary>
    private static Node EveryFirst(GraphBuilder b, Node x, int axis, int count, int stride)
    {
        Size[] before = [.. x.Shape.Take(axis)];
        Size[] behind = [.. x.Shape.Skip(axis + 1)];
        Node runs = b.Reshape(x, [.. before, count, stride, .. behind]);
        return b.Reshape(b.Slice(runs, axis + 1, 0, 1), [.. before, count, .. behind]);
    }

    private static Node WithBias(ISite site, Node y, Node? bias) => bias is null
        ? y
        : site.Builder.Add(y, site.Builder.Broadcast(bias, y.Shape, new Support.EquatableArray<int>([.. Enumerable.Range(0, y.Shape.Rank).Where(static axis => axis != 1)])));
}
