using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Adjoint.Syntax;

/// <summary>Reads properties and fields: parts, elements of tuples and records, constants, and properties that compute.</summary>
internal sealed class MemberAccessReader(CodeReader code)
{
    // Fields whose initial values are being read: one that refers to itself would never end.
    private readonly HashSet<IFieldSymbol> _open = new(SymbolEqualityComparer.Default);

    /// <summary><c>this</c>, which for a record of values is the first parameter.</summary>
    public CodeSpec Self(IInstanceReferenceOperation self) => code.TakesThis
        ? new VariableCode(CodeReader.This, code.OriginOf(self))
        : code.Unreadable(self, "'this' as a value", "name the part that is meant");

    public CodeSpec Property(IPropertyReferenceOperation reference)
    {
        IPropertySymbol property = reference.Property;
        if (DslSymbols.IsLanguage(property.ContainingType))
        {
            return code.Unreadable(reference, $"the property '{property.Name}' of an expression", "name sizes in the [Shape] of the parameter");
        }

        if (Positional.IsPart(property, code.Reading))
        {
            return reference.Instance is { } instance
                ? new PartCode(property.Name, IsOwn(instance) ? null : code.Expressions.Read(instance), code.OriginOf(reference))
                : code.Rejected(reference);
        }

        if (reference.Instance is { } owner)
        {
            if (Lists.Is(owner.Type) && property is { Name: "Length" or "Count" } || (owner.Type is IArrayTypeSymbol && property.Name == "Length"))
            {
                return new LengthCode(code.Expressions.Read(owner), code.OriginOf(reference));
            }

            if (Lists.Is(owner.Type) && property.IsIndexer)
            {
                return code.Aggregates.Item(owner, reference.Arguments[0].Value, reference);
            }

            if (owner.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T })
            {
                return OfNullable(owner, property, reference);
            }

            if (Positional.IndexOf(property, code.Reading) is { } index)
            {
                return code.Aggregates.Item(code.Expressions.Read(owner), index, reference);
            }
        }

        return Computed(reference, property);
    }

    public CodeSpec Field(IFieldReferenceOperation reference)
    {
        IFieldSymbol field = reference.Field;
        if (reference.Instance is { } tuple && TupleIndexOf(field) is { } index)
        {
            return code.Aggregates.Item(code.Expressions.Read(tuple), index, reference);
        }

        if (!field.IsStatic)
        {
            return code.Unreadable(reference, $"the field '{field.Name}'", "use a part, a positional member or a constant");
        }

        return field.IsReadOnly && InitialValueOf(field) is { } initial
            ? Initial(reference, field, initial)
            : code.Unreadable(reference, $"the field '{field.Name}', which the compiler does not know the value of", "make it 'const', or 'static readonly' with a value");
    }

    /// <summary>The place of a tuple's element; null for another field.</summary>
    public static int? TupleIndexOf(IFieldSymbol field)
    {
        if (field.ContainingType is not { IsTupleType: true } tuple)
        {
            return null;
        }

        int index = tuple.TupleElements.IndexOf(tuple.TupleElements.FirstOrDefault(element =>
            element.Name == field.Name || element.CorrespondingTupleField?.Name == (field.CorrespondingTupleField ?? field).Name)!);
        return index < 0 ? null : index;
    }

    /// <summary>Whether a value is the model whose method is read.</summary>
    public bool IsOwn(IOperation instance) => instance is IInstanceReferenceOperation && !code.TakesThis;

    private CodeSpec OfNullable(IOperation owner, IPropertySymbol property, IOperation reference) => property.Name == "HasValue"
        ? new BinaryCode("!=", code.Expressions.Read(owner), new ConstantCode(new StringSpec(null), code.OriginOf(reference)), code.OriginOf(reference))
        : code.Expressions.Read(owner);

    // A property with a body is a method without parameters.
    private CodeSpec Computed(IPropertyReferenceOperation reference, IPropertySymbol property)
    {
        if (property.GetMethod is not { } getter || reference.Arguments.Length > 0)
        {
            return code.Unreadable(reference, "an indexer", "call a method");
        }

        if (code.Reading.SourceOf(property) is null && code.Calls.KeyInUsedModel(getter) is null)
        {
            code.Reading.Report(Rules.UnreadableCall, CallReader.NameIn(reference), property.Name, CallReader.OwnCodeInstead);
            return new ConstantCode(new StringSpec(null), code.OriginOf(reference));
        }

        SyntaxNode? body = code.Reading.SourceOf(getter)?.GetSyntax(code.Reading.Cancellation);
        return body is ArrowExpressionClauseSyntax or AccessorDeclarationSyntax { Body: not null } or AccessorDeclarationSyntax { ExpressionBody: not null }
            ? code.Calls.Own(getter, reference.Instance, [], reference)
            : code.Unreadable(reference, $"the property '{property.Name}', which the compiler does not know the value of", "make it a constant, or a property with a body");
    }

    private IOperation? InitialValueOf(IFieldSymbol field)
    {
        // A static constructor could give it another value.
        if (code.Reading.SourceOf(field)?.GetSyntax(code.Reading.Cancellation) is not VariableDeclaratorSyntax { Initializer.Value: { } value }
            || field.ContainingType.StaticConstructors.Any(static constructor => !constructor.IsImplicitlyDeclared))
        {
            return null;
        }

        return code.Reading.SemanticsOf(value.SyntaxTree).GetOperation(value.Parent!, code.Reading.Cancellation) is IFieldInitializerOperation initializer
            ? initializer.Value
            : null;
    }

    private CodeSpec Initial(IFieldReferenceOperation reference, IFieldSymbol field, IOperation initial)
    {
        if (!_open.Add(field))
        {
            return code.Unreadable(reference, $"the field '{field.Name}', which refers to itself", "give it a constant");
        }

        try
        {
            return code.Expressions.Read(initial);
        }
        finally
        {
            _open.Remove(field);
        }
    }
}
