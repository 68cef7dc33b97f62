namespace Adjoint;

/// <summary>The entries of a header's <c>__metadata__</c>, all of them strings.</summary>
internal static class FileMetadata
{
    /// <summary>The header's member that holds the entries.</summary>
    public const string Member = "__metadata__";

    /// <summary>Which convention the other entries follow; a common key, so its value decides.</summary>
    public const string Format = "format";

    /// <summary>The value of <see cref="Format"/> in files written here.</summary>
    public const string FormatName = "adjoint";

    /// <summary>The name of the model; for people, and not compared, so that a model may be renamed.</summary>
    public const string Model = "adjoint.model";

    /// <summary>The version of these entries.</summary>
    public const string Version = "adjoint.version";

    /// <summary>The only version so far.</summary>
    public const string VersionNumber = "1";

    /// <summary>CRC-32C of the header's bytes with the eight digits of this entry as zeros, in hexadecimal.</summary>
    public const string HeaderChecksum = "adjoint.header.crc32c";

    /// <summary>CRC-32C of the data's bytes, in hexadecimal.</summary>
    public const string DataChecksum = "adjoint.data.crc32c";

    /// <summary>
    /// The sizes that were given when the model was created, <c>H=64,D=8</c>; only files of models that have such sizes have it. It tells which
    /// model to make for the file, whose shapes are then compared with that model's like any other's.
    /// </summary>
    public const string Sizes = "adjoint.sizes";

    /// <summary>All entries that a file written here has; a file with any of ours must have all of them.</summary>
    public static IReadOnlyList<string> Keys { get; } = [Format, Model, Version, HeaderChecksum, DataChecksum];
}
