using System.Globalization;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Adjoint.Syntax;

/// <summary>Reads the positional members of a record: their types, names and layers.</summary>
internal static class PartReader
{
    /// <summary>Reads the parts; the list is meaningful only if nothing is reported.</summary>
    public static EquatableArray<PartSpec> Read(IMethodSymbol primaryConstructor, Reading reading)
    {
        List<PartSpec> parts = [];
        foreach (IParameterSymbol parameter in primaryConstructor.Parameters)
        {
            reading.Cancellation.ThrowIfCancellationRequested();
            parts.Add(ReadPart(parameter, reading));
        }

        if (parts.Select(static part => part.Name).Distinct(StringComparer.Ordinal).Count() < parts.Count)
        {
            reading.RejectedByCompiler();
        }

        return parts.ToEquatableArray();
    }

    private static PartSpec ReadPart(IParameterSymbol parameter, Reading reading)
    {
        Location location = parameter.Locations[0];
        int origin = reading.Origins.Add(location);
        if (parameter.Name.Length == 0)
        {
            reading.RejectedByCompiler();
            return new PartSpec(parameter.Name, default, origin);
        }

        if (GeneratedMembers.ContainsForParts(parameter.Name))
        {
            reading.Report(Rules.ReservedName, location, parameter.Name);
        }

        List<AttributeData> attributes = AttributesOf(parameter, reading.Cancellation);
        PartSpec part = parameter.Type switch
        {
            { TypeKind: TypeKind.Error } => Rejected(parameter, origin, attributes, reading),
            var type when DslSymbols.IsExpr(type) => ReadWeight(parameter, origin, attributes, reading),
            var type when FirstWeightOrState(attributes) is { } weight => Report(
                Rules.WeightIsNotAnExpr, parameter, origin, reading, DslSymbols.LayerNameOf(weight.AttributeClass!), NameOf(type)),
            var type when DslSymbols.IsModel(type) => ReadModel(parameter, origin, attributes, reading),
            var type when DslSymbols.IsLayer(type) => new PartSpec(parameter.Name, ReadLayers(parameter, attributes, reading), origin),
            var type => Report(Rules.PartIsNotALayer, parameter, origin, reading, NameOf(type)),
        };
        part = part with
        {
            Derivations = attributes.Where(DslSymbols.IsDerivation).Select(attribute => ReadLayer(attribute, attribute.AttributeClass!, reading)).ToEquatableArray(),
        };
        return attributes.FirstOrDefault(DslSymbols.IsFrozen) is { } frozen
            ? part with { IsFrozen = true, FrozenOrigin = reading.Origins.Add(SyntaxOf(frozen, reading).GetLocation()) }
            : part;
    }

    // It may have been meant as a layer, so its attributes are still checked.
    private static PartSpec Rejected(IParameterSymbol parameter, int origin, List<AttributeData> attributes, Reading reading)
    {
        reading.RejectedByCompiler();
        return new PartSpec(parameter.Name, ReadLayers(parameter, attributes, reading), origin);
    }

    private static PartSpec ReadWeight(IParameterSymbol parameter, int origin, List<AttributeData> attributes, Reading reading)
    {
        if (attributes.Exists(DslSymbols.IsLayerAttribute))
        {
            return Report(Rules.PartIsNotALayer, parameter, origin, reading, NameOf(parameter.Type));
        }

        AttributeData[] weights = [.. attributes.Where(DslSymbols.IsWeightOrState)];
        if (weights.Length == 1)
        {
            LayerSpec weight = ReadLayer(weights[0], weights[0].AttributeClass!, reading);
            return new PartSpec(parameter.Name, [weight], origin) { Kind = weight.Name == "State" ? PartKind.State : PartKind.Weight };
        }

        if (attributes.Exists(IsUnknown))
        {
            reading.RejectedByCompiler();
        }
        else
        {
            reading.Report(Rules.MissingWeight, parameter.Locations[0], parameter.Name);
        }

        return new PartSpec(parameter.Name, default, origin);
    }

    private static PartSpec ReadModel(IParameterSymbol parameter, int origin, List<AttributeData> attributes, Reading reading)
    {
        AttributeData[] layers = [.. attributes.Where(DslSymbols.IsLayerAttribute)];
        if (layers.Length > 1 || layers.Any(static layer => DslSymbols.UsedBy(layer) is null))
        {
            return Report(Rules.PartIsNotALayer, parameter, origin, reading, NameOf(parameter.Type));
        }

        if (layers.Length == 1 && DslSymbols.UsedBy(layers[0]) is { } used && !SymbolEqualityComparer.Default.Equals(used, parameter.Type))
        {
            return Report(Rules.UseMismatch, parameter, origin, reading, NameOf(parameter.Type), NameOf(used));
        }

        Location type = TypeOf(parameter, reading);
        LayerSpec use = layers.Length == 1
            ? ReadLayer(layers[0], layers[0].AttributeClass!, reading)
            : Use(parameter.Type, reading.Origins.Add(type), type, reading);
        return new PartSpec(parameter.Name, [use], origin) { Kind = PartKind.Model };
    }

