using static Adjoint.Tests.MiniSafetensors;

namespace Adjoint.Tests;

/// <summary>Files of other writers: no metadata of ours, any order and spacing, and whatever can be wrong about them.</summary>
public sealed class ForeignFileTests
{
    private const string Weight = """
        "Line.Weight":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}
        """;

    private const string Bias = """
        "Line.Bias":{"dtype":"F32","shape":[],"data_offsets":[8,12]}
        """;

    private const string State = """
        "Line.Steps":{"dtype":"F32","shape":[2],"data_offsets":[12,20]}
        """;

    private static readonly byte[] Data = Bytes(1, 2, 3, 4, 5);

    private static void Refused(string expected, string header, byte[]? data = null)
    {
        ModelFileException exception = Assert.Throws<ModelFileException>(
            () => ModelFileTests.Read(LinearRegression.Description, MiniSafetensors.File(header, data ?? Data)));
        Assert.Contains(expected, exception.Message);
    }

    [Theory]
    [InlineData("{" + Weight + "," + Bias + "," + State + "}")]
    [InlineData("  {" + State + " ,\n" + Weight + "," + Bias + "}   ")]
    [InlineData("{\"__metadata__\":{\"format\":\"pt\",\"note\":\"ü\"}," + Weight + "," + Bias + "," + State + "}")]
    [InlineData("{\"__metadata__\":{}," + Bias + "," + Weight + "," + State + "}")]
    public void ValidFile_IsRead(string header)
    {
        ParameterBuffer read = ModelFileTests.Read(LinearRegression.Description, MiniSafetensors.File(header, Data));

        Assert.Equal([1, 2, 3], read.Values.ToArray());
        Assert.Equal([4, 5], read.State.ToArray());
    }

    [Fact]
    public void OtherOrderOfTheData_IsRead()
    {
        ParameterBuffer read = ModelFileTests.Read(LinearRegression.Description, MiniSafetensors.File(
            """{"Line.Weight":{"data_offsets":[12,20],"shape":[2],"dtype":"F32"},"Line.Bias":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"Line.Steps":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""",
            Data));

        Assert.Equal([4, 5, 1], read.Values.ToArray());
        Assert.Equal([2, 3], read.State.ToArray());
    }

    [Fact]
    public void MissingTensor_IsRefused() => Refused("the parameter 'Line.Bias' of the model 'LinearRegression' is missing.", "{" + Weight + "," + State + "}");

    [Fact]
    public void UnknownTensor_IsRefused() => Refused(
        "'Line.Other' is not a parameter of the model 'LinearRegression'.",
        "{" + Weight + "," + Bias + "," + State + ",\"Line.Other\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[20,24]}}");

    [Fact]
    public void DuplicateTensor_IsRefused() => Refused("'Line.Weight' is listed twice", "{" + Weight + "," + Weight + "," + Bias + "," + State + "}");

    [Fact]
    public void DuplicateTensor_UnderAnEscapedName_IsRefused() => Refused(
        "'Line.Weight' is listed twice", "{" + Weight + "," + Weight.Replace("Line", "\\u004cine", StringComparison.Ordinal) + "," + Bias + "," + State + "}");

