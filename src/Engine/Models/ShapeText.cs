using System.Collections.Immutable;
using System.Globalization;

namespace Adjoint;

/// <summary>Shapes as messages show them, and the number of elements they hold.</summary>
internal static class ShapeText
{
    /// <summary>The shape in brackets, alike in every culture: <c>[16, 1, 3, 3]</c>.</summary>
    public static string Of(ImmutableArray<int> shape) =>
        $"[{string.Join(", ", shape.Select(static size => size.ToString(CultureInfo.InvariantCulture)))}]";

    /// <summary>The number of elements; 1 for the empty shape.</summary>
    public static int Product(ImmutableArray<int> shape)
    {
        int product = 1;
        foreach (int size in shape)
        {
            product = checked(product * size);
        }

        return product;
    }
}