    private static PartSpec Report(Rule rule, IParameterSymbol parameter, int origin, Reading reading, params string[] arguments)
    {
        reading.Report(rule, TypeOf(parameter, reading), [parameter.Name, .. arguments]);
        return new PartSpec(parameter.Name, default, origin);
    }

    private static EquatableArray<LayerSpec> ReadLayers(IParameterSymbol parameter, List<AttributeData> attributes, Reading reading)
    {
        List<LayerSpec> layers = [.. attributes.Where(DslSymbols.IsLayerAttribute).Select(attribute => ReadLayer(attribute, attribute.AttributeClass!, reading))];
        if (attributes.Exists(IsUnknown))
        {
            // It may have been meant as a layer, so the part must not be called empty as well.
            reading.RejectedByCompiler();
        }
        else if (layers.Count == 0)
        {
            reading.Report(Rules.EmptyPart, parameter.Locations[0], parameter.Name);
        }

        return layers.ToEquatableArray();
    }

    private static bool IsUnknown(AttributeData attribute) => attribute.AttributeClass is null or { TypeKind: TypeKind.Error };

    private static AttributeData? FirstWeightOrState(List<AttributeData> attributes) => attributes.Find(DslSymbols.IsWeightOrState);

    private static string NameOf(ITypeSymbol type) => type.ToDisplayString(NullableFlowState.None, SymbolDisplayFormat.MinimallyQualifiedFormat);

    private static Location TypeOf(IParameterSymbol parameter, Reading reading) =>
        (parameter.DeclaringSyntaxReferences[0].GetSyntax(reading.Cancellation) as ParameterSyntax)?.Type?.GetLocation() ?? parameter.Locations[0];

    private static AttributeSyntax SyntaxOf(AttributeData attribute, Reading reading) =>
        (AttributeSyntax)attribute.ApplicationSyntaxReference!.GetSyntax(reading.Cancellation);

    private static LayerSpec Use(ITypeSymbol model, int origin, Location where, Reading reading)
    {
        reading.Used.Add(model, where);
        return new LayerSpec("Use", [new ArgumentSpec("Model", new StringSpec(UsedModels.NameOf(model)), origin)], origin);
    }

    // Those of the parameter and those sent to its property or field by [property: …], merged into the order written.
    private static List<AttributeData> AttributesOf(IParameterSymbol parameter, CancellationToken cancellation)
    {
        SyntaxReference declaration = parameter.DeclaringSyntaxReferences[0];
        IEnumerable<AttributeData> ofProperty = parameter.ContainingType.GetMembers()
            .Where(member => member.Name == parameter.Name || (member as IFieldSymbol)?.AssociatedSymbol?.Name == parameter.Name)
            .SelectMany(static member => member.GetAttributes());
        return
        [
            .. parameter.GetAttributes().Concat(ofProperty)
                .Where(attribute => attribute.ApplicationSyntaxReference is { } reference
                    && reference.SyntaxTree == declaration.SyntaxTree
                    && declaration.Span.Contains(reference.Span))
                .OrderBy(static attribute => attribute.ApplicationSyntaxReference!.Span.Start),
        ];
    }

    /// <summary>The budget of a model or of an objective; null when it has none.</summary>
    public static LayerSpec? ReadBudget(ISymbol symbol, Reading reading) =>
        DslSymbols.AttributeOf(symbol, "BudgetAttribute") is { } budget ? ReadLayer(budget, budget.AttributeClass!, reading) : null;

    private static LayerSpec ReadLayer(AttributeData attribute, INamedTypeSymbol attributeClass, Reading reading)
    {
        AttributeSyntax syntax = SyntaxOf(attribute, reading);
        string name = DslSymbols.LayerNameOf(attributeClass);
        int origin = reading.Origins.Add(syntax.GetLocation());
        bool onField = (syntax.Parent as AttributeListSyntax)?.Target?.Identifier.IsKind(SyntaxKind.FieldKeyword) ?? false;
        if (onField || AttributeArguments.Read(attribute, syntax) is not { } arguments)
        {
            reading.RejectedByCompiler();
            return new LayerSpec(name, default, origin);
        }

        List<ArgumentSpec> specs = [];
        if (DslSymbols.UsedBy(attribute) is { } used)
        {
            specs.AddRange(Use(used, origin, syntax.GetLocation(), reading).Arguments);
        }

        foreach (AttributeArgument argument in arguments)
        {
            if (ConstantReader.Read(argument.Value) is { } value)
            {
                specs.Add(new ArgumentSpec(argument.Name, value, reading.Origins.Add(argument.Location)));
            }
            else if (argument.Value.Kind == TypedConstantKind.Enum)
            {
                ReportUnnamedMember(argument, name, reading);
            }
        }

        return new LayerSpec(name, specs.ToEquatableArray(), origin);
    }

    /// <summary>Reports an enumeration's value that has no name, such as <c>(Padding)7</c>.</summary>
    public static void ReportUnnamedMember(AttributeArgument argument, string owner, Reading reading) =>
        reading.Report(
            Rules.InvalidArgument,
            argument.Location,
            argument.Name,
            owner,
            Convert.ToString(argument.Value.Value, CultureInfo.InvariantCulture) ?? "",
            $"a member of '{argument.Value.Type?.Name}'");
}
