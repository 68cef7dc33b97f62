namespace Samples.Tests;

/// <summary>A folder that lives as long as the object.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("samples-");

    /// <summary>The path of a file in the folder.</summary>
    public string this[string file] => Path.Combine(_folder.FullName, file);

    /// <summary>Writes a file and gives its path.</summary>
    public string Write(string file, byte[] bytes)
    {
        File.WriteAllBytes(this[file], bytes);
        return this[file];
    }

    /// <summary>Writes a file and gives its path.</summary>
    public string Write(string file, string text)
    {
        File.WriteAllText(this[file], text);
        return this[file];
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
