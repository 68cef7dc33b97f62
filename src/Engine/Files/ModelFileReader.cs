using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Adjoint;

/// <summary>From the bytes of a <c>.safetensors</c> file to the parameters of a model; trusts nothing that the file says.</summary>
internal static class ModelFileReader
{
    /// <summary>The format's own limit for a header; no model comes near it.</summary>
    private const long MaximumHeader = 100_000_000;

    /// <summary>Reads the parameters of a model, whose sizes the file may tell.</summary>
    /// <exception cref="ModelFileException">The file is damaged, or holds other parameters than the model's.</exception>
    public static ParameterBuffer Read<TModel>(Stream stream, string file)
        where TModel : class, IModel<TModel> => Read(
            header => TModel.Sizes.IsEmpty
                ? TModel.Description
                : TModel.Describe(StoredSizes.Parse(TModel.Sizes, header.Metadata.GetValueOrDefault(FileMetadata.Sizes), file)),
            stream,
            file);

    /// <summary>Reads the parameters of a model from a stream that knows its length.</summary>
    /// <exception cref="ModelFileException">The file is damaged, or holds other parameters than the model's.</exception>
    public static ParameterBuffer Read(ModelDescription model, Stream stream, string file) => Read(_ => model, stream, file);

    private static ParameterBuffer Read(Func<FileHeader, ModelDescription> modelOf, Stream stream, string file)
    {
        try
        {
            byte[] bytes = ReadHeader(stream, file);
            FileHeader header = FileHeader.Parse(bytes, file);
            bool ours = CheckMetadata(header, bytes, file);
            ModelDescription model = modelOf(header);
            ImmutableArray<int> order = MatchTensors(model, header, stream.Length - stream.Position, file);

            ParameterBuffer buffer = new(model);
            Checksum checksum = default;
            foreach (int index in order)
            {
                ReadValues(stream, StoredTensors.Values(buffer, index), ref checksum);
            }

            // The checksum first: it tells damage from a file that was always wrong.
            if (ours)
            {
                CheckData(header, checksum.Value, file);
            }

            StoredTensors.CheckFinite(buffer, file);
            return buffer;
        }
        catch (EndOfStreamException exception)
        {
            throw new ModelFileException(file, "the file became shorter while it was read.", exception);
        }
    }

    /// <summary>The header's bytes. Nothing is allocated before the length is known to be in the file.</summary>
    private static byte[] ReadHeader(Stream stream, string file)
    {
        const int prefix = sizeof(ulong);
        if (stream.Length < prefix)
        {
            throw new ModelFileException(file, $"expected at least {prefix} bytes, found {stream.Length}.");
        }

        Span<byte> length = stackalloc byte[prefix];
        stream.ReadExactly(length);
        ulong expected = BinaryPrimitives.ReadUInt64LittleEndian(length);
        long available = stream.Length - prefix;
        if (expected > (ulong)Math.Min(available, MaximumHeader))
        {
            throw new ModelFileException(
                file, $"the header should be {expected} bytes long, but {available} bytes follow, and a header has at most {MaximumHeader}.");
        }

        byte[] header = new byte[(int)expected];
        stream.ReadExactly(header);
        return header;
    }

    /// <summary>Whether the file was written here; then its metadata must be whole and its header undamaged.</summary>
    private static bool CheckMetadata(FileHeader header, byte[] bytes, string file)
    {
        IReadOnlyDictionary<string, string> metadata = header.Metadata;

        // One damaged entry must not make a file pass for another writer's, so any entry of ours asks for all of them.
        bool ours = FileMetadata.Keys.Any(key => key == FileMetadata.Format
            ? metadata.GetValueOrDefault(key) == FileMetadata.FormatName
            : metadata.ContainsKey(key));
        if (!ours)
        {
            return false;
        }

        foreach (string key in FileMetadata.Keys)
        {
            if (!metadata.ContainsKey(key))
            {
                throw new ModelFileException(file, $"the metadata entry '{key}' is missing.");
            }
        }

        ExpectEntry(metadata, FileMetadata.Format, FileMetadata.FormatName, file);
        ExpectEntry(metadata, FileMetadata.Version, FileMetadata.VersionNumber, file);
        ExpectEntry(metadata, FileMetadata.HeaderChecksum, ModelFileWriter.HeaderDigits(bytes), file);
        return true;
    }

