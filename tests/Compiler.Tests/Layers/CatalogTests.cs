using System.Globalization;
using System.Reflection;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Tests.Layers;

/// <summary>What users can write, the attributes, and what the compiler knows, the catalogues, are the same.</summary>
public class CatalogTests
{
    public static TheoryData<string> LayerNames => [.. LayerCatalog.All.Select(static layer => layer.Name)];

    [Fact]
    public void Layers_AreTheAttributes() => Assert.Equal(
        typeof(LayerAttribute).Assembly.GetExportedTypes().Where(static type => type.IsSubclassOf(typeof(LayerAttribute)) && !type.IsAbstract && type != typeof(UseAttribute<>)).Select(NameOf).Order(),
        LayerCatalog.All.Select(static layer => layer.Name).Order());

    [Fact]
    public void Derivations_AreTheAttributes() => Assert.Equal(
        typeof(DerivationAttribute).Assembly.GetExportedTypes().Where(static type => type.IsSubclassOf(typeof(DerivationAttribute)) && !type.IsAbstract)
            .Select(static type => (NameOf(type), string.Join(",", type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(static property => property.Name).Order())))
            .Order(),
        DerivationCatalog.All.Select(static derivation => (derivation.Name, string.Join(",", derivation.Arguments.Select(static argument => argument.Name).Order()))).Order());

    [Fact]
    public void Losses_AreTheMembersOfTheEnumeration() =>
        Assert.Equal(Enum.GetNames<Loss>().Where(static name => name != nameof(Loss.None)), LossCatalog.All.Select(static loss => loss.Name));

    [Theory]
    [MemberData(nameof(LayerNames))]
    public void Arguments_AreTheAttributesProperties(string name)
    {
        LayerDefinition definition = LayerCatalog.Find(name)!;
        PropertyInfo[] properties = AttributeOf(name).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
        Assert.Equal(
            properties.Select(static property => property.Name.ToUpperInvariant()).Order(),
            definition.Arguments.Select(static argument => argument.Name.ToUpperInvariant()).Order());
        Assert.All(properties, property => Assert.Equal(
            ArgumentOf(definition, property.Name) switch
            {
                IntegerArgument => typeof(int),
                RealArgument => typeof(float),
                BooleanArgument => typeof(bool),
                SizeArgument => typeof(string),
                ChoiceArgument choice => typeof(LayerAttribute).Assembly.GetType($"Adjoint.{choice.Name}", throwOnError: true),
                _ => null,
            },
            property.PropertyType));
    }

    [Theory]
    [MemberData(nameof(LayerNames))]
    public void Arguments_WithoutDefault_AreTheConstructorsParameters(string name)
    {
        System.Reflection.ParameterInfo[] parameters = Constructor(name).GetParameters();
        Assert.Equal(
            LayerCatalog.Find(name)!.Arguments.Where(static argument => DefaultOf(argument) is null).Select(static argument => argument.Name.ToUpperInvariant()),
            parameters.Where(static parameter => !parameter.HasDefaultValue).Select(static parameter => parameter.Name!.ToUpperInvariant()));
    }

    [Theory]
    [MemberData(nameof(LayerNames))]
    public void Defaults_AreTheAttributes(string name)
    {
        LayerDefinition definition = LayerCatalog.Find(name)!;
        ConstructorInfo constructor = Constructor(name);
        object attribute = constructor.Invoke([.. constructor.GetParameters().Select(static parameter =>
            parameter.HasDefaultValue ? parameter.DefaultValue : parameter.ParameterType == typeof(string) ? "4*H" : Convert.ChangeType(0.5, parameter.ParameterType, CultureInfo.InvariantCulture))]);
        foreach (LayerArgument argument in definition.Arguments.Where(static argument => DefaultOf(argument) is not null))
        {
            PropertyInfo property = attribute.GetType().GetProperties().Single(property => string.Equals(property.Name, argument.Name, StringComparison.OrdinalIgnoreCase));
            object value = property.GetValue(attribute)!;
            Assert.Equal(DefaultOf(argument), value is float number ? (double)(decimal)number : value is Enum ? value.ToString() : value);
        }
    }

    [Theory]
    [MemberData(nameof(LayerNames))]
    public void AttributesAtRunTime_GiveArgumentsThatTheCatalogueTakes(string name)
    {
        ConstructorInfo constructor = Constructor(name);
        LayerAttribute attribute = (LayerAttribute)constructor.Invoke([.. constructor.GetParameters().Select(static parameter =>
            parameter.ParameterType == typeof(int) ? 3 : parameter.ParameterType == typeof(string) ? "4*H" : (object)0.25f)]);
        Assert.Equal(name, attribute.Spec.Name);
        Assert.Empty(LayerArguments.Check(LayerCatalog.Find(name)!, attribute.Spec));
        Assert.Equal(
            LayerCatalog.Find(name)!.Arguments.Select(static argument => argument.Name.ToUpperInvariant()).Order(),
            attribute.Spec.Arguments.Select(static argument => argument.Name.ToUpperInvariant()).Order());
    }

    [Fact]
    public void Padding_HasTheChoicesOfTheCatalogue() => Assert.Equal(
        Enum.GetNames<Padding>(), LayerCatalog.Find("Conv2D")!.Arguments.OfType<ChoiceArgument>().Single().Choices);

    [Fact]
    public void Activation_HasTheChoicesOfTheCatalogue() => Assert.All(
        LayerCatalog.All.SelectMany(static layer => layer.Arguments.OfType<ChoiceArgument>()).Where(static choice => choice.Name == nameof(Activation)),
        static choice => Assert.Equal(Enum.GetNames<Activation>(), choice.Choices));

    // Layers with sizes have a constructor for numbers beside the one for texts.
    private static ConstructorInfo Constructor(string name)
    {
        ConstructorInfo[] constructors = AttributeOf(name).GetConstructors();
        return constructors.Length == 1
            ? constructors[0]
            : constructors.Single(static constructor => constructor.GetParameters().All(static parameter => parameter.ParameterType == typeof(string)));
    }

    private static string NameOf(Type attribute) => attribute.Name[..^nameof(Attribute).Length];

    private static Type AttributeOf(string name) => typeof(LayerAttribute).Assembly.GetType($"Adjoint.{name}Attribute", throwOnError: true)!;

    private static LayerArgument ArgumentOf(LayerDefinition definition, string name) =>
        definition.Arguments.Single(argument => string.Equals(argument.Name, name, StringComparison.OrdinalIgnoreCase));

    private static object? DefaultOf(LayerArgument argument) => argument switch
    {
        IntegerArgument integer => integer.Default,
        RealArgument real => real.Default,
        SizeArgument => null,
        BooleanArgument boolean => boolean.Default,
        ChoiceArgument choice => choice.Default,
        _ => throw new ArgumentException(argument.ToString()),
    };
}
