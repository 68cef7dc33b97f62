using System.IO.Compression;
using System.Text;

namespace Samples.Tests;

/// <summary>The user's own digits: what is read, and what every mistake in them is answered with.</summary>
public sealed class DataFileTests(SavedModel model) : IClassFixture<SavedModel>
{
    private const string GoodLine = "0,0,5,13,9,1,0,0,0,0,13,15,10,15,5,0,0,3,15,2,0,11,8,0,0,4,12,0,0,8,8,0,0,5,8,0,0,9,8,0,0,4,11,0,1,12,7,0,0,2,14,5,10,12,0,0,0,0,6,13,10,0,0,0,0";

    [Theory]
    [InlineData(1, "17", "a pixel, a whole number from 0 to 16", "'17'")]
    [InlineData(64, "-1", "a pixel", "'-1'")]
    [InlineData(30, "x", "a pixel", "'x'")]
    [InlineData(30, "", "a pixel", "''")]
    [InlineData(30, "1.5", "a pixel", "'1.5'")]
    [InlineData(30, "99999999999", "a pixel", "'99999999999'")]
    [InlineData(65, "10", "a digit, a whole number from 0 to 9", "'10'")]
    [InlineData(65, "zero", "a digit", "'zero'")]
    [InlineData(65, "\u001b[2J", "a digit", "'?[2J'")]
    public void WrongValue_IsRefusedWithItsPlace(int column, string value, params string[] words)
    {
        string[] values = GoodLine.Split(',');
        values[column - 1] = value;
        AssertRefused($"{GoodLine}\n{GoodLine}\n{string.Join(',', values)}\n{GoodLine}\n", ["line 3,", $"column {column}:", .. words]);
    }

    [Fact]
    public void MissingColumn_IsRefusedWithItsPlace() =>
        AssertRefused($"{GoodLine}\n{GoodLine[..^2]}\n", "line 2,", "column 65:", "a digit", "the end of the line");

    [Fact]
    public void ColumnTooMany_IsRefusedWithItsPlace() =>
        AssertRefused($"{GoodLine}\n{GoodLine},7\n", "line 2,", "column 66:", "the end of the line", "'7'");

    [Fact]
    public void HeaderLine_IsRefusedWithItsPlace() => AssertRefused($"p0,p1,p2\n{GoodLine}\n", "line 1,", "column 1:", "'p0'");

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    public void FileWithoutRows_IsRefused(string text) => AssertRefused(text, "column 1:", "64 pixels and a digit", "the end of the file");

    [Fact]
    public void EndlessLine_IsRefused() => AssertRefused(new string('1', 100_000), "line 1,", "more than 4096 characters");

    [Fact]
    public void TooFewRows_AreRefused()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("three.csv", $"{GoodLine}\n{GoodLine}\n{GoodLine}\n");
        SampleProgram.Digits("--data", file).AssertRefused(2, "at least 5 rows", "found 3");
    }

    [Fact]
    public void CutGzip_IsRefused()
    {
        using TemporaryFolder folder = new();
        byte[] digits = SampleProgram.BundledDigits();
        Assert.All([1, 4, 8, 9, 2000, digits.Length / 2], missing =>
        {
            string file = $"without-{missing}.csv.gz";
            SampleProgram.Digits("--data", folder.Write(file, digits[..^missing])).AssertRefused(2, file, "the compressed data end early");
        });
    }

    [Fact]
    public void DamagedGzip_IsRefused()
    {
        using TemporaryFolder folder = new();
        byte[] digits = SampleProgram.BundledDigits();
        digits[digits.Length / 2] ^= 0xFF;
        SampleProgram.Digits("--data", folder.Write("damaged.csv.gz", digits)).AssertRefused(2, "damaged.csv.gz", "the compressed data");
        SampleProgram.Digits("--data", folder.Write("wrong.csv.gz", [0x1F, 0x8B, 1, 2, 3])).AssertRefused(2, "wrong.csv.gz", "the compressed data");
    }

    [Fact]
    public void UnreadableFile_IsRefused()
    {
        using TemporaryFolder folder = new();
        SampleProgram.Digits("--data", folder["missing.csv"]).AssertRefused(2, "missing.csv");
        SampleProgram.Digits("--data", Path.GetDirectoryName(model.Path)!).AssertRefused(2, Path.GetDirectoryName(model.Path)!);
    }

    [Fact]
    public void BundledDigits_GiveTheSameResultAsAFile()
    {
        using TemporaryFolder folder = new();
        byte[] compressed = SampleProgram.BundledDigits();
        string plain = new StreamReader(new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress)).ReadToEnd();
        string windows = "\uFEFF" + plain.ReplaceLineEndings("\r\n") + "\r\n";
        string[] files = [folder.Write("a.csv.gz", compressed), folder.Write("b.csv", plain), folder.Write("c.csv", Encoding.UTF8.GetBytes(windows))];
        Assert.All(files, file => Assert.Equal(model.LastLine, SampleProgram.Digits("--data", file, "--load", model.Path).LastLine));
    }

    [Fact]
    public void FiveRows_AreEnoughToTrainAndTest()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("five.csv", string.Concat(Enumerable.Repeat(GoodLine + "\n", 5)));
        Assert.InRange(SampleProgram.Digits("--data", file, "--epochs", "10").TestAccuracy(), 0, 1);
    }

    private static void AssertRefused(string text, params string[] words)
    {
        using TemporaryFolder folder = new();
        SampleProgram.Digits("--data", folder.Write("mine.csv", text)).AssertRefused(2, ["mine.csv", .. words]);
    }
}
