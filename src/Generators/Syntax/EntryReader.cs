using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Adjoint.Syntax;

/// <summary>Reads the methods of a model that programs are made of: <c>Forward</c> and the objectives.</summary>
internal static class EntryReader
{
    private const string ForwardName = "Forward";

    /// <summary>The method <c>Forward</c>; null when the parts are chained.</summary>
    public static IMethodSymbol? ForwardOf(INamedTypeSymbol model, Reading reading)
    {
        IMethodSymbol[] methods = [.. MethodsOf(model, reading).Where(static method => method.Name == ForwardName)];
        foreach (IMethodSymbol other in methods.Skip(1))
        {
            Mismatch(other, "is declared more than once", reading);
        }

        return methods.FirstOrDefault();
    }

    /// <summary>The methods with <c>[Objective]</c>.</summary>
    public static IReadOnlyList<IMethodSymbol> ObjectivesOf(INamedTypeSymbol model, Reading reading)
    {
        ILookup<bool, IMethodSymbol> all = MethodsOf(model, reading).ToLookup(static method => DslSymbols.AttributeOf(method, "ObjectiveAttribute") is not null);
        IMethodSymbol[] methods = [.. all[true]];
        foreach (IMethodSymbol method in all[false])
        {
            if (DslSymbols.AttributeOf(method, "BudgetAttribute") is { } budget)
            {
                Location where = budget.ApplicationSyntaxReference?.GetSyntax(reading.Cancellation).GetLocation() ?? NameOf(method, reading);
                reading.Report(Rules.MalformedBudget, where, $"'{method.Name}' is no objective, so nothing trains by it; add [Objective], or put the budget on the model");
            }
        }

        foreach (IMethodSymbol other in methods.Where((method, i) => methods.Take(i).Any(before => before.Name == method.Name)))
        {
            Mismatch(other, "is declared more than once", reading);
        }

        return methods;
    }

    /// <summary>Whether a method's inputs have shapes.</summary>
    public static bool HasShape(IMethodSymbol method) => method.Parameters.Any(static parameter => DslSymbols.AttributeOf(parameter, "ShapeAttribute") is not null);

    /// <summary>Reads <c>Forward</c>.</summary>
    /// <param name="method">The method.</param>
    /// <param name="input">Whether a single input has its shape from <c>[Model]</c>.</param>
    /// <param name="isModule">Whether the model has no programs of its own, so that constants may be passed to it too.</param>
    /// <param name="reading">The reading.</param>
    public static string ReadForward(IMethodSymbol method, bool input, bool isModule, Reading reading)
    {
        if (method.Parameters.IsEmpty)
        {
            Mismatch(method, "takes nothing", reading);
        }

        CheckForm(method, IsResult(method.ReturnType, reading), reading);
        if (!(input && method.Parameters.Length == 1))
        {
            CheckShapes(method, isModule, reading);
        }

        return reading.Methods.Request(method);
    }

    /// <summary>Reads an objective.</summary>
    public static ObjectiveSpec ReadObjective(IMethodSymbol method, Reading reading)
    {
        CheckForm(method, DslSymbols.IsExpr(method.ReturnType), reading);
        CheckShapes(method, isModule: false, reading);
        return new ObjectiveSpec(method.Name, reading.Methods.Request(method), UpdatesOf(method, reading), reading.Origins.Add(NameOf(method, reading)))
        {
            Budget = PartReader.ReadBudget(method, reading),
        };
    }

    /// <summary>The shape of a parameter; null when it has none.</summary>
    public static TextSpec? ShapeOf(IParameterSymbol parameter, Reading reading)
    {
        AttributeData? attribute = DslSymbols.AttributeOf(parameter, "ShapeAttribute");
        if (attribute?.ApplicationSyntaxReference?.GetSyntax(reading.Cancellation) is not AttributeSyntax syntax)
        {
            return null;
        }

        if (AttributeArguments.Read(attribute, syntax)?.FirstOrDefault() is { Value: { Kind: TypedConstantKind.Primitive, Value: string text } } argument)
        {
            return new TextSpec(text, reading.Origins.Add(argument.Location));
        }

        reading.RejectedByCompiler();
        return null;
    }

