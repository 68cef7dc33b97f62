using Adjoint.Compiler.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Adjoint.Syntax;

/// <summary>Reads conversions. Most have no meaning for values without types; those between whole and real numbers have.</summary>
internal sealed class ConversionReader(CodeReader code)
{
    public CodeSpec Read(IConversionOperation conversion)
    {
        if (conversion.OperatorMethod is { } method)
        {
            return ByMethod(conversion, method);
        }

        ITypeSymbol? from = conversion.Operand.Type;
        ITypeSymbol? to = conversion.Type;
        if (Numbers.IsNumber(from) && Numbers.IsNumber(to))
        {
            return Number(conversion, from, to);
        }

        if (from?.IsTupleType == true && to?.IsTupleType == true && conversion.Operand is not ITupleOperation && !Numbers.AreOfOneKind(from, to))
        {
            return code.Unreadable(conversion, "a conversion of a tuple", "convert its elements");
        }

        // A number that becomes an enumeration or the other way around, a character that becomes a number.
        bool changes = (Numbers.IsNumber(from) || from?.TypeKind == TypeKind.Enum || from?.SpecialType == SpecialType.System_Char) && to?.IsValueType == true
            && (Numbers.IsNumber(to) || to.TypeKind == TypeKind.Enum || to.SpecialType is SpecialType.System_Char or SpecialType.System_Decimal)
            && !SymbolEqualityComparer.Default.Equals(from, to);
        return changes || to?.SpecialType == SpecialType.System_Decimal || to?.TypeKind == TypeKind.Dynamic
            ? code.Unreadable(conversion, $"a conversion to '{to?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'", "use 'int', 'long', 'float' or 'double'")
            : code.Expressions.Read(conversion.Operand);
    }

    /// <summary>The type of the elements that <c>foreach</c> takes; null when it is not an array or one of its relatives.</summary>
    public ITypeSymbol? ElementOf(IOperation collection)
    {
        while (collection is IConversionOperation { OperatorMethod: null, Operand: { Type: not null } operand })
        {
            collection = operand;
        }

        return collection.Type switch
        {
            IArrayTypeSymbol array => array.ElementType,
            INamedTypeSymbol { TypeArguments: { Length: 1 } elements } => elements[0],
            _ => null,
        };
    }

    private CodeSpec Number(IConversionOperation conversion, ITypeSymbol? from, ITypeSymbol? to)
    {
        if (!Numbers.IsKept(to) && !conversion.IsImplicit)
        {
            return code.Unreadable(conversion, $"a conversion to '{to!.Name}'", "use 'int', 'long', 'float' or 'double'");
        }

        CodeSpec operand = code.Expressions.Read(conversion.Operand);
        return Numbers.AreOfOneKind(from, to)
            ? operand
            : new UnaryCode(Numbers.IsReal(to) ? "float" : "int", operand, code.OriginOf(conversion));
    }

    private CodeSpec ByMethod(IConversionOperation conversion, IMethodSymbol method)
    {
        // A number as an expression is the number; an array as a span is the array.
        bool isTransparent = method.Name == WellKnownMemberNames.ImplicitConversionName
            && (DslSymbols.IsExpr(method.ContainingType) || conversion.Operand.Type is IArrayTypeSymbol || Lists.IsSpan(conversion.Operand.Type));
        return isTransparent
            ? code.Expressions.Read(conversion.Operand)
            : code.Calls.Operator(method, [conversion.Operand], conversion);
    }
}
