using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Adjoint;

/// <summary>From parameters to the bytes of a <c>.safetensors</c> file.</summary>
internal static class ModelFileWriter
{
    private const int Alignment = 8;
    private const string NoDigits = "00000000";

    /// <summary>The header, padded with spaces so that the data begin at a multiple of 8 bytes.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="sizes">The sizes that were given when the model was created, as text; null for none.</param>
    public static byte[] Header(ParameterBuffer parameters, string? sizes = null)
    {
        byte[] header = Json(parameters, DataChecksum(parameters), sizes);
        string digits = HeaderDigits(header);
        Encoding.UTF8.GetBytes(digits, header.AsSpan(DigitsStart(header), digits.Length));
        return header;
    }

    /// <summary>The checksum that a header should hold of itself: that of its bytes with the checksum's own digits as zeros.</summary>
    public static string HeaderDigits(ReadOnlySpan<byte> header)
    {
        byte[] copy = header.ToArray();
        int start = DigitsStart(copy);
        if (start >= 0 && start + NoDigits.Length <= copy.Length)
        {
            copy.AsSpan(start, NoDigits.Length).Fill((byte)'0');
        }

        return Digits(Checksum.Of(copy));
    }

    /// <summary>Writes the whole file.</summary>
    public static void Write(Stream stream, byte[] header, ParameterBuffer parameters)
    {
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        for (int i = 0; i < StoredTensors.Of(parameters.Description).Length; i++)
        {
            stream.Write(Bytes(StoredTensors.Values(parameters, i)));
        }
    }

    /// <summary>A checksum as the header holds it: eight hexadecimal digits.</summary>
    public static string Digits(uint checksum) => checksum.ToString("x8", CultureInfo.InvariantCulture);

    /// <summary>
    /// Where the header's checksum of itself begins, or −1. The first match is the entry itself, since it stands before anything
    /// that a name could imitate it in; and inside a JSON string its quotation marks would be escaped.
    /// </summary>
    private static int DigitsStart(ReadOnlySpan<byte> header)
    {
        byte[] mark = Encoding.UTF8.GetBytes($"\"{FileMetadata.HeaderChecksum}\":\"");
        int found = header.IndexOf(mark);
        return found < 0 ? -1 : found + mark.Length;
    }

    /// <summary>The values as the file holds them, little-endian: a view where the machine is, a copy elsewhere.</summary>
    private static ReadOnlySpan<byte> Bytes(ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            return MemoryMarshal.AsBytes(values);
        }

        int[] reversed = new int[values.Length];
        BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<float, int>(values), reversed);
        return MemoryMarshal.AsBytes<int>(reversed);
    }

    private static uint DataChecksum(ParameterBuffer parameters)
    {
        Checksum checksum = default;
        for (int i = 0; i < StoredTensors.Of(parameters.Description).Length; i++)
        {
            checksum.Add(Bytes(StoredTensors.Values(parameters, i)));
        }

        return checksum.Value;
    }

    private static byte[] Json(ParameterBuffer parameters, uint dataChecksum, string? sizes)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            json.WriteStartObject(FileMetadata.Member);
            json.WriteString(FileMetadata.Format, FileMetadata.FormatName);
            json.WriteString(FileMetadata.HeaderChecksum, NoDigits);
            json.WriteString(FileMetadata.DataChecksum, Digits(dataChecksum));
            json.WriteString(FileMetadata.Version, FileMetadata.VersionNumber);
            json.WriteString(FileMetadata.Model, parameters.Description.Name);
            if (sizes is not null)
            {
                json.WriteString(FileMetadata.Sizes, sizes);
            }

            json.WriteEndObject();
            long position = 0;
            foreach ((string name, ImmutableArray<int> shape) in StoredTensors.Of(parameters.Description))
            {
                position = WriteTensor(json, name, shape, position);
            }

            json.WriteEndObject();
        }

        while (stream.Length % Alignment != 0)
        {
            stream.WriteByte((byte)' ');
        }

        return stream.ToArray();
    }

    private static long WriteTensor(Utf8JsonWriter json, string name, ImmutableArray<int> shape, long begin)
    {
        long end = begin + ((long)ShapeText.Product(shape) * sizeof(float));
        json.WriteStartObject(name);
        json.WriteString("dtype", StoredTensors.Type);
        json.WriteStartArray("shape");
        foreach (int size in shape)
        {
            json.WriteNumberValue(size);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
        return end;
    }
}
