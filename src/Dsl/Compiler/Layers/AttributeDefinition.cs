using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Layers;

/// <summary>An attribute by its arguments.</summary>
/// <param name="Name">The attribute's name.</param>
/// <param name="Arguments">The arguments it takes.</param>
internal record AttributeDefinition(string Name, EquatableArray<LayerArgument> Arguments);

/// <summary>An argument of an attribute with the values it may have.</summary>
/// <param name="Name">The name, as the attribute's parameter or property, compared without case.</param>
internal abstract record LayerArgument(string Name);

/// <summary>A whole number in a range.</summary>
/// <param name="Name">The name.</param>
/// <param name="Default">The value when it is not given; null when it must be.</param>
/// <param name="Minimum">The least value.</param>
/// <param name="Maximum">The largest value.</param>
internal sealed record IntegerArgument(string Name, int? Default = null, int Minimum = 1, int Maximum = 1 << 24) : LayerArgument(Name);

/// <summary>A size: a whole number, or an expression of named sizes.</summary>
/// <param name="Name">The name.</param>
internal sealed record SizeArgument(string Name) : LayerArgument(Name);

/// <summary>A text.</summary>
/// <param name="Name">The name.</param>
/// <param name="Default">The text when it is not given; null when it must be.</param>
internal sealed record TextArgument(string Name, string? Default) : LayerArgument(Name);

/// <summary>A real number in a range.</summary>
/// <param name="Name">The name.</param>
/// <param name="Default">The value when it is not given; null when it must be.</param>
/// <param name="Minimum">The least value.</param>
/// <param name="Below">What the value must be below.</param>
internal sealed record RealArgument(string Name, double? Default = null, double Minimum = 0, double Below = double.PositiveInfinity) : LayerArgument(Name)
{
    /// <summary>What the value has to be in words, where the bounds themselves are not worth naming.</summary>
    public string? Range { get; init; }
}

/// <summary>A truth value.</summary>
internal sealed record BooleanArgument(string Name, bool Default) : LayerArgument(Name);

/// <summary>One of some names.</summary>
internal sealed record ChoiceArgument(string Name, EquatableArray<string> Choices, string Default) : LayerArgument(Name);
