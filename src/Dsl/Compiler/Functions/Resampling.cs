using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Functions;

/// <summary>Larger images from smaller ones, and channels exchanged for pixels.</summary>
internal static class Resampling
{
    /// <summary>Every pixel of <c>[n, c, h, w]</c> as a square of equal pixels.</summary>
    public static Node Nearest(ISite site, Node x, int factor)
    {
        Sliding.Expect(site, Field.Image, x);
        (Size n, Size channels, Size height, Size width) = (x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3]);
        Node squares = site.Builder.Broadcast(x, [n, channels, height, factor, width, factor], [3, 5]);
        return site.Builder.Reshape(squares, [n, channels, height * factor, width * factor]);
    }

    /// <summary>
    /// Between the centres of pixels, linear in both directions; beyond the outermost centres as there. Each direction is the product with
    /// a matrix of weights.
    /// </summary>
    public static Node Bilinear(ISite site, Node x, int factor)
    {
        Sliding.Expect(site, Field.Image, x);
        GraphBuilder b = site.Builder;
        Node wide = b.Contract("nchw", "sw", "nchs", x, Interpolation(b, x.Shape[3], factor));
        return b.Contract("nchs", "rh", "ncrs", wide, Interpolation(b, x.Shape[2], factor));
    }

    /// <summary>Sub-pixel convolution's rearrangement (Shi et al. 2016): <c>[n, c r², h, w]</c> to <c>[n, c, h r, w r]</c>.</summary>
    public static Node PixelShuffle(ISite site, Node x, int factor)
    {
        Sliding.Expect(site, Field.Image, x);
        (Size n, Size height, Size width) = (x.Shape[0], x.Shape[2], x.Shape[3]);
        long square = (long)factor * factor;
        if (x.Shape[1].Content % square != 0)
        {
            throw site.Misfit(x, FormattableString.Invariant($"channels that {square} divides"), FormattableString.Invariant($"give it a multiple of {square} channels"));
        }

        Size channels = x.Shape[1].DividedBy(square);
        Node parts = site.Builder.Permute(site.Builder.Reshape(x, [n, channels, factor, factor, height, width]), [0, 1, 4, 2, 5, 3]);
        return site.Builder.Reshape(parts, [n, channels, height * factor, width * factor]);
    }

    /// <summary>The inverse of <see cref="PixelShuffle"/>: <c>[n, c, h r, w r]</c> to <c>[n, c r², h, w]</c>.</summary>
    public static Node PixelUnshuffle(ISite site, Node x, int factor)
    {
        Sliding.Expect(site, Field.Image, x);
        (Size n, Size channels) = (x.Shape[0], x.Shape[1]);
        if (x.Shape[2].Content % factor != 0 || x.Shape[3].Content % factor != 0)
        {
            throw site.Misfit(
                x, FormattableString.Invariant($"a height and a width that {factor} divides"), FormattableString.Invariant($"give it images whose sides are multiples of {factor}"));
        }

        (Size height, Size width) = (x.Shape[2].DividedBy(factor), x.Shape[3].DividedBy(factor));
        Node parts = site.Builder.Permute(site.Builder.Reshape(x, [n, channels, height, factor, width, factor]), [0, 1, 3, 5, 2, 4]);
        return site.Builder.Reshape(parts, [n, channels * ((long)factor * factor), height, width]);
    }

    /// <summary>
    /// The matrix <c>[f L, L]</c> of linear interpolation. Place i lies at s = (i + ½) / f − ½ among the centres 0 … L − 1, and centre j counts
    /// by 1 − |s − j|. Beyond the outermost centres only one of them is left, with less than 1: the weights of each place are
    /// divided by their sum.
    /// </summary>
    private static Node Interpolation(GraphBuilder b, Size length, int factor)
    {
        Shape shape = [length * factor, length];
        Node place = b.Multiply(b.Positions(shape, 0), b.Fill(shape, 1, factor));
        Node distance = b.Abs(b.Subtract(b.Add(place, b.Fill(shape, (0.5 / factor) - 0.5)), b.Positions(shape, 1)));
        Node weights = b.Maximum(b.Subtract(b.Fill(shape, 1), distance), b.Fill(shape, 0));
        return b.Divide(weights, b.Broadcast(b.Sum(weights, [1]), shape, [1]));
    }
}
