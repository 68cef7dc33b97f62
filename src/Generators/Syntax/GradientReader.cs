using Adjoint.Compiler.Errors;
using Microsoft.CodeAnalysis;

namespace Adjoint.Syntax;

/// <summary>Reads <c>[Gradient]</c>: the method that computes another one's derivative.</summary>
internal static class GradientReader
{
    /// <summary>The method that computes a method's derivative; null when it is derived, or when what is declared does not fit.</summary>
    public static IMethodSymbol? Read(IMethodSymbol method, Reading reading)
    {
        if (DslSymbols.AttributeOf(method, "GradientAttribute") is not { } attribute)
        {
            return null;
        }

        if (attribute.ConstructorArguments.FirstOrDefault() is not { Kind: TypedConstantKind.Primitive, Value: string name } || method.ReturnType.TypeKind == TypeKind.Error)
        {
            reading.RejectedByCompiler();
            return null;
        }

        IMethodSymbol[] named = [.. method.ContainingType.GetMembers(name).OfType<IMethodSymbol>()];
        IMethodSymbol? found = named.FirstOrDefault(candidate => TakesArgumentsOf(candidate, method));
        string? problem = !method.IsStatic || method.Arity > 0 ? "belongs to a method that is not static or has type parameters"
            : !DslSymbols.IsExpr(method.ReturnType) ? $"belongs to a method that returns '{Written(method.ReturnType)}'"
            : named.Length == 0 ? "does not exist"
            : found is null ? "takes other arguments"
            : !found.IsStatic || found.Arity > 0 ? "is not static or has type parameters"
            : !GivesDerivativesOf(found, method) ? $"returns '{Written(found.ReturnType)}'"
            : null;
        if (problem is null)
        {
            return found;
        }

        SyntaxNode? syntax = attribute.ApplicationSyntaxReference?.GetSyntax(reading.Cancellation);
        reading.Report(Rules.GradientMismatch, syntax?.GetLocation() ?? method.Locations[0], name, method.Name, problem, Expected(name, method));
        return null;
    }

    // The same arguments, and then the derivative of the loss by the result.
    private static bool TakesArgumentsOf(IMethodSymbol gradient, IMethodSymbol method) =>
        gradient.Parameters.Length == method.Parameters.Length + 1
        && DslSymbols.IsExpr(gradient.Parameters[gradient.Parameters.Length - 1].Type)
        && gradient.Parameters.Zip(method.Parameters, static (own, given) => SymbolEqualityComparer.Default.Equals(own.Type, given.Type)).All(static same => same);

    private static bool GivesDerivativesOf(IMethodSymbol gradient, IMethodSymbol method) => Differentiable(method).Count() switch
    {
        1 => DslSymbols.IsExpr(gradient.ReturnType),
        var count => gradient.ReturnType is INamedTypeSymbol { IsTupleType: true } tuple
            && tuple.TupleElements.Length == count
            && tuple.TupleElements.All(static element => DslSymbols.IsExpr(element.Type)),
    };

    private static IEnumerable<IParameterSymbol> Differentiable(IMethodSymbol method) =>
        method.Parameters.Where(static parameter => DslSymbols.IsExpr(parameter.Type));

    private static string Expected(string name, IMethodSymbol method)
    {
        string[] derivatives = [.. Differentiable(method).Select(static parameter => "Expr d" + parameter.Name)];
        string result = derivatives.Length == 1 ? "Expr" : "(" + string.Join(", ", derivatives) + ")";
        IEnumerable<string> parameters = method.Parameters.Select(static parameter => Written(parameter.Type) + " " + parameter.Name);
        return $"static {result} {name}({string.Join(", ", parameters.Append("Expr dy"))})";
    }

    private static string Written(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
