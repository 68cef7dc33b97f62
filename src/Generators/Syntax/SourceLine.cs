using System.Globalization;

namespace Adjoint.Syntax;

/// <summary>A line of the user's source, printed as <c>Digits.cs(7)</c>.</summary>
/// <param name="File">The file's name without folders: generated text is the same wherever the project lies.</param>
/// <param name="Number">The line, counted from 1.</param>
internal readonly record struct SourceLine(string File, int Number)
{
    public override string ToString() => File + "(" + Number.ToString(CultureInfo.InvariantCulture) + ")";

    /// <summary>The last component of a path of any system.</summary>
    public static string FileNameOf(string path) => path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);
}
