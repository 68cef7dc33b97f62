using System.Globalization;
using System.Text;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Syntax;

/// <summary>
/// A model's spec as text, exact but for the origins, which mean nothing outside of the project that has the source. The text begins with
/// the format and a checksum, so that one of another version or a damaged one is known as such.
/// </summary>
internal static class SpecText
{
    /// <summary>Raised whenever the types of specs change, or what they mean.</summary>
    public const string Format = "3";

    private const char Separator = ':';

    /// <summary>The text of a spec, in printable ASCII.</summary>
    public static string Write(ModelSpec spec)
    {
        StringBuilder text = new();
        SpecWriter.Write(text, spec, typeof(ModelSpec));
        string content = text.ToString();
        return string.Join(Separator.ToString(), Format, Hash(content), content);
    }

    /// <summary>The spec of a text, with one origin everywhere; null when the text is damaged or of another version.</summary>
    public static ModelSpec? Read(string text, int origin)
    {
        string[] parts = text.Split([Separator], 3);
        return parts.Length == 3 && parts[0] == Format && parts[1] == Hash(parts[2])
            ? (ModelSpec?)new SpecParser(parts[2], origin).Read(typeof(ModelSpec))
            : null;
    }

    /// <summary>What identifies the types of specs that <see cref="Format"/> stands for.</summary>
    public static string Schema => Hash(SpecSchema.Description);

    // FNV-1a in 64 bits (Fowler, Noll and Vo).
    private static string Hash(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char character in text)
        {
            hash = unchecked((hash ^ character) * 1099511628211);
        }

        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }
}
