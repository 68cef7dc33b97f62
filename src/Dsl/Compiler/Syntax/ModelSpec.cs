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

    /// <summary>Whether there is a batch axis, which leads and is implicit; false for a model of one whole object.</summary>
    public bool HasBatch { get; init; } = true;

    /// <summary>The key of the method that wires the parts; null when they are chained in order.</summary>
    public string? Forward { get; init; }

    /// <summary>What the model is trained for, besides or instead of <see cref="Loss"/>.</summary>
    public EquatableArray<ObjectiveSpec> Objectives { get; init; }

    /// <summary>The forward method, the objectives and whatever they call, each once.</summary>
    public EquatableArray<MethodSpec> Methods { get; init; }

    /// <summary>The models that parts use, and those that these use, each once.</summary>
    public EquatableArray<ModelSpec> Used { get; init; }

    /// <summary>The parts that no code of the record mentions, where there is code that wires them.</summary>
    public EquatableArray<string> Unmentioned { get; init; }

    /// <summary>What a training step of any objective may take, as declared; null for no limit.</summary>
    public LayerSpec? Budget { get; init; }

    /// <summary>The parameters that objectives train of those that they might, where a budget has chosen for one.</summary>
    public EquatableArray<ChosenSpec> Chosen { get; init; }

    /// <summary>Whether it is only for other models to use: wired by hand, with nothing to train for, it has no programs of its own.</summary>
    public bool IsModule => Input is null && Loss is null && Objectives.Count == 0;

    /// <summary>The name with namespace and containers, such as <c>Company.Outer.Mlp</c>; a layer <c>Use</c> says it.</summary>
    public string FullName => string.Join(".", new[] { Namespace }.Concat(Containers.Select(static c => c.Name)).Concat([Name]).Where(static n => n.Length > 0));
}

/// <summary>Something that a model is trained for.</summary>
/// <param name="Name">The name of the method.</param>
/// <param name="Method">The key of the method that gives the loss.</param>
/// <param name="Updates">The parts that it trains; null for all that are not frozen.</param>
/// <param name="Origin">Where the method's name stands.</param>
internal sealed record ObjectiveSpec(string Name, string Method, UpdatesSpec? Updates, int Origin)
{
    /// <summary>What its training step may take; null for what the model's may.</summary>
    public LayerSpec? Budget { get; init; }
}

/// <summary>The parameters that a budget lets an objective train.</summary>
/// <param name="Objective">The objective's name; <c>Loss</c> for the loss of the attribute.</param>
/// <param name="Parameters">Their full names.</param>
internal sealed record ChosenSpec(string Objective, EquatableArray<string> Parameters);

/// <summary>The parts that an objective trains, as written.</summary>
internal sealed record UpdatesSpec(EquatableArray<TextSpec> Parts);

/// <summary>A method of the user's.</summary>
/// <param name="Key">A name that no other method of the compilation has.</param>
/// <param name="Name">Its name, for messages.</param>
/// <param name="Parameters">Its parameters, in order.</param>
/// <param name="Body">Its body: a block, or the expression that it returns.</param>
/// <param name="Origin">Where its name stands.</param>
internal sealed record MethodSpec(string Key, string Name, EquatableArray<ParameterSpec> Parameters, CodeSpec Body, int Origin)
{
    /// <summary>The key of the method that gives this one's derivative; null when it is derived.</summary>
    public string? Gradient { get; init; }

    /// <summary>The names of the values that it gives together: those of a tuple or of a record's members; empty when there is one.</summary>
    public EquatableArray<string> Results { get; init; }
}

/// <summary>A parameter of a method.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">The shape text of its <c>[Shape]</c>; null when there is none.</param>
/// <param name="Origin">Where its name stands.</param>
internal sealed record ParameterSpec(string Name, TextSpec? Shape, int Origin);

/// <summary>A type around a model, as it has to be repeated around the generated part.</summary>
/// <param name="Declaration">Such as <c>partial class Outer&lt;T&gt;</c>.</param>
internal sealed record ContainerSpec(string Declaration)
{
    /// <summary>The type's name, without type parameters.</summary>
    public string Name
    {
        get
        {
            int parameters = Declaration.IndexOf('<');
            string words = parameters < 0 ? Declaration : Declaration.Substring(0, parameters);
            return words.Substring(words.LastIndexOf(' ') + 1).TrimStart('@');
        }
    }
}

/// <summary>A text given in an attribute, with where it stands.</summary>
/// <param name="Text">The text.</param>
/// <param name="Origin">Where it stands.</param>
internal sealed record TextSpec(string Text, int Origin);

/// <summary>A positional member of a model with its layers, in the order written.</summary>
/// <param name="Name">The member's name.</param>
/// <param name="Layers">
/// Its layer attributes. A weight has just one, <c>Weight</c>; a state just <c>State</c>; a part that is a model itself just <c>Use</c>.
/// </param>
/// <param name="Origin">Where its name stands.</param>
internal sealed record PartSpec(string Name, EquatableArray<LayerSpec> Layers, int Origin)
{
    /// <summary>What the member is.</summary>
    public PartKind Kind { get; init; }

    /// <summary>Whether it carries <c>[Frozen]</c>.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>Where <c>[Frozen]</c> stands.</summary>
    public int FrozenOrigin { get; init; }

    /// <summary>How programs are derived of it, besides.</summary>
    public EquatableArray<LayerSpec> Derivations { get; init; }
}

/// <summary>What a part is.</summary>
internal enum PartKind
{
    /// <summary>A chain of layers: <c>Layer</c>.</summary>
    Layers,

    /// <summary>A trained value: <c>[Weight] Expr</c>.</summary>
    Weight,

    /// <summary>A running value: <c>[State] Expr</c>.</summary>
    State,

    /// <summary>Another model, by its type.</summary>
    Model,
}

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
