using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace Adjoint.Tests;

/// <summary>
/// An independent reader and writer of the safetensors layout, from its specification and on the DOM of the JSON library: what other tools
/// make of our files, and what their files look like to us.
/// </summary>
internal static class MiniSafetensors
{
    public static (JsonObject Header, byte[] Data, int HeaderLength) Parse(byte[] file)
    {
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        JsonObject header = JsonNode.Parse(Encoding.UTF8.GetString(file, 8, length))!.AsObject();
        return (header, file[(8 + length)..], length);
    }

    public static float[] Values(JsonObject header, byte[] data, string name)
    {
        JsonArray offsets = header[name]!["data_offsets"]!.AsArray();
        int begin = (int)offsets[0]!;
        int end = (int)offsets[1]!;
        return [.. Enumerable.Range(0, (end - begin) / 4).Select(i => BitConverter.ToSingle(data, begin + (4 * i)))];
    }

    /// <summary>A file with the given header text and data.</summary>
    public static byte[] File(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] file = new byte[8 + text.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)text.Length);
        text.CopyTo(file, 8);
        data.CopyTo(file, 8 + text.Length);
        return file;
    }

    /// <summary>The bytes of floats, little-endian.</summary>
    public static byte[] Bytes(params float[] values)
    {
        byte[] bytes = new byte[4 * values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), values[i]);
        }

        return bytes;
    }
}
