using Adjoint.Compiler.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Adjoint.Syntax;

/// <summary>Reads operators: those of the language on expressions, the user's on records, C#'s on constants.</summary>
internal sealed class OperatorReader(CodeReader code)
{
    private const string CompareInstead = "compare whole or real numbers, texts, enumerations or truth values";

    public CodeSpec Binary(IBinaryOperation operation)
    {
        if (Own(operation.OperatorMethod) is { } method)
        {
            return code.Calls.Operator(method, [operation.LeftOperand, operation.RightOperand], operation);
        }

        if (Word(operation.OperatorKind) is not { } word || !Applies(operation))
        {
            return code.Unreadable(operation, "this operator on these values", CompareInstead);
        }

        return new BinaryCode(
            word, code.Expressions.Read(operation.LeftOperand), code.Expressions.Read(operation.RightOperand), code.OriginOf(operation));
    }

    public CodeSpec Unary(IUnaryOperation operation)
    {
        if (Own(operation.OperatorMethod) is { } method)
        {
            return code.Calls.Operator(method, [operation.Operand], operation);
        }

        CodeSpec? operand = operation.OperatorKind switch
        {
            UnaryOperatorKind.Minus or UnaryOperatorKind.Plus when Numbers.IsNumber(operation.Type) && !operation.IsLifted => code.Expressions.Read(operation.Operand),
            UnaryOperatorKind.Not when operation.Type?.SpecialType == SpecialType.System_Boolean => code.Expressions.Read(operation.Operand),
            _ => null,
        };
        return (operand, operation.OperatorKind) switch
        {
            (null, UnaryOperatorKind.Hat) => code.Unreadable(operation, "an index from the end here", "write it into the brackets, as in 'items[^1]'"),
            (null, _) => code.Unreadable(operation, "this operator on this value", "write '-' on a number or '!' on a truth value"),
            (_, UnaryOperatorKind.Plus) => operand,
            (_, UnaryOperatorKind.Minus) => new UnaryCode("-", operand, code.OriginOf(operation)),
            _ => new UnaryCode("!", operand, code.OriginOf(operation)),
        };
    }

    /// <summary>The operation of <c>x += y</c>.</summary>
    public CodeSpec Compound(ICompoundAssignmentOperation operation, CodeSpec left)
    {
        CodeSpec right = code.Expressions.Read(operation.Value);
        if (Own(operation.OperatorMethod) is { } method)
        {
            return code.Calls.Operator(method, [left, right], operation);
        }

        return Word(operation.OperatorKind) is { } word && IsKept(operation)
            ? new BinaryCode(word, left, right, code.OriginOf(operation))
            : code.Unreadable(operation, "this assignment to a value of this type", "use 'int', 'long', 'float', 'double', 'bool' or 'string'");
    }

    public CodeSpec Coalesce(ICoalesceOperation operation)
    {
        Subject subject = new(code, operation.Value);
        CodeSpec isGiven = new BinaryCode("!=", subject.Read(), new ConstantCode(new StringSpec(null), code.OriginOf(operation)), code.OriginOf(operation));
        return new ConditionalCode(isGiven, subject.Read(), code.Expressions.Read(operation.WhenNull), code.OriginOf(operation));
    }

    // Those of texts are the language's own.
    private static IMethodSymbol? Own(IMethodSymbol? method) =>
        method is { ContainingType.SpecialType: SpecialType.None } ? method : null;

    private static bool IsKept(ICompoundAssignmentOperation operation) =>
        Numbers.IsKept(operation.Type) || operation.Type?.SpecialType is SpecialType.System_Boolean or SpecialType.System_String;

    private static bool Applies(IBinaryOperation operation)
    {
        ITypeSymbol? left = operation.LeftOperand.Type;
        ITypeSymbol? right = operation.RightOperand.Type;
        if (operation.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals)
        {
            // The same enumeration or type of constant; of other values only whether they are given.
            return IsConstant(left) && IsConstant(right) || IsNull(operation.LeftOperand) || IsNull(operation.RightOperand);
        }

        return !operation.IsLifted && operation.Type?.SpecialType switch
        {
            SpecialType.System_Boolean => IsConstant(left) && IsConstant(right) && left?.TypeKind != TypeKind.Enum,
            SpecialType.System_String => true,
            _ => Numbers.IsKept(operation.Type),
        };
    }

    private static bool IsNull(IOperation operand) => operand switch
    {
        { ConstantValue: { HasValue: true, Value: null } } => true,
        IConversionOperation conversion => IsNull(conversion.Operand),
        IDefaultValueOperation { Type.IsReferenceType: true } => true,
        _ => false,
    };

    private static bool IsConstant(ITypeSymbol? type) => type is { TypeKind: TypeKind.Enum }
        || Numbers.IsNumber(type)
        || type?.SpecialType is SpecialType.System_Boolean or SpecialType.System_String;

    private static string? Word(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.Add => "+",
        BinaryOperatorKind.Subtract => "-",
        BinaryOperatorKind.Multiply => "*",
        BinaryOperatorKind.Divide => "/",
        BinaryOperatorKind.Remainder => "%",
        BinaryOperatorKind.Equals => "==",
        BinaryOperatorKind.NotEquals => "!=",
        BinaryOperatorKind.LessThan => "<",
        BinaryOperatorKind.LessThanOrEqual => "<=",
        BinaryOperatorKind.GreaterThan => ">",
        BinaryOperatorKind.GreaterThanOrEqual => ">=",
        BinaryOperatorKind.ConditionalAnd => "&&",
        BinaryOperatorKind.ConditionalOr => "||",
        BinaryOperatorKind.And => "&",
        BinaryOperatorKind.Or => "|",
        BinaryOperatorKind.ExclusiveOr => "^",
        BinaryOperatorKind.LeftShift => "<<",
        BinaryOperatorKind.RightShift => ">>",
        _ => null,
    };
}
