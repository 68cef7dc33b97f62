using System.Text.Json;

namespace Adjoint.Tests.Fixtures;

/// <summary>What another implementation gives for a function or layer.</summary>
/// <param name="Name">The case's name.</param>
/// <param name="Call">The function, or the layer where there are parameters.</param>
/// <param name="Arguments">What comes after the inputs: numbers, texts, truth values, arrays of them.</param>
/// <param name="Inputs">The inputs.</param>
/// <param name="Output">The result.</param>
/// <param name="Result">Which of several results it is.</param>
/// <param name="IsList">Whether the function takes its inputs as one list.</param>
/// <param name="Parameters">A layer's parameters by name; null for a function.</param>
internal sealed record FixtureCase(
    string Name, string Call, object?[] Arguments, FixtureValue[] Inputs, FixtureValue Output, int Result, bool IsList, IReadOnlyDictionary<string, FixtureValue>? Parameters)
{
    public override string ToString() => Name;
}

/// <summary>A tensor of a fixture.</summary>
/// <param name="Shape">Its shape.</param>
/// <param name="Values">Its elements.</param>
/// <param name="IsInteger">Whether these are whole numbers.</param>
/// <param name="IsShared">Whether it is the same for all samples, as a weight is; the first axis of others is the batch.</param>
internal sealed record FixtureValue(int[] Shape, double[] Values, bool IsInteger, bool IsShared);

/// <summary>Reads the files of fixtures, one for each area; the script beside a file says how it was made.</summary>
internal static class FixtureFile
{
    /// <summary>The cases of an area.</summary>
    public static IReadOnlyList<FixtureCase> Read(string area)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", area + ".json")));
        return [.. document.RootElement.EnumerateArray().Select(static item => new FixtureCase(
            item.GetProperty("name").GetString()!,
            item.GetProperty("call").GetString()!,
            [.. item.GetProperty("arguments").EnumerateArray().Select(Argument)],
            [.. item.GetProperty("inputs").EnumerateArray().Select(Value)],
            Value(item.GetProperty("output")),
            item.TryGetProperty("result", out JsonElement result) ? result.GetInt32() : 0,
            item.TryGetProperty("list", out JsonElement list) && list.GetBoolean(),
            item.TryGetProperty("parameters", out JsonElement parameters)
                ? parameters.EnumerateObject().ToDictionary(static parameter => parameter.Name, static parameter => Value(parameter.Value))
                : null))];
    }

    private static FixtureValue Value(JsonElement item) => new(
        [.. item.GetProperty("shape").EnumerateArray().Select(static size => size.GetInt32())],
        [.. item.GetProperty("values").EnumerateArray().Select(static value => value.GetDouble())],
        item.TryGetProperty("integer", out JsonElement integer) && integer.GetBoolean(),
        item.TryGetProperty("shared", out JsonElement shared) && shared.GetBoolean());

    private static object? Argument(JsonElement item) => item.ValueKind switch
    {
        JsonValueKind.Number => item.TryGetInt64(out long whole) ? (object)whole : item.GetDouble(),
        JsonValueKind.String => item.GetString(),
        JsonValueKind.True or JsonValueKind.False => item.GetBoolean(),
        JsonValueKind.Array => item.EnumerateArray().Select(Argument).ToArray(),
        _ => null,
    };
}
