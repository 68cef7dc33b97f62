using System.Text.RegularExpressions;
using Adjoint.Generators.Tests.Architectures;
using Microsoft.CodeAnalysis;

namespace Adjoint.Generators.Tests.Checks;

/// <summary>
/// Mistakes in networks of the literature are told as the gallery shows, all of what is told and nothing else. What is told otherwise is
/// written into the gallery's <c>.received.md</c>, to be reviewed and renamed.
/// </summary>
public sealed partial class BrokenNetworkTests
{
    private static readonly string Verified = Path.Combine(Snapshot.FolderOf("/Generators.Tests/Checks/"), "BrokenNetworks.md");
    private static readonly string Received = Path.ChangeExtension(Verified, ".received.md");
    private static readonly Lazy<Gallery> Changed = new(static () => Gallery.Read(Verified));

    /// <summary>Every break, by network and title.</summary>
    public static TheoryData<string, string> Breaks
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (Break broken in Gallery.Read(Verified).Breaks)
            {
                data.Add(broken.Network, broken.Title);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Breaks))]
    public void Mistake_IsToldAsTheGalleryShows(string network, string title)
    {
        Break broken = Gallery.Read(Verified).Breaks.Single(broken => broken.Network == network && broken.Title == title);
        string report = Report(broken);
        if (report != broken.Report)
        {
            Changed.Value.Replace(broken, report);
            Changed.Value.Write(Received);
            Assert.Fail($"Expected:\n{broken.Report}\nbut found:\n{report}\n\nThe gallery with what was found is {Received}.");
        }
    }

    [Fact]
    public void EveryNetwork_IsBrokenInSeveralWays() => Assert.Equal(
        ArchitectureSources.Names.Select(static (object[] row) => (string)row[0]),
        Gallery.Read(Verified).Breaks.GroupBy(static broken => broken.Network).Where(static group => group.Count() >= 3).Select(static group => group.Key));

    [Fact]
    public void EveryMistake_IsTold() => Assert.DoesNotContain(Gallery.Read(Verified).Breaks, static broken => broken.Report.Length == 0);

    /// <summary>Everything that compiler and analyzer report: id, underlined text and message, then the other places.</summary>
    private static string Report(Break broken)
    {
        string source = ArchitectureSources.Read(broken.Network).ReplaceLineEndings("\n");
        foreach ((string old, string replacement) in broken.Edits)
        {
            Assert.Equal(2, source.Split(old).Length);
            source = source.Replace(old, replacement, StringComparison.Ordinal);
        }

        return string.Join('\n', GeneratorFixture.Run(GeneratorFixture.Compile((broken.Network + ".cs", source))).Reported.SelectMany(Lines));
    }

    // The words of other tools are theirs.
    private static IEnumerable<string> Lines(Diagnostic diagnostic) =>
    [
        $"{diagnostic.Id} '{Text(diagnostic.Location)}'{(diagnostic.Id.StartsWith("CS", StringComparison.Ordinal) ? "" : ": " + diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture))}",
        .. diagnostic.AdditionalLocations.Select(static place => $"  see '{Text(place)}'"),
    ];

    private static string Text(Location place) => Whitespace().Replace(place.SourceTree?.GetText().ToString(place.SourceSpan) ?? "", " ");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
