using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Adjoint.Syntax;

/// <summary>An argument of an attribute: its value, and the expression that gives it.</summary>
internal readonly record struct AttributeArgument(string Name, TypedConstant Value, SyntaxNode Syntax)
{
    public Location Location => Syntax.GetLocation();
}

/// <summary>Pairs the constants of an attribute with the syntax they come from.</summary>
internal static class AttributeArguments
{
    /// <summary>
    /// The arguments, those of the constructor first, also the ones left to their default, which stand at the attribute.
    /// Null when the C# compiler reports the attribute.
    /// </summary>
    public static List<AttributeArgument>? Read(AttributeData attribute, AttributeSyntax syntax)
    {
        if (attribute.AttributeConstructor is not { } constructor
            || attribute.AttributeClass is not { IsAbstract: false }
            || attribute.ConstructorArguments.Length != constructor.Parameters.Length)
        {
            return null;
        }

        SeparatedSyntaxList<AttributeArgumentSyntax> written = syntax.ArgumentList?.Arguments ?? default;
        int named = written.Count(static argument => argument.NameEquals is not null);
        if (named != attribute.NamedArguments.Select(static argument => argument.Key).Distinct(StringComparer.Ordinal).Count())
        {
            return null;
        }

        List<AttributeArgument> arguments = [];
        for (int i = 0; i < constructor.Parameters.Length; i++)
        {
            string name = constructor.Parameters[i].Name;
            SyntaxNode value = PositionalArgument(written, i, name)?.Expression ?? (SyntaxNode)syntax;
            arguments.Add(new AttributeArgument(name, attribute.ConstructorArguments[i], value));
        }

        foreach (KeyValuePair<string, TypedConstant> constant in attribute.NamedArguments)
        {
            AttributeArgumentSyntax? argument =
                written.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == constant.Key);
            arguments.Add(new AttributeArgument(constant.Key, constant.Value, argument?.Expression ?? (SyntaxNode)syntax));
        }

        return arguments.Exists(static argument => argument.Value.Kind == TypedConstantKind.Error) ? null : arguments;
    }

    private static AttributeArgumentSyntax? PositionalArgument(
        SeparatedSyntaxList<AttributeArgumentSyntax> written, int position, string name)
    {
        AttributeArgumentSyntax? named = written.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == name);
        return named ?? (position < written.Count && written[position] is { NameColon: null, NameEquals: null } positional
            ? positional
            : null);
    }
}