    private static void ExpectEntry(IReadOnlyDictionary<string, string> metadata, string key, string expected, string file)
    {
        if (metadata[key] != expected)
        {
            throw new ModelFileException(
                file, $"expected '{expected}' for the metadata entry '{key}', found '{metadata[key]}'; the file is damaged or of another version.");
        }
    }

    /// <summary>Compares names, types, shapes and places with the model's; gives the model's tensors in the order of the data.</summary>
    private static ImmutableArray<int> MatchTensors(ModelDescription model, FileHeader header, long dataLength, string file)
    {
        ImmutableArray<(string Name, ImmutableArray<int> Shape)> expected = StoredTensors.Of(model);
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        for (int i = 0; i < expected.Length; i++)
        {
            numbers.Add(expected[i].Name, i);
        }

        foreach (TensorEntry tensor in header.Tensors)
        {
            if (!numbers.TryGetValue(tensor.Name, out int number))
            {
                throw new ModelFileException(file, $"'{tensor.Name}' is not a parameter of the model '{model.Name}'.");
            }

            CheckTensor(tensor, expected[number].Shape, file);
        }

        if (header.Tensors.Count < expected.Length)
        {
            string missing = expected.First(tensor => header.Tensors.All(found => found.Name != tensor.Name)).Name;
            throw new ModelFileException(file, $"the parameter '{missing}' of the model '{model.Name}' is missing.");
        }

        TensorEntry[] inOrder = [.. header.Tensors.OrderBy(static tensor => tensor.Begin)];
        CheckPlaces(inOrder, dataLength, file);
        return [.. inOrder.Select(tensor => numbers[tensor.Name])];
    }

    private static void CheckTensor(TensorEntry tensor, ImmutableArray<int> shape, string file)
    {
        if (tensor.Type != StoredTensors.Type)
        {
            throw new ModelFileException(file, $"expected values of type {StoredTensors.Type} for '{tensor.Name}', found {tensor.Type}.");
        }

        if (!tensor.Shape.AsSpan().SequenceEqual(shape.AsSpan()))
        {
            throw new ModelFileException(
                file, $"expected the shape {ShapeText.Of(shape)} for '{tensor.Name}', found {ShapeText.Of(tensor.Shape)}.");
        }

        long bytes = (long)ShapeText.Product(shape) * sizeof(float);
        if (tensor.Begin > tensor.End || tensor.End - tensor.Begin != bytes)
        {
            throw new ModelFileException(
                file, $"'{tensor.Name}' takes {bytes} bytes, but its data_offsets are [{tensor.Begin}, {tensor.End}].");
        }
    }

    private static void CheckPlaces(TensorEntry[] inOrder, long dataLength, string file)
    {
        long position = 0;
        foreach (TensorEntry tensor in inOrder)
        {
            if (tensor.Begin != position)
            {
                throw new ModelFileException(
                    file, $"expected '{tensor.Name}' to begin at byte {position} of the data, found {tensor.Begin}; data may neither overlap nor leave holes.");
            }

            position = tensor.End;
        }

        if (position != dataLength)
        {
            throw new ModelFileException(file, $"expected {position} bytes of data after the header, found {dataLength}.");
        }
    }

    private static void ReadValues(Stream stream, Span<float> values, ref Checksum checksum)
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(values);
        stream.ReadExactly(bytes);
        checksum.Add(bytes);
        if (!BitConverter.IsLittleEndian)
        {
            Span<int> words = MemoryMarshal.Cast<float, int>(values);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
    }

    private static void CheckData(FileHeader header, uint checksum, string file)
    {
        string found = ModelFileWriter.Digits(checksum);
        string expected = header.Metadata[FileMetadata.DataChecksum];
        if (found != expected)
        {
            throw new ModelFileException(file, $"the data are damaged: expected the checksum {expected}, found {found}.");
        }
    }
}
