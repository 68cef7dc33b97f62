using System.Buffers.Binary;
using System.Text.Json;

namespace Samples.Tests;

/// <summary>The files that <c>--save</c> writes.</summary>
public sealed class SavedFileTests(SavedModel model) : IClassFixture<SavedModel>
{
    [Fact]
    public void LoadedModel_HasTheSameAccuracy()
    {
        Outcome loaded = SampleProgram.Digits("--load", model.Path);
        loaded.AssertSucceeded();
        Assert.Equal(model.LastLine, loaded.LastLine);
    }

    [Fact]
    public void LoadedModel_CanBeSavedAgain()
    {
        using TemporaryFolder folder = new();
        SampleProgram.Digits("--load", model.Path, "--save", folder["copy.safetensors"]).AssertSucceeded();
        Assert.Equal(File.ReadAllBytes(model.Path), File.ReadAllBytes(folder["copy.safetensors"]));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("3")]
    public void SameSeed_GivesTheSameBytesForAnyNumberOfThreads(string threads)
    {
        using TemporaryFolder folder = new();
        SampleProgram.Digits("--epochs", "2", "--threads", threads, "--save", folder["again.safetensors"]).AssertSucceeded();
        Assert.Equal(File.ReadAllBytes(model.Path), File.ReadAllBytes(folder["again.safetensors"]));
    }

    [Fact]
    public void OtherSeed_GivesOtherBytes()
    {
        using TemporaryFolder folder = new();
        SampleProgram.Digits("--epochs", "2", "--seed", "2", "--save", folder["other.safetensors"]).AssertSucceeded();
        Assert.NotEqual(File.ReadAllBytes(model.Path), File.ReadAllBytes(folder["other.safetensors"]));
    }

    /// <summary>Reads the file by the format's definition, with none of the library's code.</summary>
    [Fact]
    public void SavedFile_IsSafetensorsWithTheNamesOfTheDeclaration()
    {
        byte[] file = File.ReadAllBytes(model.Path);
        int headerLength = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file));
        using JsonDocument header = JsonDocument.Parse(file.AsMemory(8, headerLength));

        List<string> tensors = [];
        long end = 0;
        foreach (JsonProperty entry in header.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__"))
        {
            long[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
            long[] offsets = [.. entry.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64())];
            tensors.Add($"{entry.Name} {entry.Value.GetProperty("dtype")} [{string.Join(",", shape)}]");
            Assert.Equal(end, offsets[0]);
            Assert.Equal(4 * shape.Aggregate(1L, static (product, size) => product * size), offsets[1] - offsets[0]);
            end = offsets[1];
        }

        Assert.Equal(file.Length, 8 + headerLength + end);
        Assert.Equal(
            [
                "Features.Conv2D.Kernel F32 [16,1,3,3]",
                "Features.Conv2D.Bias F32 [16]",
                "Hidden.Dense.Kernel F32 [256,64]",
                "Hidden.Dense.Bias F32 [64]",
                "Logits.Dense.Kernel F32 [64,10]",
                "Logits.Dense.Bias F32 [10]",
            ],
            tensors);
    }

    [Fact]
    public void DamagedFile_IsRefused()
    {
        using TemporaryFolder folder = new();
        byte[] bytes = File.ReadAllBytes(model.Path);
        bytes[^100] ^= 1;
        SampleProgram.Digits("--load", folder.Write("damaged.safetensors", bytes)).AssertRefused(2, "damaged.safetensors");
        SampleProgram.Digits("--load", folder.Write("short.safetensors", bytes[..^100])).AssertRefused(2, "short.safetensors");
        SampleProgram.Digits("--load", folder.Write("empty.safetensors", [])).AssertRefused(2, "empty.safetensors");
    }

    [Fact]
    public void UnreadableFile_IsRefused()
    {
        using TemporaryFolder folder = new();
        SampleProgram.Digits("--load", folder["missing.safetensors"]).AssertRefused(2, "missing.safetensors");
        SampleProgram.Digits("--load", Path.GetDirectoryName(model.Path)!).AssertRefused(2, Path.GetDirectoryName(model.Path)!);
    }

    [Fact]
    public void FileThatCannotBeSaved_EndsWithItsOwnExitCode()
    {
        const string full = "/dev/full";
        if (File.Exists(full))
        {
            SampleProgram.Digits("--load", model.Path, "--save", full).AssertRefused(1, full);
        }
    }

    [Fact]
    public void PlaceWhereNothingCanBeSaved_IsRefusedBeforeTheTraining()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder["no folder"], "model.safetensors");
        SampleProgram.Digits("--epochs", "100000", "--save", path).AssertRefused(2, "--save", path, "folder does not exist");
        SampleProgram.Digits("--epochs", "100000", "--save", Path.GetTempPath()).AssertRefused(2, "--save", "which is a folder");
    }
}
