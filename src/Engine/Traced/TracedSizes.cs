using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Trace;

namespace Adjoint;

/// <summary>The values of named sizes, which a traced model has from its beginning.</summary>
internal static class TracedSizes
{
    /// <summary>The values, when every name has one, and only names of the model do.</summary>
    /// <exception cref="ArgumentException">A name has no value, is unknown, or has a value below 1.</exception>
    public static IReadOnlyDictionary<string, int> Check(string model, IReadOnlyList<NamedSize> names, IReadOnlyDictionary<string, int> sizes)
    {
        if (names.FirstOrDefault(name => !sizes.ContainsKey(name.Declared)) is { } missing)
        {
            throw new ArgumentException($"The size '{missing.Declared}' of the model '{model}' needs a value.", nameof(sizes));
        }

        foreach ((string name, int value) in sizes)
        {
            if (name == Size.BatchName || names.All(known => known.Declared != name))
            {
                string known = names.Count == 0 ? "no named sizes" : "the sizes " + string.Join(", ", names.Select(static size => $"'{size.Declared}'"));
                throw new ArgumentException($"The model '{model}' has {known}, but '{name}' is given a value.", nameof(sizes));
            }

            if (value < 1)
            {
                throw new ArgumentException($"The size '{name}' of the model '{model}' is at least 1, but is given {value}.", nameof(sizes));
            }
        }

        return sizes;
    }
}
