namespace Adjoint.Generators.Tests;

public sealed class SnapshotTests
{
    [Fact]
    public void EqualText_MatchesWhateverItsNewlines() => InFolder(static stem =>
    {
        File.WriteAllText(stem + ".verified.cs", "a\r\nb");
        File.WriteAllText(stem + ".received.cs", "stale");
        Snapshot.MatchFile("a\nb", stem);
        Assert.False(File.Exists(stem + ".received.cs"));
    });

    [Fact]
    public void DifferentText_FailsWithNumberedLinesAndLeavesReceivedFile() => InFolder(static stem =>
    {
        File.WriteAllText(stem + ".verified.cs", "a\nb\nc");
        Exception failure = Assert.ThrowsAny<Exception>(() => Snapshot.MatchFile("a\nB", stem));
        Assert.Contains("line 2\n  - b\n  + B\nline 3\n  - c\n  + (end)", failure.Message, StringComparison.Ordinal);
        Assert.Equal("a\nB", File.ReadAllText(stem + ".received.cs"));
    });

    [Fact]
    public void MissingFile_FailsAndLeavesReceivedFile() => InFolder(static stem =>
    {
        Assert.ThrowsAny<Exception>(() => Snapshot.MatchFile("a", stem));
        Assert.True(File.Exists(stem + ".received.cs"));
    });

    private static void InFolder(Action<string> test)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("snapshot");
        try
        {
            test(Path.Combine(folder.FullName, "Class.Method#Hint"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
