using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// A learned vector for each whole number, <c>i32[..] → [.., size]</c>. Parameter: <c>Table [rows, size]</c>, normal with the deviation 0.02.
/// </summary>
/// <param name="rows">How many numbers there are, in named sizes; the numbers are 0 to rows − 1.</param>
/// <param name="size">The size of the vectors, in named sizes.</param>
public sealed class EmbeddingAttribute(string rows, string size) : LayerAttribute
{
    /// <summary>Makes the layer.</summary>
    /// <param name="rows">How many numbers there are, at least 1; the numbers are 0 to rows − 1.</param>
    /// <param name="size">The size of the vectors, at least 1.</param>
    public EmbeddingAttribute(int rows, int size)
        : this(Text(rows), Text(size))
    {
    }

    /// <summary>How many numbers there are.</summary>
    public string Rows { get; } = rows;

    /// <summary>The size of the vectors.</summary>
    public string Size { get; } = size;

    internal override EquatableArray<ArgumentSpec> Arguments => [SizeOf(nameof(Rows), Rows), SizeOf(nameof(Size), Size)];
}
