namespace Adjoint;

/// <summary>The shape of an argument of <c>Forward</c> or of an objective.</summary>
/// <param name="shape">The shape of one sample without the batch axis, such as <c>"T, 64"</c> or <c>"i32[T]"</c>.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ShapeAttribute(string shape) : Attribute
{
    /// <summary>The shape of one sample.</summary>
    public string Shape { get; } = shape;
}