    [Theory]
    [InlineData("[2]", "[3]", "expected the shape [2] for 'Line.Weight', found [3].")]
    [InlineData("[2]", "[1,2]", "expected the shape [2] for 'Line.Weight', found [1, 2].")]
    [InlineData("[2]", "[]", "expected the shape [2] for 'Line.Weight', found [].")]
    [InlineData("[2]", "[-2]", "the shape of 'Line.Weight' holds a number that is not a size")]
    [InlineData("[2]", "[2.0]", "the shape of 'Line.Weight' holds a number that is not a size")]
    [InlineData("[2]", "[2147483648]", "the shape of 'Line.Weight' holds a number that is not a size")]
    [InlineData("[2]", "[99999999999999999999]", "the shape of 'Line.Weight' holds a number that is not a size")]
    [InlineData("[2]", "2", "expected StartArray for the shape of 'Line.Weight', found Number")]
    [InlineData("[2]", "[\"2\"]", "expected EndArray for the end of the shape of 'Line.Weight', found String")]
    [InlineData("F32", "F64", "expected values of type F32 for 'Line.Weight', found F64.")]
    [InlineData("\"F32\"", "32", "expected String for the dtype of 'Line.Weight', found Number")]
    [InlineData("\"F32\"", "null", "expected String for the dtype of 'Line.Weight', found Null")]
    [InlineData("[0,8]", "[0,4]", "'Line.Weight' takes 8 bytes, but its data_offsets are [0, 4].")]
    [InlineData("[0,8]", "[8,0]", "'Line.Weight' takes 8 bytes, but its data_offsets are [8, 0].")]
    [InlineData("[0,8]", "[0,8,8]", "'Line.Weight' must have a dtype, a shape and two data_offsets")]
    [InlineData("[0,8]", "[0]", "'Line.Weight' must have a dtype, a shape and two data_offsets")]
    [InlineData("[0,8]", "[4,12]", "expected 'Line.Weight' to begin at byte 0 of the data, found 4")]
    [InlineData("[0,8]", "[9223372036854775799,9223372036854775807]", "expected 'Line.Bias' to begin at byte 0 of the data, found 8")]
    [InlineData("\"dtype\"", "\"type\"", "'Line.Weight' has an unexpected or repeated member 'type'")]
    [InlineData("\"shape\":[2]", "\"shape\":[2],\"shape\":[2]", "'Line.Weight' has an unexpected or repeated member 'shape'")]
    [InlineData("\"shape\":[2],", "", "'Line.Weight' must have a dtype, a shape and two data_offsets")]
    public void WrongTensor_IsRefused(string original, string replacement, string expected) =>
        Refused(expected, "{" + Weight.Replace(original, replacement, StringComparison.Ordinal) + "," + Bias + "," + State + "}");

    [Fact]
    public void Overlap_IsRefused() => Refused(
        "expected 'Line.Bias' to begin at byte 8 of the data, found 4; data may neither overlap nor leave holes.",
        "{" + Weight + "," + Bias.Replace("[8,12]", "[4,8]", StringComparison.Ordinal) + "," + State + "}");

    [Fact]
    public void Hole_IsRefused() => Refused(
        "expected 'Line.Steps' to begin at byte 12 of the data, found 16",
        "{" + Weight + "," + Bias + "," + State.Replace("[12,20]", "[16,24]", StringComparison.Ordinal) + "}",
        Bytes(1, 2, 3, 0, 4, 5));

    [Fact]
    public void DataLongerThanTheTensors_AreRefused() => Refused(
        "expected 20 bytes of data after the header, found 24.", "{" + Weight + "," + Bias + "," + State + "}", Bytes(1, 2, 3, 4, 5, 6));

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void NonFiniteValue_IsRefused(float value, string text) => Refused(
        $"value 1 of 'Line.Weight' is {text}; values must be finite.", "{" + Weight + "," + Bias + "," + State + "}", Bytes(1, value, 3, 4, 5));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\":1}")]
    [InlineData("{\"a\":{}}")]
    [InlineData("{\"__metadata__\":[]}")]
    [InlineData("{\"__metadata__\":{\"a\":1}}")]
    [InlineData("{\"__metadata__\":{\"a\":\"\\ud800\"}}")]
    [InlineData("{\"__metadata__\":{\"a\":\"1\",\"a\":\"1\"}}")]
    [InlineData("{\"__metadata__\":{},\"__metadata__\":{}}")]
    [InlineData("{\"__metadata__\":{\"adjoint.version\":\"1\"}}")]
    [InlineData("{\"__metadata__\":{\"format\":\"adjoint\"}}")]
    public void WrongHeader_IsRefused(string header) => Refused("Model file 'memory': ", header);

    [Fact]
    public void NestedMember_IsRefused() => Refused("expected StartObject for 'a', found StartArray", "{\"a\":" + new string('[', 100_000));

    [Fact]
    public void InvalidUtf8_IsRefused()
    {
        byte[] file = MiniSafetensors.File("{\"?\":{}}", []);
        file[Array.IndexOf(file, (byte)'?')] = 0xFF;
        Assert.Throws<ModelFileException>(() => ModelFileTests.Read(LinearRegression.Description, file));
    }
}
