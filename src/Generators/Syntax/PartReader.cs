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

        if (parameter.Type.TypeKind == TypeKind.Error)
        {
            reading.RejectedByCompiler();
        }
        else if (!DslSymbols.IsLayer(parameter.Type))
        {
            SyntaxNode syntax = parameter.DeclaringSyntaxReferences[0].GetSyntax(reading.Cancellation);
            Location type = (syntax as ParameterSyntax)?.Type?.GetLocation() ?? location;
            string typeName = parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
            reading.Report(Rules.PartIsNotALayer, type, parameter.Name, typeName);
            return new PartSpec(parameter.Name, default, origin);
        }

        return new PartSpec(parameter.Name, ReadLayers(parameter, location, reading), origin);
    }

    private static EquatableArray<LayerSpec> ReadLayers(IParameterSymbol parameter, Location location, Reading reading)
    {
        List<AttributeData> attributes = AttributesOf(parameter, reading.Cancellation);
        List<LayerSpec> layers = [];
        bool unknown = false;
        foreach (AttributeData attribute in attributes)
        {
            if (attribute.AttributeClass is null or { TypeKind: TypeKind.Error })
            {
                // It may have been meant as a layer, so the part must not be called empty as well.
                unknown = true;
                reading.RejectedByCompiler();
            }
            else if (DslSymbols.IsLayerAttribute(attribute))
            {
                layers.Add(ReadLayer(attribute, attribute.AttributeClass, reading));
            }
        }

        if (layers.Count == 0 && !unknown)
        {
            reading.Report(Rules.EmptyPart, location, parameter.Name);
        }

        return layers.ToEquatableArray();
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

    private static LayerSpec ReadLayer(AttributeData attribute, INamedTypeSymbol attributeClass, Reading reading)
    {
        AttributeSyntax syntax = (AttributeSyntax)attribute.ApplicationSyntaxReference!.GetSyntax(reading.Cancellation);
        string name = DslSymbols.LayerNameOf(attributeClass);
        int origin = reading.Origins.Add(syntax.GetLocation());
        bool onField = (syntax.Parent as AttributeListSyntax)?.Target?.Identifier.IsKind(SyntaxKind.FieldKeyword) ?? false;
        if (onField || AttributeArguments.Read(attribute, syntax) is not { } arguments)
        {
            reading.RejectedByCompiler();
            return new LayerSpec(name, default, origin);
        }

        List<ArgumentSpec> specs = [];
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
