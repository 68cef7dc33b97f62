using System.Globalization;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Operations;

/// <summary>How a window slides along one axis.</summary>
/// <param name="Size">The size of the window.</param>
/// <param name="Stride">The step.</param>
/// <param name="Dilation">Places of the axis from an element of the window to the next.</param>
/// <param name="Zeros">Zeros before and behind the axis; null for as many as make ⌈length / stride⌉ positions, an odd one behind.</param>
/// <param name="Extra">Places that spreading adds behind: of the lengths that have so many positions, how much longer than the shortest.</param>
internal readonly record struct Slide(int Size, int Stride = 1, int Dilation = 1, (int Before, int After)? Zeros = null, int Extra = 0)
{
    /// <summary>Places from the first element of the window to the last, both counted.</summary>
    public long Reach => ((Size - 1L) * Dilation) + 1;

    /// <summary>The sizes of a window: <c>3x3</c>, with the places that it reaches over where these are more.</summary>
    public static string Text(IReadOnlyList<Slide> slides)
    {
        string sizes = string.Join("x", slides.Select(static slide => slide.Size.ToString(CultureInfo.InvariantCulture)));
        return slides.All(static slide => slide.Dilation == 1)
            ? sizes
            : $"{sizes} that reaches over {string.Join("x", slides.Select(static slide => slide.Reach.ToString(CultureInfo.InvariantCulture)))}";
    }

    /// <summary>The largest window that fits, as large along each axis; 0 when none does.</summary>
    public static long LargestWindow(IReadOnlyList<Slide> slides, Shape shape) => slides.Select((slide, axis) => slide.Largest(shape[2 + axis].Constant)).Min();

    /// <summary>What would help against a window that is too large, in words.</summary>
    public static string Advice(IReadOnlyList<Slide> slides, Shape shape) => LargestWindow(slides, shape) is > 0 and var largest
        ? $"make it {largest.ToString(CultureInfo.InvariantCulture)} or smaller"
        : "make it smaller";

    /// <summary>The number of positions along an axis, and the zeros before it; null when the window does not fit.</summary>
    public (int Positions, int Before)? Over(int length)
    {
        // In 64 bits: an image may be as long as an array can be.
        if (Zeros is (var before, var after))
        {
            long room = (long)before + length + after - Reach;
            return room < 0 || room / Stride >= int.MaxValue ? null : ((int)(room / Stride) + 1, before);
        }

        long positions = (length + (long)Stride - 1) / Stride;
        return ((int)positions, (int)(Padding(positions, length) / 2));
    }

    /// <summary>The length of the axis that has so many positions, and the zeros before it; null when there is none.</summary>
    public (int Length, int Before)? Spread(int positions)
    {
        long covered = ((positions - 1L) * Stride) + Reach;
        (long length, long before) = Zeros is { } zeros
            ? (covered - zeros.Before - zeros.After + Extra, zeros.Before)
            : ((long)positions * Stride, Padding(positions, (long)positions * Stride) / 2);
        return length < 1 || length > int.MaxValue ? null : ((int)length, (int)before);
    }

    private long Largest(long length)
    {
        long room = length + (Zeros is { } zeros ? zeros.Before + (long)zeros.After : 0);
        return room < 1 ? 0 : ((room - 1) / Dilation) + 1;
    }

    private long Padding(long positions, long length) => Math.Max(0, ((positions - 1) * Stride) + Reach - length);
}
