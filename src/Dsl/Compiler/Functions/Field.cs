namespace Adjoint.Compiler.Functions;

/// <summary>A kind of values with channels and some axes in space or time.</summary>
/// <param name="Dimensions">The number of these axes.</param>
/// <param name="Singular">What users call such a value.</param>
/// <param name="Plural">What they call several.</param>
/// <param name="Axes">The axes of a sample.</param>
/// <param name="Measured">The axes that have to be numbers where windows slide.</param>
/// <param name="Example">The shape of one sample, as an example.</param>
internal sealed record Field(int Dimensions, string Singular, string Plural, string Axes, string Measured, string Example)
{
    public static Field Sequence { get; } = new(1, "sequence", "sequences", "[channels, length]", "length is a number", "1, 100");

    public static Field Image { get; } = new(2, "image", "images", "[channels, height, width]", "height and width are numbers", "1, 28, 28");

    public static Field Volume { get; } = new(3, "volume", "volumes", "[channels, depth, height, width]", "depth, height and width are numbers", "1, 16, 16, 16");

    /// <summary>The number of axes with batch and channels.</summary>
    public int Rank => Dimensions + 2;
}
