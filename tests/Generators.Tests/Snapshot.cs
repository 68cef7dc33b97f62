using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Adjoint.Generators.Tests;

/// <summary>
/// Compares a text with the file <c>Class.Method#Hint.verified.cs</c> beside the test. When they differ, the text is written to
/// <c>….received.cs</c>, to be reviewed and renamed. The conventions of files are those of Verify.Xunit.
/// </summary>
internal static class Snapshot
{
    private const int ShownDifferences = 20;

    public static void Match(string text, string hint, [CallerFilePath] string testFile = "", [CallerMemberName] string method = "")
    {
        string stem = Path.Combine(FolderOf(testFile), $"{Path.GetFileNameWithoutExtension(testFile)}.{method}#{hint}");
        MatchFile(text, stem);
    }

    /// <summary>Compares with <c>stem.verified.cs</c>.</summary>
    internal static void MatchFile(string text, string stem)
    {
        string verified = stem + ".verified.cs";
        string received = stem + ".received.cs";
        string? difference = File.Exists(verified)
            ? Difference(File.ReadAllText(verified).ReplaceLineEndings("\n"), text.ReplaceLineEndings("\n"))
            : "there is no verified file yet";
        if (difference is null)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        Assert.Fail($"Not as in {Path.GetFileName(verified)}: {difference}\nThe text is in {received}; rename it when it is right.");
    }

    /// <summary>The lines that differ, with their numbers; null when there are none.</summary>
    internal static string? Difference(string expected, string actual)
    {
        if (expected == actual)
        {
            return null;
        }

        string[] left = expected.Split('\n');
        string[] right = actual.Split('\n');
        StringBuilder lines = new();
        int shown = 0;
        for (int i = 0; i < Math.Max(left.Length, right.Length) && shown < ShownDifferences; i++)
        {
            string? verified = i < left.Length ? left[i] : null;
            string? received = i < right.Length ? right[i] : null;
            if (verified != received)
            {
                shown++;
                lines.Append($"\nline {i + 1}\n  - {verified ?? "(end)"}\n  + {received ?? "(end)"}");
            }
        }

        return lines.ToString();
    }

    // The compiler may have mapped the path of the test's file, so only what follows the project's folder is taken from it.
    internal static string FolderOf(string testFile)
    {
        string project = typeof(Snapshot).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(static metadata => metadata.Key == "ProjectFolder").Value!;
        string marker = "/" + Path.GetFileName(project) + "/";
        string file = testFile.Replace('\\', '/');
        int start = file.LastIndexOf(marker, StringComparison.Ordinal) + marker.Length;
        return Path.GetDirectoryName(Path.Combine(project, file[start..]))!;
    }
}
