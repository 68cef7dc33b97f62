using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// Adds a learned vector to each step, <c>[T, size] → [T, size]</c> for T up to <c>steps</c>. Parameter: <c>Table [steps, size]</c>, normal with the
/// deviation 0.02.
/// </summary>
/// <param name="steps">The largest number of steps, in named sizes.</param>
public sealed class PositionEmbeddingAttribute(string steps) : LayerAttribute
{
    /// <summary>Makes the layer.</summary>
    /// <param name="steps">The largest number of steps, at least 1.</param>
    public PositionEmbeddingAttribute(int steps)
        : this(Text(steps))
    {
    }

    /// <summary>The largest number of steps.</summary>
    public string Steps { get; } = steps;

    internal override EquatableArray<ArgumentSpec> Arguments => [SizeOf(nameof(Steps), Steps)];
}
