using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Adjoint;

/// <summary>A <c>.safetensors</c> header as it was read: the tensors it lists and its metadata, neither yet compared with a model.</summary>
internal sealed class FileHeader
{
    private readonly string _file;
    private readonly List<TensorEntry> _tensors = [];
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);

    private FileHeader(string file) => _file = file;

    /// <summary>The tensors, in the order of the header.</summary>
    public IReadOnlyList<TensorEntry> Tensors => _tensors;

    /// <summary>The metadata; empty when there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>Reads a header's JSON.</summary>
    /// <exception cref="ModelFileException">It is not JSON, or not a header.</exception>
    public static FileHeader Parse(ReadOnlySpan<byte> json, string file)
    {
        FileHeader header = new(file);
        try
        {
            header.Read(json);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            // The reader's own messages tell the position; InvalidOperationException is what it throws for text that is not UTF-8.
            throw new ModelFileException(file, $"the header is not valid JSON: {exception.Message}", exception);
        }

        return header;
    }

    private void Read(ReadOnlySpan<byte> bytes)
    {
        Utf8JsonReader json = new(bytes);
        json.Read();
        Expect(json, JsonTokenType.StartObject, "the header");
        HashSet<string> names = new(StringComparer.Ordinal);
        while (Next(ref json) == JsonTokenType.PropertyName)
        {
            string name = json.GetString()!;
            if (!names.Add(name))
            {
                throw Malformed($"'{name}' is listed twice");
            }

            Next(ref json);
            Expect(json, JsonTokenType.StartObject, $"'{name}'");
            if (name == FileMetadata.Member)
            {
                ReadMetadata(ref json);
            }
            else
            {
                _tensors.Add(ReadTensor(ref json, name));
            }
        }

        // Whatever follows, except white space, makes the reader throw.
        json.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader json)
    {
        while (Next(ref json) == JsonTokenType.PropertyName)
        {
            string key = json.GetString()!;
            Next(ref json);
            Expect(json, JsonTokenType.String, $"the metadata entry '{key}'");
            if (!_metadata.TryAdd(key, json.GetString()!))
            {
                throw Malformed($"the metadata entry '{key}' is listed twice");
            }
        }
    }

    private TensorEntry ReadTensor(ref Utf8JsonReader json, string name)
    {
        string? type = null;
        ImmutableArray<long>? shape = null;
        ImmutableArray<long>? offsets = null;
        while (Next(ref json) == JsonTokenType.PropertyName)
        {
            string member = json.GetString()!;
            Next(ref json);
            switch (member)
            {
                case "dtype" when type is null:
                    Expect(json, JsonTokenType.String, $"the dtype of '{name}'");
                    type = json.GetString();
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(ref json, $"the shape of '{name}'", int.MaxValue);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref json, $"the data_offsets of '{name}'", long.MaxValue);
                    break;
                default:
                    throw Malformed($"'{name}' has an unexpected or repeated member '{member}'");
            }
        }

        if (type is null || shape is null || offsets is not [long begin, long end])
        {
            throw Malformed($"'{name}' must have a dtype, a shape and two data_offsets");
        }

        return new TensorEntry(name, type, [.. shape.Value.Select(static size => (int)size)], begin, end);
    }

    private ImmutableArray<long> ReadNumbers(ref Utf8JsonReader json, string what, long maximum)
    {
        Expect(json, JsonTokenType.StartArray, what);
        ImmutableArray<long>.Builder numbers = ImmutableArray.CreateBuilder<long>();
        while (Next(ref json) == JsonTokenType.Number)
        {
            if (!json.TryGetInt64(out long number) || number < 0 || number > maximum)
            {
                throw Malformed($"{what} holds a number that is not a size");
            }

            numbers.Add(number);
        }

        Expect(json, JsonTokenType.EndArray, $"the end of {what}");
        return numbers.ToImmutable();
    }

    private static JsonTokenType Next(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType;
    }

    private void Expect(in Utf8JsonReader json, JsonTokenType expected, string what)
    {
        if (json.TokenType != expected)
        {
            throw Malformed($"expected {expected} for {what}, found {json.TokenType}");
        }
    }

    private ModelFileException Malformed(string problem) => new(_file, $"the header is malformed: {problem}.");
}
