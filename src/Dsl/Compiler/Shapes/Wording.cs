namespace Adjoint.Compiler.Shapes;

/// <summary>Sizes and shapes as users write them: <c>2*H + 1</c>, and <c>batch</c> for the size that needs no name elsewhere.</summary>
internal static class Wording
{
    private const string Batch = "batch";

    public static string Of(Size size) => size.Substitute(static name => Size.Named(name == Size.BatchName ? Batch : SizeNames.Declared(name))).ToString().Replace(" * ", "*");

    public static string Of(Shape shape) => "[" + string.Join(", ", shape.Select(Of)) + "]";

    /// <summary>A shape with the type of its elements, where these are whole numbers.</summary>
    public static string Of(TensorType type) => (type.Element == ElementType.Int32 ? "i32" : string.Empty) + Of(type.Shape);
}
