namespace Adjoint;

/// <summary>
/// Replaces a file as a whole: writes a new one in the same folder, brings it to the disk, renames it over the old one, and brings the
/// rename to the disk. A power loss at any moment leaves either the old file or the new one.
/// </summary>
internal static class AtomicFile
{
    /// <summary>Writes a file with what <paramref name="write"/> puts into the stream.</summary>
    /// <exception cref="ModelFileException">The system refused; the old file, if any, is as it was unless the message says otherwise.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        try
        {
            string target = Target(path);
            if (OperatingSystem.IsLinux() && UnixFile.IsSpecial(target))
            {
                // A device or pipe is written to, not replaced.
                using FileStream device = new(target, FileMode.Open, FileAccess.Write);
                write(device);
                return;
            }

            Replace(target, write);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new ModelFileException(path, $"it could not be written: {exception.Message}", exception);
        }
    }

    /// <summary>The full path of what a path means in the end: a link is followed, so that saving does not replace the link itself.</summary>
    private static string Target(string path)
    {
        string full = Path.GetFullPath(path);
        return new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
    }

    private static void Replace(string target, Action<Stream> write)
    {
        string folder = Path.GetDirectoryName(target) ?? throw new IOException("The path is a folder.");
        if (!Directory.Exists(folder))
        {
            // Said here, because the system's message would name the temporary file.
            throw new DirectoryNotFoundException($"The folder '{folder}' does not exist.");
        }

        string temporary = Path.Combine(folder, $".{Path.GetRandomFileName()}.tmp");
        try
        {
            WriteThrough(temporary, write);
            KeepMode(target, temporary);
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            Remove(temporary);
            throw;
        }

        FlushFolder(folder);
    }

    private static void WriteThrough(string path, Action<Stream> write)
    {
        using FileStream stream = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        write(stream);
        stream.Flush();
        if (OperatingSystem.IsWindows())
        {
            stream.Flush(flushToDisk: true);
        }
        else
        {
            UnixFile.Flush(stream.SafeFileHandle);
        }
    }

    /// <summary>A file that is replaced keeps who may read and write it.</summary>
    private static void KeepMode(string old, string replacement)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(old))
        {
            File.SetUnixFileMode(replacement, File.GetUnixFileMode(old));
        }
    }

    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            UnixFile.FlushDirectory(folder);
        }
        catch (IOException exception)
        {
            throw new IOException($"The new file is in place, but may not outlast a power loss: {exception.Message}", exception);
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The first failure is what the caller must hear of; this one only leaves a stray file.
        }
    }
}
