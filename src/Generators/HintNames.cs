using System.Globalization;
using System.Text;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// Names of generated files. Roslyn compares them without case and ends the whole generator when two are equal, so they carry
/// namespace, containers and arity, and models that differ only in case are told apart by a number.
/// </summary>
internal static class HintNames
{
    /// <summary>The name of a model's files without ending, such as <c>Company.Outer`1+Mlp</c>.</summary>
    public static string Stem(ModelSpec spec)
    {
        StringBuilder stem = new();
        if (spec.Namespace != "")
        {
            Append(stem, spec.Namespace).Append('.');
        }

        foreach (ContainerSpec container in spec.Containers)
        {
            AppendContainer(stem, container).Append('+');
        }

        return Append(stem, spec.Name).ToString();
    }

    /// <summary>The stems that are equal to another without case, in ordinal order; almost always none.</summary>
    public static EquatableArray<string> Collisions(IEnumerable<string> stems) =>
        stems.GroupBy(static stem => stem, StringComparer.OrdinalIgnoreCase)
            .Where(static group => group.Count() > 1)
            .SelectMany(static group => group)
            .OrderBy(static stem => stem, StringComparer.Ordinal)
            .ToEquatableArray();

    /// <summary>
    /// The stem made unique; null when several models have exactly this name, which the C# compiler reports.
    /// </summary>
    public static string? Resolve(string stem, EquatableArray<string> collisions)
    {
        if (collisions.Count(other => other == stem) > 1)
        {
            return null;
        }

        int before = collisions
            .Where(other => string.Equals(other, stem, StringComparison.OrdinalIgnoreCase))
            .TakeWhile(other => other != stem)
            .Distinct()
            .Count();
        return before == 0 ? stem : stem + "-" + (before + 1).ToString(CultureInfo.InvariantCulture);
    }

    // "partial record struct Outer<T, U>" is Outer`2, as in metadata.
    private static StringBuilder AppendContainer(StringBuilder stem, ContainerSpec container)
    {
        string declaration = container.Declaration;
        Append(stem, container.Name);
        return declaration.IndexOf('<') < 0
            ? stem
            : stem.Append('`').Append(declaration.Count(static character => character == ',') + 1);
    }

    // An identifier may hold characters, such as combining marks, that a hint name may not.
    private static StringBuilder Append(StringBuilder stem, string name)
    {
        foreach (char character in name)
        {
            _ = char.IsLetterOrDigit(character) || character is '.' or '_'
                ? stem.Append(character)
                : stem.Append('-').Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
        }

        return stem;
    }
}
