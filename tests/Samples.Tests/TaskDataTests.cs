using System.IO.Compression;
using Tasks.Data;

namespace Samples.Tests;

/// <summary>The readers of published data: what they read, and what every mistake in a file is answered with.</summary>
public sealed class TaskDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    [Fact]
    public void IdxFile_GivesItsBytes()
    {
        Assert.Equal([1, 2, 3, 4, 5, 6], IdxFile.Read(Idx([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]), 2, 3));
        Assert.Equal([7, 9], IdxFile.Read(Idx([0, 0, 8, 1, 0, 0, 0, 2, 7, 9])));
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 5 }, "the magic number 0x00000803", "found 0x00000801")]
    [InlineData(new byte[] { 0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 4 }, "an axis of 3", "found one of 4")]
    [InlineData(new byte[] { 0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5 }, "6 bytes", "found 5")]
    [InlineData(new byte[] { 0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7 }, "6 bytes", "found 7")]
    [InlineData(new byte[] { 0, 0, 8, 3, 255, 255, 255, 255, 0, 0, 0, 2, 0, 0, 0, 3 }, "-6 bytes", "found 0")]
    [InlineData(new byte[] { 0, 0, 8 }, "a header", "the end of the file")]
    public void WrongIdxFile_IsRefused(byte[] content, params string[] words) => AssertRefused(() => IdxFile.Read(Idx(content), 2, 3), ["digits.gz", .. words]);

    [Fact]
    public void DamagedGzip_IsRefused() =>
        AssertRefused(() => IdxFile.Read(_folder.Write("plain.gz", [0, 0, 8, 1, 0, 0, 0, 0])), "plain.gz", "the compressed data are damaged");

    [Fact]
    public void Text_BecomesNumbersInTheOrderOfItsCharacters()
    {
        CharacterText text = CharacterText.Read(_folder.Write("text.txt", "cab\nb"), characters: 4, leastLength: 5);
        Assert.Equal("\nabc", text.Characters);
        Assert.Equal([3, 1, 2, 0, 2], text.Tokens.ToArray());
        Assert.Equal([1, 3], text.Encode("ac"));
        Assert.Equal('c', text.Decode(3));
        Assert.Throws<ArgumentException>(() => text.Encode("d"));
    }

    [Fact]
    public void OtherText_IsRefused()
    {
        string path = _folder.Write("text.txt", "cab");
        AssertRefused(() => CharacterText.Read(path, characters: 65, leastLength: 1), "text.txt", "65 different characters", "found 3");
        AssertRefused(() => CharacterText.Read(path, characters: 3, leastLength: 4), "text.txt", "at least 4 characters", "found 3");
    }

    [Fact]
    public void Cases_AreReadBehindTheirDeclarations()
    {
        string path = _folder.Write("a.ts", "# a comment: with a colon\n@classLabel true on off\n@data\n1,2.5:off\n\n-3e-1,4:on\r\n");
        (float[] series, int[] labels) = new CaseFile(path).Read(2, "on", "off");
        Assert.Equal([1, 2.5f, -0.3f, 4], series);
        Assert.Equal([1, 0], labels);
    }

    [Theory]
    [InlineData("1,2:3,4:on", "line 2", "a colon and a class", "2 colons")]
    [InlineData("1,2", "line 2", "a colon and a class", "0 colons")]
    [InlineData("1:on", "line 2", "2 values", "found 1")]
    [InlineData("1,x:on", "line 2", "a finite number", "'x'")]
    [InlineData("1,NaN:on", "line 2", "a finite number", "'NaN'")]
    [InlineData("1,2:maybe", "line 2", "one of the classes on, off", "'maybe'")]
    [InlineData("", "a case", "the end of the file")]
    public void WrongCase_IsRefusedWithItsPlace(string line, params string[] words)
    {
        string path = _folder.Write("a.ts", $"@data\n{line}\n");
        AssertRefused(() => new CaseFile(path).Read(2, "on", "off"), ["a.ts", .. words]);
    }

    [Fact]
    public void Series_IsReadBehindTheNames()
    {
        string path = _folder.Write("a.csv", "date,x,y\n2016-07-01 00:00:00,1,-2.5\n2016-07-01 01:00:00,3e1,4\n");
        Assert.Equal([1, -2.5f, 30, 4], new SeriesTable(path).Read(["x", "y"], least: 2));
    }

    [Theory]
    [InlineData("date,x,z\nd,1,2\nd,1,2\n", "line 1", "the columns x, y", "found x, z")]
    [InlineData("date,x,y\nd,1,2\nd,1\n", "line 3", "a date and 2 values", "2 values")]
    [InlineData("date,x,y\nd,1,2\nd,1,\n", "line 3", "a finite number for y", "''")]
    [InlineData("date,x,y\nd,1,2\nd,inf,2\n", "line 3", "a finite number for x", "'inf'")]
    [InlineData("date,x,y\nd,1,2\n", "at least 2 lines", "found 1")]
    [InlineData("", "at least 2 lines", "found 0")]
    public void WrongSeries_IsRefusedWithItsPlace(string text, params string[] words)
    {
        string path = _folder.Write("a.csv", text);
        AssertRefused(() => new SeriesTable(path).Read(["x", "y"], least: 2), ["a.csv", .. words]);
    }

    [Fact]
    public void Standardisation_LearnsFromTheFirstRowsAlone()
    {
        float[] table = [1, 5, 3, 5, 100, 7];
        Standardisation.Apply(table, columns: 2, rows: 2);
        Assert.Equal([-1, 0, 1, 0, 98, 2], table);
    }

    [Fact]
    public void DataFolder_IsTheOneThatIsNamed()
    {
        DataFolder folder = DataFolder.Find(_folder["."]);
        PublishedFile file = new("some/file.txt", "somewhere");
        Assert.Equal(Path.GetFullPath(_folder["some/file.txt"]), folder[file]);
        Assert.Same(file, folder.Missing([file]));
        Directory.CreateDirectory(_folder["some"]);
        _folder.Write("some/file.txt", "");
        Assert.Null(folder.Missing([file]));
    }

    private static void AssertRefused(Action read, params string[] words)
    {
        string message = Assert.Throws<InvalidDataException>(read).Message;
        Assert.All(words, word => Assert.Contains(word, message, StringComparison.Ordinal));
    }

    private string Idx(byte[] content)
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionMode.Compress))
        {
            gzip.Write(content);
        }

        return _folder.Write("digits.gz", compressed.ToArray());
    }
}
