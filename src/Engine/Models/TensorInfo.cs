using System.Collections.Immutable;

namespace Adjoint;

/// <summary>Something that a model takes or gives for each sample.</summary>
/// <param name="Name">Its name in the declaration.</param>
/// <param name="Shape">Its shape without the batch axis; empty for a single number.</param>
/// <param name="IsInteger">Whether it holds whole numbers rather than floats.</param>
public sealed record TensorInfo(string Name, ImmutableArray<int> Shape, bool IsInteger = false)
{
    /// <summary>The shape as the declaration says it, with its named sizes: <c>[T, 64]</c>.</summary>
    public string Text { get; init; } = ShapeText.Of(Shape);

    /// <summary>Whether there is one for each sample; otherwise one for the whole batch.</summary>
    public bool IsPerSample { get; init; } = true;

    /// <summary>The number of elements for one sample.</summary>
    public int Length { get; } = ShapeText.Product(Shape);

    /// <summary>The number of elements for a batch.</summary>
    /// <param name="count">The number of samples.</param>
    /// <exception cref="OverflowException">An array can't hold them.</exception>
    public int LengthFor(int count) => IsPerSample ? checked(count * Length) : Length;

    /// <summary>Whether the other describes the same; shapes are compared by their sizes.</summary>
    /// <param name="other">The other.</param>
    public bool Equals(TensorInfo? other) =>
        other is not null && Name == other.Name && IsInteger == other.IsInteger && IsPerSample == other.IsPerSample && Text == other.Text && Shape.AsSpan().SequenceEqual(other.Shape.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, IsInteger, Length);

    /// <summary>Name and shape: <c>tokens [12]</c>.</summary>
    public override string ToString() => $"{Name} {ShapeText.Of(Shape)}";
}
