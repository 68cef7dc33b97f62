using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Adjoint.CodeFixes;

/// <summary>How to write a name of the language at a place, as short as its <c>using</c>s allow.</summary>
internal static class Names
{
    /// <summary>A type, such as <c>Layer</c>.</summary>
    public static string OfType(SemanticModel model, int position, string name) => Shortest(
        ["", "Adjoint."],
        name,
        "Adjoint." + name,
        text => model.GetSpeculativeSymbolInfo(position, SyntaxFactory.ParseTypeName(text), SpeculativeBindingOption.BindAsTypeOrNamespace).Symbol);

    /// <summary>An attribute, such as <c>Flatten</c>.</summary>
    public static string OfAttribute(SemanticModel model, int position, string name) => Shortest(
        ["", "Adjoint."],
        name,
        "Adjoint." + name + "Attribute",
        text =>
        {
            // One that takes arguments is found all the same: as what could have been meant.
            SymbolInfo found = model.GetSpeculativeSymbolInfo(position, SyntaxFactory.Attribute(SyntaxFactory.ParseName(text)));
            return (found.Symbol ?? found.CandidateSymbols.FirstOrDefault())?.ContainingType;
        });

    /// <summary>A loss, such as <c>CrossEntropy</c>.</summary>
    public static string OfLoss(SemanticModel model, int position, string name) => Shortest(
        ["", "Loss.", "Adjoint.Loss."],
        name,
        "Adjoint.Loss." + name,
        text => model.GetSpeculativeSymbolInfo(position, SyntaxFactory.ParseExpression(text), SpeculativeBindingOption.BindAsExpression).Symbol);

    // The last prefix is the full one; it is also what "global::" is put before when something else hides it.
    private static string Shortest(string[] prefixes, string name, string meaning, Func<string, ISymbol?> bind)
    {
        string? prefix = Array.Find(prefixes, prefix => bind(prefix + name)?.ToDisplayString() == meaning);
        return (prefix ?? "global::" + prefixes[prefixes.Length - 1]) + name;
    }
}
