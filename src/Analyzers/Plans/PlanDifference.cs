using System.Globalization;

namespace Adjoint.Analyzers.Plans;

/// <summary>The first line in which a file differs from what it should say. How lines end, and whether the last one does, is beside the point.</summary>
/// <param name="Line">The number of the line, from 1.</param>
/// <param name="Found">The line of the file.</param>
/// <param name="Expected">The line as it should be.</param>
internal sealed record PlanDifference(int Line, string Found, string Expected)
{
    private const string End = "the end";

    /// <summary>The first difference; null when there is none.</summary>
    public static PlanDifference? Of(string found, string expected)
    {
        (string[] left, string[] right) = (Lines(found), Lines(expected));
        for (int i = 0; i < Math.Max(left.Length, right.Length); i++)
        {
            (string? was, string? now) = (i < left.Length ? left[i] : null, i < right.Length ? right[i] : null);
            if (was != now)
            {
                return new PlanDifference(i + 1, Quoted(was), Quoted(now));
            }
        }

        return null;
    }

    /// <summary>What the rule's message says of it.</summary>
    public string Number => Line.ToString(CultureInfo.InvariantCulture);

    private static string[] Lines(string text) => text.TrimEnd('\r', '\n').Split('\n').Select(static line => line.TrimEnd('\r')).ToArray();

    private static string Quoted(string? line) => line is null ? End : $"'{line.Trim()}'";
}
