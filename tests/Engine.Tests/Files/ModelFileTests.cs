using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Adjoint.Tests;

/// <summary>What is written, and that it comes back.</summary>
public sealed class ModelFileTests
{
    internal static byte[] FileOf(ParameterBuffer parameters)
    {
        using MemoryStream stream = new();
        ModelFileWriter.Write(stream, ModelFileWriter.Header(parameters), parameters);
        return stream.ToArray();
    }

    internal static ParameterBuffer Read(ModelDescription model, byte[] file) =>
        ModelFileReader.Read(model, new MemoryStream(file), "memory");

    private static LinearRegression Line(float first = 0.25f)
    {
        LinearRegression model = LinearRegression.FromParameters(ParameterBuffer.FromValues(LinearRegression.Description, [first, -0f, float.Epsilon]));
        model.Parameters.StateSpan[0] = 12;
        model.Parameters.StateSpan[1] = float.MaxValue;
        return model;
    }

    [Fact]
    public void RoundTrip_IsBitExact()
    {
        using TemporaryFolder folder = new();
        ModelFile.Save(Line(), folder["line.safetensors"]);
        LinearRegression read = ModelFile.Load<LinearRegression>(folder["line.safetensors"]);

        Assert.Equal(Bits(Line().Parameters.Values), Bits(read.Parameters.Values));
        Assert.Equal(Bits(Line().Parameters.State), Bits(read.Parameters.State));
        Assert.Equal(["line.safetensors"], folder.Names);

        static int[] Bits(ReadOnlySpan<float> values) => [.. values.ToArray().Select(BitConverter.SingleToInt32Bits)];
    }

    [Fact]
    public void GapsInTheBuffer_AreNotStored()
    {
        SoftmaxClassifier model = SoftmaxClassifier.Create(1);
        byte[] file = FileOf(model.Parameters);
        (_, byte[] data, _) = MiniSafetensors.Parse(file);

        Assert.Equal(15 * sizeof(float), data.Length);
        Assert.True(model.Parameters.Values.SequenceEqual(Read(SoftmaxClassifier.Description, file).Values));
    }

    [Fact]
    public void File_IsReadByAnIndependentReader()
    {
        SoftmaxClassifier model = SoftmaxClassifier.Create(1);
        (JsonObject header, byte[] data, int length) = MiniSafetensors.Parse(FileOf(model.Parameters));

        Assert.Equal(0, length % 8);
        Assert.Equal("F32", (string?)header["Head.Dense.Kernel"]!["dtype"]);
        Assert.Equal("[4,3]", header["Head.Dense.Kernel"]!["shape"]!.ToJsonString());
        Assert.Equal("[0,48]", header["Head.Dense.Kernel"]!["data_offsets"]!.ToJsonString());
        Assert.Equal("[48,60]", header["Head.Dense.Bias"]!["data_offsets"]!.ToJsonString());
        Assert.Equal(model.Parameters["Head.Dense.Kernel"].ToArray(), MiniSafetensors.Values(header, data, "Head.Dense.Kernel"));
        Assert.Equal(model.Parameters["Head.Dense.Bias"].ToArray(), MiniSafetensors.Values(header, data, "Head.Dense.Bias"));
        Assert.Equal("adjoint", (string?)header["__metadata__"]!["format"]);
        Assert.Equal("SoftmaxClassifier", (string?)header["__metadata__"]!["adjoint.model"]);
    }

    [Fact]
    public void ScalarParameter_HasTheEmptyShape()
    {
        (JsonObject header, _, _) = MiniSafetensors.Parse(FileOf(Line().Parameters));
        Assert.Equal("[]", header["Line.Bias"]!["shape"]!.ToJsonString());
        Assert.Equal("[2]", header["Line.Steps"]!["shape"]!.ToJsonString());
    }

    [Fact]
    public void File_IsTheSameInEveryCulture()
    {
        byte[] expected = FileOf(Line().Parameters);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("sv-SE");
            Assert.Equal(expected, FileOf(Line().Parameters));
            Assert.Equal(0.25f, Read(LinearRegression.Description, expected).Values[0]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("", 0x00000000u)]
    [InlineData("a", 0xC1D04330u)]
    [InlineData("123456789", 0xE3069283u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x22620404u)]
    public void Checksum_IsCrc32C(string text, uint expected)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        Assert.Equal(expected, Checksum.Of(bytes));

        Checksum inParts = default;
        inParts.Add(bytes.AsSpan(0, bytes.Length / 3));
        inParts.Add(bytes.AsSpan(bytes.Length / 3));
        Assert.Equal(expected, inParts.Value);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void NonFiniteValue_IsNotSaved_AndTheOldFileStays(float value)
    {
        using TemporaryFolder folder = new();
        string path = folder["m.safetensors"];
        ModelFile.Save(Line(), path);
        byte[] before = File.ReadAllBytes(path);

        ModelFileException exception = Assert.Throws<ModelFileException>(() => ModelFile.Save(Line(value), path));
        Assert.Equal(path, exception.File);
        Assert.Contains("value 0 of 'Line.Weight' is ", exception.Message);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void MissingFile_IsTheSystemsOwnException()
    {
        using TemporaryFolder folder = new();
        Assert.Throws<FileNotFoundException>(() => ModelFile.Load<LinearRegression>(folder["none"]));
        Assert.Throws<DirectoryNotFoundException>(() => ModelFile.Load<LinearRegression>(Path.Combine(folder["none"], "m")));
    }

    [Fact]
    public void ModelFileException_IsAnIOException() => Assert.IsAssignableFrom<IOException>(new ModelFileException("f", "p"));
}
