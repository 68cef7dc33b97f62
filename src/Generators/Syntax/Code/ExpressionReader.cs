using Adjoint.Compiler.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Adjoint.Syntax;

/// <summary>Reads expressions: what the C# compiler knows as a constant is one, everything else goes to the reader of its kind.</summary>
internal sealed class ExpressionReader(CodeReader code)
{
    public CodeSpec Read(IOperation operation) => code.Nested(operation, () => ReadHere(operation));

    private CodeSpec ReadHere(IOperation operation)
    {
        if (operation.ConstantValue is { HasValue: true, Value: var value })
        {
            return Constant(value, operation);
        }

        return operation switch
        {
            IConversionOperation conversion => code.Conversions.Read(conversion),
            ILocalReferenceOperation { Local: var local } => Variable(local, operation),
            // What an extension block extends is what its methods are called on.
            IParameterReferenceOperation { Parameter.ContainingSymbol: INamedTypeSymbol } extended when code.TakesThis =>
                new VariableCode(CodeReader.This, code.OriginOf(extended)),
            IParameterReferenceOperation { Parameter: var parameter } => Variable(parameter, operation),
            IInstanceReferenceOperation self => code.Members.Self(self),
            IPropertyReferenceOperation property => code.Members.Property(property),
            IFieldReferenceOperation field => code.Members.Field(field),
            IBinaryOperation binary => code.Operators.Binary(binary),
            IUnaryOperation unary => code.Operators.Unary(unary),
            ICoalesceOperation coalesce => code.Operators.Coalesce(coalesce),
            IConditionalOperation condition => code.Branches.Choose(condition),
            ISwitchExpressionOperation choice => code.Branches.Choose(choice),
            IIsPatternOperation test => code.Patterns.Test(test),
            IInvocationOperation call => code.Calls.Invocation(call),
            IDelegateCreationOperation creation => code.Calls.Function(creation),
            IAnonymousFunctionOperation lambda => code.Calls.Lambda(lambda),
            ITupleOperation tuple => code.Aggregates.Tuple(tuple),
            IObjectCreationOperation creation => code.Aggregates.Creation(creation),
            IWithOperation copy => code.Aggregates.With(copy),
            IArrayCreationOperation array => code.Aggregates.Array(array),
            ICollectionExpressionOperation collection => code.Aggregates.Collection(collection),
            IArrayElementReferenceOperation element => code.Aggregates.Element(element),
            IImplicitIndexerReferenceOperation element => code.Aggregates.Element(element),
            IAssignmentOperation or IIncrementOrDecrementOperation => code.Assignments.Expression(operation),
            IInterpolatedStringOperation text => Text(text),
            IDefaultValueOperation { Type.IsReferenceType: true } => Constant(null, operation),
            IInvalidOperation => code.Rejected(operation),
            _ => Constructs.Report(code, operation),
        };
    }

    /// <summary>A constant of the C# compiler.</summary>
    public CodeSpec Constant(object? value, IOperation operation)
    {
        ITypeSymbol? type = operation.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : operation.Type;
        ConstantSpec? constant = type?.TypeKind == TypeKind.Enum && value is not null
            ? ConstantReader.Member(type, value)
            : ConstantReader.Primitive(value);
        return constant is null
            ? code.Unreadable(operation, "a combination of enumeration members", $"name one member of '{type!.Name}'")
            : new ConstantCode(constant, code.OriginOf(operation));
    }

    private CodeSpec Variable(ISymbol variable, IOperation reference) =>
        variable is ILocalSymbol { IsRef: true }
            ? code.Unreadable(reference, "a 'ref' variable", "copy the value")
            : new VariableCode(code.Variables.Of(variable), code.OriginOf(reference));

    private CodeSpec Text(IInterpolatedStringOperation text)
    {
        int origin = code.OriginOf(text);
        CodeSpec? joined = null;
        foreach (IInterpolatedStringContentOperation content in text.Parts)
        {
            CodeSpec next;
            switch (content)
            {
                case IInterpolatedStringTextOperation { Text: var words }:
                    next = Read(words);
                    break;
                case IInterpolationOperation { Alignment: null, FormatString: null, Expression: var value }:
                    next = Read(value);
                    break;
                case IInterpolationOperation:
                    next = code.Unreadable(content, "a format in a text", "leave out the format");
                    break;
                default:
                    next = Constructs.Report(code, content);
                    break;
            }

            // A text at the start makes every '+' after it one of texts.
            joined = joined is null && next is ConstantCode { Value: StringSpec }
                ? next
                : new BinaryCode("+", joined ?? new ConstantCode(new StringSpec(""), origin), next, origin);
        }

        return joined ?? new ConstantCode(new StringSpec(""), origin);
    }
}
