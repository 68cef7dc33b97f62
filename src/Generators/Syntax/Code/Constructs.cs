using Adjoint.Compiler.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Adjoint.Syntax;

/// <summary>What C# has and the language has not, in words, each with what to write instead.</summary>
internal static class Constructs
{
    /// <summary>Reports a construct by its kind.</summary>
    public static CodeSpec Report(CodeReader code, IOperation operation)
    {
        if (operation is IInvalidOperation)
        {
            return code.Rejected(operation);
        }

        (string construct, string instead) = Describe(operation);
        return code.Unreadable(operation, construct, instead);
    }

    private static (string Construct, string Instead) Describe(IOperation operation) => operation switch
    {
        ITryOperation => ("'try'", "leave it out, a program throws nothing"),
        IThrowOperation => ("'throw'", "leave it out, a program throws nothing"),
        IUsingOperation or IUsingDeclarationOperation => ("'using'", "leave it out, expressions hold nothing to dispose"),
        ILockOperation => ("'lock'", "leave it out, expressions are immutable"),
        IReturnOperation => ("'yield'", "return a tuple or an array"),
        ILabeledOperation => ("a label", "write a loop or a condition"),
        IAwaitOperation => ("'await'", "leave it out, expressions are values"),
        IConditionalAccessOperation => ("'?.'", "compare with 'null' first"),
        IIsTypeOperation or ITypeOfOperation => ("a test of types", "let the call decide, with an overload or an argument"),
        ITypePatternOperation or IDeclarationPatternOperation => ("a pattern with a type", "compare with constants"),
        IRecursivePatternOperation or IListPatternOperation or ISlicePatternOperation => ("a pattern with parts", "compare the parts one by one"),
        IPatternOperation => ("this pattern", "compare with constants"),
        ITupleBinaryOperation => ("a comparison of tuples", "compare their elements"),
        ISpreadOperation => ("'..' in a collection", "name the elements one by one"),
        IRangeOperation => ("a range", "take the elements one by one, or call 'Slice' on an expression"),
        IAnonymousObjectCreationOperation => ("an anonymous object", "use a tuple"),
        ITypeParameterObjectCreationOperation => ("the creation of a type parameter", "pass a function that makes it"),
        IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IDynamicIndexerAccessOperation => ("'dynamic'", "use 'Expr'"),
        IAddressOfOperation => ("a pointer", "use 'Expr'"),
        ISizeOfOperation => ("'sizeof'", "write the number"),
        IDefaultValueOperation => ("'default' of this type", "write the value"),
        IEventReferenceOperation or IEventAssignmentOperation => ("an event", "call a function"),
        ITranslatedQueryOperation => ("a query", "write 'foreach' over an array"),
        IDeclarationExpressionOperation => ("a declaration here", "declare the variable in a statement of its own"),
        IDiscardOperation => ("'_' here", "name a variable"),
        _ => ($"'{operation.Syntax.GetFirstToken().Text}' here", "use the operators and functions of 'Expr'"),
    };
}
