using System.Buffers.Binary;
using System.IO.Compression;

namespace Tasks.Data;

/// <summary>Reads the format of MNIST: a number that names type and axes, the size of every axis, then the bytes; compressed by gzip.</summary>
public static class IdxFile
{
    private const int MagicOfBytes = 0x0800;

    /// <summary>Reads a file of bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sizes">The sizes of all axes but the first.</param>
    /// <returns>The bytes, <c>[count, sizes…]</c>.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or holds something else.</exception>
    public static byte[] Read(string path, params ReadOnlySpan<int> sizes)
    {
        using MemoryStream content = Decompress(path);
        int magic = ReadInt32(content, path);
        if (magic != MagicOfBytes + sizes.Length + 1)
        {
            throw new InvalidDataException($"{path}: expected the magic number 0x{MagicOfBytes + sizes.Length + 1:x8} of IDX, found 0x{magic:x8}");
        }

        long length = ReadInt32(content, path);
        foreach (int size in sizes)
        {
            int found = ReadInt32(content, path);
            length *= size;
            if (found != size)
            {
                throw new InvalidDataException($"{path}: expected an axis of {size}, found one of {found}");
            }
        }

        long rest = content.Length - content.Position;
        if (rest != length)
        {
            throw new InvalidDataException($"{path}: expected {length} bytes behind the header, found {rest}");
        }

        return content.ToArray()[^(int)length..];
    }

    private static MemoryStream Decompress(string path)
    {
        using GZipStream gzip = new(File.OpenRead(path), CompressionMode.Decompress);
        MemoryStream content = new();
        try
        {
            gzip.CopyTo(content);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{path}: the compressed data are damaged: {exception.Message}", exception);
        }

        content.Position = 0;
        return content;
    }

    private static int ReadInt32(Stream content, string path)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        return content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length
            ? BinaryPrimitives.ReadInt32BigEndian(bytes)
            : throw new InvalidDataException($"{path}: expected a header of IDX, found the end of the file");
    }
}
