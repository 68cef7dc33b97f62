using System.Buffers.Binary;
using System.IO.Compression;
using Adjoint;

namespace Digits;

/// <summary>Opens files of digits: CSV as <see cref="DigitReader"/> reads it, plain or compressed by gzip.</summary>
public static class DigitFile
{
    /// <summary>Reads the 1,797 digits that come with the sample; see ATTRIBUTION.md.</summary>
    public static Dataset ReadBundled()
    {
        const string name = "digits.csv.gz";
        using Stream stream = typeof(DigitFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource '{name}' is missing from the build.");
        return Read(stream, name);
    }

    /// <summary>Reads a file of the user's.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">The file cannot be read, or is not as it should be; the message tells line and column.</exception>
    public static Dataset Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Read(stream, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"the digits could not be read: {exception.Message}", exception);
        }
    }

    private static Dataset Read(Stream stream, string name)
    {
        // Two bytes tell gzip from text. A pipe cannot be wound back after looking, and is taken for text.
        BufferedStream buffered = new(stream);
        Span<byte> start = stackalloc byte[2];
        bool isGzip = false;
        if (stream.CanSeek)
        {
            isGzip = buffered.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start is [0x1F, 0x8B];
            buffered.Position = 0;
        }

        using StreamReader text = new(isGzip ? Decompress(buffered, name) : buffered);
        return new DigitReader(text, name).ReadAll();
    }

    /// <summary>
    /// The whole content of a gzip file. <see cref="GZipStream"/> takes the end of the file for the end of the data, so the length that the
    /// last four bytes of the format state is compared.
    /// </summary>
    private static MemoryStream Decompress(BufferedStream compressed, string name)
    {
        MemoryStream content = new();
        try
        {
            using GZipStream gzip = new(compressed, CompressionMode.Decompress, leaveOpen: true);
            gzip.CopyTo(content);
        }
        catch (InvalidDataException exception)
        {
            throw new InputException($"{name}: the compressed data are damaged: {exception.Message}", exception);
        }

        Span<byte> trailer = stackalloc byte[sizeof(uint)];
        compressed.Seek(-trailer.Length, SeekOrigin.End);
        compressed.ReadExactly(trailer);
        uint stated = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        if (stated != unchecked((uint)content.Length))
        {
            throw new InputException($"{name}: the compressed data end early: found {content.Length} bytes, where {stated} are stated");
        }

        content.Position = 0;
        return content;
    }
}
