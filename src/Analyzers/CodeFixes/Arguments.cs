using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Adjoint.CodeFixes;

/// <summary>Sets arguments of attributes.</summary>
internal static class Arguments
{
    /// <summary>Replaces the value of an argument, or adds the argument as a property.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="name">The argument's name; that of a constructor's parameter is compared without case.</param>
    /// <param name="value">The value in C#.</param>
    /// <param name="first">Whether it is added before the others, all of which are then properties.</param>
    /// <param name="constructor">The constructor, when its parameters can be meant.</param>
    public static TextChange Set(AttributeSyntax attribute, string name, string value, bool first = false, IMethodSymbol? constructor = null)
    {
        if (attribute.ArgumentList is not { } list)
        {
            return Edit.Insert(attribute.Name.Span.End, $"({name} = {value})");
        }

        SeparatedSyntaxList<AttributeArgumentSyntax> arguments = list.Arguments;
        if (Find(arguments, name, constructor) is { } existing)
        {
            return Edit.Replace(existing.Expression.Span, value);
        }

        return arguments.Count == 0 ? Edit.Insert(list.OpenParenToken.Span.End, $"{name} = {value}")
            : first ? Edit.Insert(arguments[0].SpanStart, $"{name} = {value}, ")
            : Edit.Insert(arguments.Last().Span.End, $", {name} = {value}");
    }

    private static AttributeArgumentSyntax? Find(
        SeparatedSyntaxList<AttributeArgumentSyntax> arguments, string name, IMethodSymbol? constructor)
    {
        IParameterSymbol? parameter = constructor?.Parameters
            .FirstOrDefault(parameter => string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase));
        return arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name)
            ?? (parameter is null
                ? null
                : arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == parameter.Name)
                    ?? arguments.Where(static argument => argument.NameColon is null && argument.NameEquals is null)
                        .ElementAtOrDefault(parameter.Ordinal));
    }
}
