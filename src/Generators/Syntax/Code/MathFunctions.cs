using Microsoft.CodeAnalysis;

namespace Adjoint.Syntax;

/// <summary>The functions of numbers that the compiler computes: those of <c>Math</c>, <c>MathF</c> and the number types.</summary>
internal static class MathFunctions
{
    private static readonly string[] Names =
        ["Abs", "Ceiling", "Cos", "Exp", "Floor", "Log", "Log2", "Max", "Min", "Pow", "Sin", "Sqrt"];

    /// <summary>Such as <c>Math.Sqrt</c>; null for other methods.</summary>
    public static string? NameOf(IMethodSymbol method)
    {
        bool ofNumbers = method.ContainingType is { ContainingNamespace.Name: "System", Name: "Math" or "MathF" } || Numbers.IsNumber(method.ContainingType);
        return ofNumbers && method.IsStatic && Names.Contains(method.Name, StringComparer.Ordinal)
            && method.Parameters.All(static parameter => Numbers.IsKept(parameter.Type))
            ? "Math." + method.Name
            : null;
    }
}
