using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Adjoint.Syntax;

/// <summary>From a type with <c>[Model]</c> to its spec. The generator and the analyzer run this same reader.</summary>
internal static class ModelReader
{
    private const string NoLoss = "None";

    private static readonly SymbolDisplayFormat UnescapedNames =
        new(typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    /// <summary>Reads a model with all that it uses.</summary>
    /// <param name="model">The type.</param>
    /// <param name="compilation">The project that declares it.</param>
    /// <param name="origins">Where each origin of the result stands.</param>
    /// <param name="cancellation">Stops the reading by an exception.</param>
    /// <returns>The spec or the mistakes; neither, when C# reports the declaration, or when the type is no model.</returns>
    public static ReadResult Read(INamedTypeSymbol model, Compilation compilation, out OriginMap origins, CancellationToken cancellation)
    {
        Reading reading = new(compilation, cancellation);
        origins = reading.Origins;
        if (DslSymbols.ModelAttributesOf(model).Count == 0 || reading.Used.ReadWithin(model, Location.None) is not { } spec)
        {
            return reading.Finish(null);
        }

        reading.Methods.ReadAll();
        return reading.Finish(UsedModels.Complete(spec, reading) with { Used = reading.Used.All.ToEquatableArray() });
    }

    /// <summary>Reads a model's own declaration; its methods are only noted.</summary>
    public static ModelSpec? ReadOne(INamedTypeSymbol model, Reading reading)
    {
        List<AttributeData> attributes = DslSymbols.ModelAttributesOf(model);
        if (attributes.FirstOrDefault() is not { } attribute
            || attribute.ApplicationSyntaxReference?.GetSyntax(reading.Cancellation) is not AttributeSyntax syntax
            || syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration)
        {
            reading.RejectedByCompiler();
            return null;
        }

        if (attributes.Count > 1)
        {
            reading.RejectedByCompiler();
        }

        return ReadDeclaration(model, attribute, syntax, declaration, reading);
    }

    private static ModelSpec? ReadDeclaration(
        INamedTypeSymbol model, AttributeData attribute, AttributeSyntax syntax, TypeDeclarationSyntax declaration, Reading reading)
    {
        Location name = declaration.Identifier.GetLocation();
        if (model is not { TypeKind: TypeKind.Class, IsRecord: true })
        {
            // On anything but a class the attribute itself is an error of C#.
            if (model.TypeKind == TypeKind.Class)
            {
                reading.Report(Rules.NotARecord, name, model.Name, ContainerReader.KindOf(model));
            }

            return null;
        }

        if (name.SourceSpan.IsEmpty)
        {
            reading.RejectedByCompiler();
            return null;
        }

        int origin = reading.Origins.Add(name);
        int attributeOrigin = reading.Origins.Add(syntax.GetLocation());
        CheckType(model, declaration, reading);
        Purpose purpose = ReadAttribute(model, attribute, syntax, reading);
        EquatableArray<ContainerSpec> containers = ContainerReader.Read(model, reading);
        EquatableArray<PartSpec> parts = ReadParts(model, name, reading);
        MemberReader.Check(model, reading);
        IMethodSymbol? forward = EntryReader.ForwardOf(model, reading);
        IReadOnlyList<IMethodSymbol> objectives = EntryReader.ObjectivesOf(model, reading);
        bool lacksInput = CheckPurpose(purpose, model, forward, objectives, syntax, reading);
        bool isModule = !purpose.HasLoss && objectives.Count == 0;
        return new ModelSpec(NamespaceOf(model), containers, model.Name, AccessibilityOf(model), purpose.Input, purpose.Loss, parts)
        {
            HasBatch = purpose.HasBatch,
            Forward = forward is null ? null : EntryReader.ReadForward(forward, lacksInput || purpose.Input is not null, isModule, reading),
            Objectives = objectives.Select(method => EntryReader.ReadObjective(method, reading)).ToEquatableArray(),
            Unmentioned = forward is null || !isModule ? default : MemberReader.UnmentionedOf(model, parts, reading),
            Budget = PartReader.ReadBudget(model, reading),
            Origin = origin,
            AttributeOrigin = attributeOrigin,
            IsSealed = model.IsSealed,
            PrintsItself = model.GetMembers("PrintMembers").Any(static member => !member.IsImplicitlyDeclared),
            FileName = SourceLine.FileNameOf(declaration.SyntaxTree.FilePath),
        };
    }

    private static void CheckType(INamedTypeSymbol model, TypeDeclarationSyntax declaration, Reading reading)
    {
        Location name = declaration.Identifier.GetLocation();
        if (GeneratedMembers.Contains(model.Name))
        {
            reading.Report(Rules.ReservedModelName, name, model.Name);
        }

        if (ContainerReader.FirstDeclarationWithoutPartial(model, reading.Cancellation) is { } withoutPartial)
        {
            reading.Report(Rules.NotPartial, withoutPartial.Identifier.GetLocation(), model.Name);
        }

        if (model.Arity > 0)
        {
            reading.Report(Rules.GenericModel, declaration.TypeParameterList?.GetLocation() ?? name, model.Name);
        }

        if (IsFileLocal(model))
        {
            reading.Report(Rules.FileLocalModel, name, model.Name);
        }

        if (model.IsAbstract)
        {
            reading.Report(Rules.AbstractModel, name, model.Name);
        }

        if (model.BaseType is { TypeKind: TypeKind.Error })
        {
            reading.RejectedByCompiler();
        }
        else if (model.BaseType is { SpecialType: not SpecialType.System_Object } parent)
        {
            reading.Report(Rules.DerivedModel, BaseOf(model, reading.Cancellation) ?? name, model.Name, parent.Name);
        }
    }

    private static Purpose ReadAttribute(
        INamedTypeSymbol model, AttributeData attribute, AttributeSyntax syntax, Reading reading)
    {
        if (AttributeArguments.Read(attribute, syntax) is not { } arguments)
        {
            reading.RejectedByCompiler();
            return new Purpose(null, null, IsUnknown: true, HasBatch: true);
        }

        TextSpec? input = null;
        TextSpec? loss = null;
        bool unnamed = false;
        bool hasBatch = true;
        foreach (AttributeArgument argument in arguments)
        {
            switch (argument.Name, ConstantReader.Read(argument.Value))
            {
                case ("Input", StringSpec { Value: { } text }):
                    input = new TextSpec(text, reading.Origins.Add(argument.Location));
                    break;
                case ("Loss", EnumSpec { Member: not NoLoss and var member }):
                    loss = new TextSpec(member, reading.Origins.Add(argument.Location));
                    break;
                case ("Batch", BooleanSpec { Value: var given }):
                    hasBatch = given;
                    break;
                case ("Loss", null):
                    unnamed = true;
                    PartReader.ReportUnnamedMember(argument, model.Name, reading);
                    break;
            }
        }

        return new Purpose(input, loss, unnamed, hasBatch);
    }

    // A model that is wired by hand and has nothing to train for is for others to use, and needs neither input nor loss.
    private static bool CheckPurpose(
        Purpose purpose, INamedTypeSymbol model, IMethodSymbol? forward, IReadOnlyList<IMethodSymbol> objectives, AttributeSyntax syntax, Reading reading)
    {
        if (purpose is { IsUnknown: true, Input: null, Loss: null })
        {
            return true;
        }

        bool lacksInput = purpose.Input is null && (forward is null || (purpose.HasLoss && !forward.Parameters.IsEmpty && !EntryReader.HasShape(forward)));
        if (lacksInput)
        {
            reading.Report(Rules.MissingInput, syntax.GetLocation(), model.Name);
        }

        if (!purpose.HasLoss && objectives.Count == 0 && (forward is null || purpose.Input is not null))
        {
            reading.Report(Rules.MissingLoss, syntax.GetLocation(), model.Name);
        }

        return lacksInput;
    }

    // The list may stand on another partial declaration than the attribute.
    private static EquatableArray<PartSpec> ReadParts(INamedTypeSymbol model, Location name, Reading reading)
    {
        IMethodSymbol? primary = model.InstanceConstructors.FirstOrDefault(constructor => constructor.DeclaringSyntaxReferences
            .Any(reference => reference.GetSyntax(reading.Cancellation) is RecordDeclarationSyntax));
        if (primary is not { Parameters.Length: > 0 })
        {
            reading.Report(Rules.NoParts, name, model.Name);
            return default;
        }

        return PartReader.Read(primary, reading);
    }

    private static Location? BaseOf(INamedTypeSymbol model, CancellationToken cancellation) =>
        model.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax(cancellation))
            .OfType<RecordDeclarationSyntax>()
            .SelectMany(static record => record.BaseList?.Types ?? default)
            .OrderByDescending(static type => type is PrimaryConstructorBaseTypeSyntax)
            .FirstOrDefault()?.Type.GetLocation();

    private static bool IsFileLocal(INamedTypeSymbol? type) =>
        type is not null && (type.IsFileLocal || IsFileLocal(type.ContainingType));

    /// <summary>The namespace of a type; empty for the global one.</summary>
    public static string NamespaceOf(ITypeSymbol model) =>
        model.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString(UnescapedNames) : "";

    private static string AccessibilityOf(INamedTypeSymbol model) => SyntaxFacts.GetText(model.DeclaredAccessibility);

    /// <summary>What the attribute says.</summary>
    /// <param name="Input">The input's shape.</param>
    /// <param name="Loss">The loss.</param>
    /// <param name="IsUnknown">Whether there is a loss, or all of it, that is reported already.</param>
    /// <param name="HasBatch">Whether there is a batch axis.</param>
    private sealed record Purpose(TextSpec? Input, TextSpec? Loss, bool IsUnknown, bool HasBatch)
    {
        public bool HasLoss => Loss is not null || IsUnknown;
    }
}
