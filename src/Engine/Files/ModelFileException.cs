namespace Adjoint;

/// <summary>
/// A model file could not be read or written. The message names the file, and says what was expected and what was found; when the
/// system refused something, its exception is the inner one.
/// </summary>
public sealed class ModelFileException : IOException
{
    internal ModelFileException(string file, string problem, Exception? inner = null)
        : base($"Model file '{file}': {problem}", inner)
    {
        File = file;
    }

    /// <summary>The path of the file.</summary>
    public string File { get; }
}
