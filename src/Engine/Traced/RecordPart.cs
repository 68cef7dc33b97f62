using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Parameter = System.Reflection.ParameterInfo;

namespace Adjoint;

/// <summary>A positional member of a record that is a model.</summary>
[RequiresUnreferencedCode("Parts are found by reflection.")]
internal sealed class RecordPart
{
    /// <param name="record">The record.</param>
    /// <param name="parameter">The parameter of its constructor, which has the part's attributes or is the part's property by name.</param>
    /// <exception cref="ArgumentException">It is no part.</exception>
    public RecordPart(Type record, Parameter parameter)
    {
        PropertyInfo property = PropertyOf(record, parameter)!;
        object[] attributes = [.. parameter.GetCustomAttributes(inherit: false), .. property.GetCustomAttributes(inherit: false)];
        LayerAttribute[] layers = [.. attributes.OfType<LayerAttribute>()];
        Type type = parameter.ParameterType;
        bool isModel = type.GetCustomAttribute<ModelAttribute>() is not null;
        Spec = new PartSpec(property.Name, LayersOf(record, property.Name, type, attributes, layers, isModel), 0)
        {
            Kind = isModel ? PartKind.Model
                : type == typeof(Layer) ? PartKind.Layers
                : attributes.OfType<StateAttribute>().Any() ? PartKind.State
                : PartKind.Weight,
            IsFrozen = attributes.OfType<FrozenAttribute>().Any(),
            Derivations = attributes.OfType<DerivationAttribute>().Select(static derivation => derivation.Spec).ToEquatableArray(),
        };
        UsedModels = isModel ? [type] : [.. layers.Select(static layer => layer.GetType()).Where(static layer => layer.IsGenericType).Select(static layer => layer.GenericTypeArguments[0])];
    }

    /// <summary>The part.</summary>
    public PartSpec Spec { get; }

    /// <summary>The models that it uses.</summary>
    public IReadOnlyList<Type> UsedModels { get; }

    /// <summary>The constructor that takes a record's members, in their order.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ConstructorInfo ConstructorOf(Type record) => record
        .GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        .Where(constructor => constructor.GetParameters() is { Length: > 0 } parameters && parameters.All(parameter => PropertyOf(record, parameter) is not null))
        .MaxBy(static constructor => constructor.GetParameters().Length)
        ?? throw new ArgumentException($"'{record.Name}' is no record with parts; declare them as its positional members or fields.");

    // F# writes the parameters of a record's constructor with a small first letter.
    private static PropertyInfo? PropertyOf(Type record, Parameter parameter) => record
        .GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        .FirstOrDefault(property => string.Equals(property.Name, parameter.Name, StringComparison.OrdinalIgnoreCase) && property.PropertyType == parameter.ParameterType);

    private static EquatableArray<LayerSpec> LayersOf(Type record, string name, Type type, object[] attributes, LayerAttribute[] layers, bool isModel)
    {
        WeightAttribute? weight = attributes.OfType<WeightAttribute>().SingleOrDefault();
        StateAttribute? state = attributes.OfType<StateAttribute>().SingleOrDefault();
        return type == typeof(Layer) && weight is null && state is null ? layers.Select(static layer => layer.Spec).ToEquatableArray()
            : type == typeof(Expr) && weight is not null && state is null && layers.Length == 0 ? [weight.Spec]
            : type == typeof(Expr) && state is not null && weight is null && layers.Length == 0 ? [state.Spec]
            : isModel && layers.Length <= 1 ? [layers.Length == 1 ? layers[0].Spec : Use(type)]
            : throw new ArgumentException(
                $"'{record.Name}.{name}' is a '{type.Name}', but a part is a Layer with layers, an Expr with [Weight] or [State], or a model.");
    }

    /// <summary>What the attribute <c>Use</c> says, for languages in which attributes have no type parameters.</summary>
    private static LayerSpec Use(Type model) => new("Use", [new ArgumentSpec("Model", new StringSpec(RecordDeclaration.NameOf(model)), 0)], 0);
}
