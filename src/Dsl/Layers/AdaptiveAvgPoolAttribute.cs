using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// The mean over as many windows as are asked for, <c>[channels, height, width] → [channels, height', width']</c>: window i of m on a length of L
/// reaches from ⌊i L / m⌋ to ⌈(i + 1) L / m⌉. The output may be larger than the input; windows then repeat.
/// </summary>
/// <param name="height">The height of the output, at least 1.</param>
/// <param name="width">The width of the output, at least 1.</param>
public sealed class AdaptiveAvgPoolAttribute(int height, int width) : LayerAttribute
{
    /// <summary>The height of the output.</summary>
    public int Height { get; } = height;

    /// <summary>The width of the output.</summary>
    public int Width { get; } = width;

    internal override EquatableArray<ArgumentSpec> Arguments => [Integer(nameof(Height), Height), Integer(nameof(Width), Width)];
}
