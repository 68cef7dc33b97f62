using Adjoint.Compiler.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Adjoint.Syntax;

/// <summary>Reads patterns over constants as the comparisons that they stand for.</summary>
internal sealed class PatternReader(CodeReader code)
{
    /// <summary><c>value is pattern</c>.</summary>
    public CodeSpec Test(IIsPatternOperation test) => Test(test.Pattern, new Subject(code, test.Value));

    /// <summary>Whether a value matches.</summary>
    public CodeSpec Test(IPatternOperation pattern, Subject subject) => code.Nested(pattern, () => pattern switch
    {
        IConstantPatternOperation constant => Equality(subject, constant.Value, pattern),
        IRelationalPatternOperation relation when Word(relation.OperatorKind) is { } word =>
            new BinaryCode(word, subject.Read(), code.Expressions.Read(relation.Value), code.OriginOf(pattern)),
        IBinaryPatternOperation both => new BinaryCode(
            both.OperatorKind == BinaryOperatorKind.And ? "&&" : "||",
            Test(both.LeftPattern, subject),
            Test(both.RightPattern, subject),
            code.OriginOf(pattern)),
        INegatedPatternOperation not => new UnaryCode("!", Test(not.Pattern, subject), code.OriginOf(pattern)),
        IDiscardPatternOperation => new ConstantCode(new BooleanSpec(true), code.OriginOf(pattern)),
        IRecursivePatternOperation { DeconstructionSubpatterns.Length: 0, PropertySubpatterns.Length: 0 } some when IsOwnType(some) =>
            IsGiven(subject, some.DeclaredSymbol, pattern),
        IDeclarationPatternOperation { MatchesNull: false } some when IsOwnType(some) => IsGiven(subject, some.DeclaredSymbol, pattern),
        _ => Constructs.Report(code, pattern),
    });

    /// <summary>Whether a value is a constant.</summary>
    public CodeSpec Equality(Subject subject, IOperation constant, IOperation where) =>
        new BinaryCode("==", subject.Read(), code.Expressions.Read(constant), code.OriginOf(where));

    private static bool IsOwnType(IPatternOperation pattern) =>
        SymbolEqualityComparer.Default.Equals(pattern.InputType, pattern.NarrowedType)
        || (pattern.InputType is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            && SymbolEqualityComparer.Default.Equals(nullable.TypeArguments[0], pattern.NarrowedType));

    // In 'bias is { } b' the variable gets the value before it is compared, which is the same where it is used.
    private CodeSpec IsGiven(Subject subject, ISymbol? variable, IOperation pattern)
    {
        CodeSpec value = subject.Read();
        if (variable is not null)
        {
            value = new AssignCode(code.Variables.Of(variable), value, code.OriginOf(pattern));
        }

        return new BinaryCode("!=", value, new ConstantCode(new StringSpec(null), code.OriginOf(pattern)), code.OriginOf(pattern));
    }

    private static string? Word(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.LessThan => "<",
        BinaryOperatorKind.LessThanOrEqual => "<=",
        BinaryOperatorKind.GreaterThan => ">",
        BinaryOperatorKind.GreaterThanOrEqual => ">=",
        _ => null,
    };
}
