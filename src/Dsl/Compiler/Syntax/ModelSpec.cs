using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Syntax;

/// <summary>
/// Everything a declaration of a model says: immutable, structurally equatable, free of symbols, syntax and positions.
/// Two declarations with equal specs mean the same model, so nothing after this stage runs again for them.
/// </summary>
/// <param name="Namespace">The namespace, empty for the global one.</param>
/// <param name="Containers">The types around the model, outermost first.</param>
/// <param name="Name">The record's name.</param>
/// <param name="Accessibility">The C# accessibility as written in source, such as <c>public</c> or <c>private protected</c>.</param>
/// <param name="Input">The shape text of <c>[Model(Input = …)]</c>, or null when there is none.</param>
/// <param name="Loss">The name of the <c>Loss</c> member, or null when there is none.</param>
/// <param name="Parts">The positional members, in order.</param>
internal sealed record ModelSpec(
    string Namespace,
    EquatableArray<ContainerSpec> Containers,
    string Name,
    string Accessibility,
    TextSpec? Input,
    TextSpec? Loss,
    EquatableArray<PartSpec> Parts)
{
    /// <summary>The origin of the record's name.</summary>
    public required int Origin { get; init; }

    /// <summary>The origin of the <c>[Model]</c> attribute.</summary>
    public required int AttributeOrigin { get; init; }

    /// <summary>Whether no record may derive from it, which decides how a record prints its members.</summary>
    public bool IsSealed { get; init; }

    /// <summary>Whether the user has written <c>PrintMembers</c>, which the generator then leaves alone.</summary>
    public bool PrintsItself { get; init; }

    /// <summary>The name of the declaring source file, without folders; comments in generated code name it.</summary>
    public required string FileName { get; init; }
}

/// <summary>A type around a model, as it has to be repeated around the generated part.</summary>
/// <param name="Declaration">Such as <c>partial class Outer&lt;T&gt;</c>.</param>
internal sealed record ContainerSpec(string Declaration);

/// <summary>A text given in an attribute, with where it stands.</summary>
/// <param name="Text">The text.</param>
/// <param name="Origin">Where it stands.</param>
internal sealed record TextSpec(string Text, int Origin);

/// <summary>A positional member of a model with its layers, in the order written.</summary>
/// <param name="Name">The member's name.</param>
/// <param name="Layers">Its layer attributes.</param>
/// <param name="Origin">Where its name stands.</param>
internal sealed record PartSpec(string Name, EquatableArray<LayerSpec> Layers, int Origin);

/// <summary>One layer attribute.</summary>
/// <param name="Name">The attribute's name without <c>Attribute</c>, a key of the layer catalogue.</param>
/// <param name="Arguments">Its arguments, positional ones under the name of their parameter.</param>
/// <param name="Origin">Where the attribute stands.</param>
internal sealed record LayerSpec(string Name, EquatableArray<ArgumentSpec> Arguments, int Origin);

/// <summary>One argument of a layer attribute.</summary>
/// <param name="Name">The parameter's or property's name, compared without case.</param>
/// <param name="Value">Its constant value.</param>
/// <param name="Origin">Where the argument stands.</param>
internal sealed record ArgumentSpec(string Name, ConstantSpec Value, int Origin);

/// <summary>A constant in an attribute.</summary>
internal abstract record ConstantSpec;

/// <summary>A whole number.</summary>
internal sealed record IntegerSpec(long Value) : ConstantSpec;

/// <summary>A real number.</summary>
internal sealed record RealSpec(double Value) : ConstantSpec;

/// <summary>A text, or null.</summary>
internal sealed record StringSpec(string? Value) : ConstantSpec;

/// <summary>A truth value.</summary>
internal sealed record BooleanSpec(bool Value) : ConstantSpec;

/// <summary>A member of an enumeration, by its name.</summary>
internal sealed record EnumSpec(string Member) : ConstantSpec;
