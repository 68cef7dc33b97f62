using System.Collections.Immutable;

namespace Adjoint;

/// <summary>One parameter or running value of a model: its name, its shape and where it lies in its buffer.</summary>
/// <param name="Name">The name, unique in the model: part, layer and role, as in <c>Features.Conv2D.Kernel</c>.</param>
/// <param name="Shape">The shape, row-major; empty for a single value.</param>
/// <param name="Offset">The index of its first element in the parameter buffer.</param>
/// <param name="Initializer">How it gets its first values.</param>
public sealed record ParameterInfo(string Name, ImmutableArray<int> Shape, int Offset, Initializer Initializer)
{
    /// <summary>Whether training leaves it as it is.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>
    /// What the product of the trained factors <c>Name.Down</c> and <c>Name.Up</c> beside it is multiplied by; null where there are none. See <see cref="LowRank"/>.
    /// </summary>
    public float? ChangeScale { get; init; }

    /// <summary>The number of elements.</summary>
    public int Length { get; } = ShapeText.Product(Shape);

    /// <summary>Whether the other describes the same parameter; shapes are compared by their sizes.</summary>
    /// <param name="other">The other parameter.</param>
    public bool Equals(ParameterInfo? other) =>
        other is not null && Name == other.Name && Offset == other.Offset && IsFrozen == other.IsFrozen && ChangeScale == other.ChangeScale && Initializer == other.Initializer
        && Shape.AsSpan().SequenceEqual(other.Shape.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Offset, Length);

    /// <summary>Name and shape: <c>Features.Conv2D.Kernel [16, 1, 3, 3]</c>.</summary>
    public override string ToString() => $"{Name} {ShapeText.Of(Shape)}";
}
