using System.Globalization;
using System.Text;
using Adjoint.Compiler.Support;
using Adjoint.Syntax;

namespace Adjoint;

/// <summary>
/// Replaces the markers of origins in a program by lines of the source. This is all that runs when a comment above a model
/// moves it: the compiled program knows origins, not lines.
/// </summary>
internal static class LineStamp
{
    private const char Start = '\u0001';
    private const char End = '\u0002';

    /// <summary>The text with <c>\u0001id\u0002</c> replaced by <c>File.cs(line)</c>.</summary>
    public static string Apply(string text, EquatableArray<SourceLine> lines)
    {
        StringBuilder stamped = new(text.Length);
        int position = 0;
        for (int start = text.IndexOf(Start); start >= 0; start = text.IndexOf(Start, position))
        {
            int end = text.IndexOf(End, start);
            int origin = int.Parse(text.Substring(start + 1, end - start - 1), NumberStyles.None, CultureInfo.InvariantCulture);
            stamped.Append(text, position, start - position).Append(lines[origin].ToString());
            position = end + 1;
        }

        return stamped.Append(text, position, text.Length - position).ToString();
    }
}