    // A partial method is its implementation; C# reports one without.
    private static IEnumerable<IMethodSymbol> MethodsOf(INamedTypeSymbol model, Reading reading) => model.GetMembers().OfType<IMethodSymbol>()
        .Select(static method => method.PartialImplementationPart ?? method)
        .Where(method => method.MethodKind == MethodKind.Ordinary && !method.IsImplicitlyDeclared
            && reading.SourceOf(method) is { } source && !MemberReader.IsGenerated(source.SyntaxTree));

    private static void CheckForm(IMethodSymbol method, bool hasResult, Reading reading)
    {
        if (method.ReturnType.TypeKind == TypeKind.Error)
        {
            reading.RejectedByCompiler();
        }
        else if (!hasResult)
        {
            Mismatch(method, $"returns '{method.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'", reading);
        }
        else if (method.Arity > 0)
        {
            Mismatch(method, "has type parameters", reading);
        }
        else if (method.IsExtern || method.IsAbstract)
        {
            Mismatch(method, "has no body", reading);
        }
    }

    private static void CheckShapes(IMethodSymbol method, bool isModule, Reading reading)
    {
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            bool isExpr = DslSymbols.IsExpr(parameter.Type);
            bool isSettled = isExpr && DslSymbols.AttributeOf(parameter, "ShapeAttribute") is not null
                || isModule && (!isExpr || parameter.IsOptional);
            if (parameter.Type.TypeKind == TypeKind.Error)
            {
                reading.RejectedByCompiler();
            }
            else if (!isSettled)
            {
                reading.Report(Rules.MissingShape, parameter.Locations[0], parameter.Name, method.Name);
            }
        }
    }

    private static bool IsResult(ITypeSymbol type, Reading reading) => DslSymbols.IsExpr(type) || Positional.ElementsOf(type, reading) is not null;

    private static UpdatesSpec? UpdatesOf(IMethodSymbol method, Reading reading)
    {
        AttributeData attribute = DslSymbols.AttributeOf(method, "ObjectiveAttribute")!;
        if (attribute.ApplicationSyntaxReference?.GetSyntax(reading.Cancellation) is not AttributeSyntax syntax
            || AttributeArguments.Read(attribute, syntax) is not { } arguments)
        {
            reading.RejectedByCompiler();
            return null;
        }

        if (arguments.FirstOrDefault(static argument => argument.Name == "Updates") is not { Value: { Kind: TypedConstantKind.Array, IsNull: false } } updates)
        {
            return null;
        }

        SyntaxNode[] written = ElementsOf(updates.Syntax);
        return new UpdatesSpec(updates.Value.Values
            .Select((name, i) => new TextSpec(
                name.Value as string ?? "",
                reading.Origins.Add((written.Length == updates.Value.Values.Length ? written[i] : updates.Syntax).GetLocation())))
            .ToEquatableArray());
    }

    private static SyntaxNode[] ElementsOf(SyntaxNode array) => array switch
    {
        CollectionExpressionSyntax collection => [.. collection.Elements.Select(static element => (SyntaxNode?)(element as ExpressionElementSyntax)?.Expression ?? element)],
        ArrayCreationExpressionSyntax { Initializer: { } initializer } => [.. initializer.Expressions],
        ImplicitArrayCreationExpressionSyntax { Initializer: { } initializer } => [.. initializer.Expressions],
        _ => [],
    };

    private static void Mismatch(IMethodSymbol method, string problem, Reading reading) =>
        reading.Report(Rules.ForwardMismatch, NameOf(method, reading), method.Name, method.ContainingType.Name, problem);

    private static Location NameOf(IMethodSymbol method, Reading reading) =>
        method.Locations.FirstOrDefault(location => location.SourceTree == reading.SourceOf(method)?.SyntaxTree) ?? method.Locations[0];
}
