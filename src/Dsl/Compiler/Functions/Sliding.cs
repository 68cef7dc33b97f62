using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Functions;

/// <summary>Windows on values, with the errors that users see.</summary>
internal static class Sliding
{
    /// <summary>Checks that a value has the axes of a field.</summary>
    public static void Expect(ISite site, Field field, Node x)
    {
        if (x.Shape.Rank != field.Rank)
        {
            throw site.WrongAxes(field, x);
        }
    }

    /// <summary>The length of an axis along which a window slides.</summary>
    public static int Length(ISite site, Field field, Node x, int axis) => x.Shape[axis] is { IsConstant: true } size
        ? (int)size.Constant
        : throw site.NamedAxis(field, x, x.Shape[axis]);

    /// <summary>A window on images.</summary>
    public static Window On(ISite site, Node x, Slide down, Slide right)
    {
        Expect(site, Field.Image, x);
        return Window.Create(Length(site, Field.Image, x, 2), Length(site, Field.Image, x, 3), down, right) ?? throw site.WindowTooLarge(x, down, right);
    }

    /// <summary>A window on sequences, taken for images of one row.</summary>
    public static Window On(ISite site, Node x, Slide along)
    {
        Expect(site, Field.Sequence, x);
        return Window.Create(1, Length(site, Field.Sequence, x, 2), new Slide(1), along) ?? throw site.WindowTooLarge(x, along);
    }

    /// <summary>Sequences <c>[n, c, length]</c>, or their kernels, as images of one row.</summary>
    public static Node AsImages(ISite site, Node x) => site.Builder.Reshape(x, [x.Shape[0], x.Shape[1], 1, x.Shape[2]]);

    /// <summary>Images of one row as sequences.</summary>
    public static Node AsSequences(ISite site, Node x) => site.Builder.Reshape(x, [x.Shape[0], x.Shape[1], x.Shape[3]]);

    /// <summary>The channels of a group.</summary>
    public static Size ChannelsOfGroup(ISite site, Node x, int groups) => x.Shape[1].Content % groups == 0
        ? x.Shape[1].DividedBy(groups)
        : throw site.Misfit(x, $"channels that its {Text(groups)} groups divide", $"choose a number of groups that divides {Wording.Of(x.Shape[1])}");

    /// <summary>Checks that the groups divide the filters.</summary>
    public static void ExpectFilters(ISite site, Size filters, int groups)
    {
        if (filters.Content % groups != 0)
        {
            throw site.Refused($"cuts {Wording.Of(filters)} filters into {Text(groups)} groups; choose a number of groups that divides both filters and channels");
        }
    }

    /// <summary>The pixels of an image, when an array can hold them.</summary>
    public static int PlaneOf(ISite site, int height, int width) => (long)height * width <= int.MaxValue
        ? height * width
        : throw site.Refused($"makes images of {Text(height)}x{Text(width)}, which is more than the 2,147,483,647 elements that an array can hold");

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
