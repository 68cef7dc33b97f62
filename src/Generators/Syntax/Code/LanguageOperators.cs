using Microsoft.CodeAnalysis;

namespace Adjoint.Syntax;

/// <summary>The functions that the operators on expressions are.</summary>
internal static class LanguageOperators
{
    private const string Prefix = "op_";

    /// <summary>The function's name, such as <c>Add</c> for <c>+</c>.</summary>
    public static string NameOf(IMethodSymbol method) => method.Name switch
    {
        WellKnownMemberNames.AdditionOperatorName => "Add",
        WellKnownMemberNames.SubtractionOperatorName => "Subtract",
        WellKnownMemberNames.MultiplyOperatorName => "Multiply",
        WellKnownMemberNames.DivisionOperatorName => "Divide",
        WellKnownMemberNames.UnaryNegationOperatorName => "Negate",
        WellKnownMemberNames.GreaterThanOperatorName => "Greater",
        WellKnownMemberNames.LessThanOperatorName => "Less",
        WellKnownMemberNames.GreaterThanOrEqualOperatorName => "GreaterOrEqual",
        WellKnownMemberNames.LessThanOrEqualOperatorName => "LessOrEqual",
        var name => name.StartsWith(Prefix, StringComparison.Ordinal) ? name.Substring(Prefix.Length) : name,
    };
}
