using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Adjoint;

/// <summary>
/// What the class library does not tell on Unix: whether data reached the disk, for files and for folders, and whether a path is
/// something else than a file. The library's own flush drops the system's error.
/// </summary>
internal static partial class UnixFile
{
    private const int InvalidArgument = 22;
    private const int Interrupted = 4;

    /// <summary>O_CLOEXEC, which each system numbers for itself.</summary>
    private static int CloseOnExecute =>
        OperatingSystem.IsMacOS() ? 0x100_0000 : OperatingSystem.IsFreeBSD() ? 0x10_0000 : 0x8_0000;

    /// <summary>Waits until a file's bytes are on the disk.</summary>
    /// <exception cref="IOException">They could not be written.</exception>
    public static void Flush(SafeFileHandle file)
    {
        while (FSync(file) != 0)
        {
            ThrowUnlessInterrupted("bringing the file to the disk failed");
        }
    }

    /// <summary>Waits until a folder's entries are on the disk, where its file system can do that.</summary>
    /// <exception cref="IOException">They could not be written.</exception>
    public static void FlushDirectory(string path)
    {
        // Reading only is 0, the other flag. A process that another thread starts meanwhile doesn't inherit the descriptor.
        int descriptor = Open(path, CloseOnExecute);
        if (descriptor < 0)
        {
            throw Failure("opening the folder failed");
        }

        using SafeFileHandle folder = new(descriptor, ownsHandle: true);
        while (FSync(folder) != 0)
        {
            // Some file systems cannot flush a folder and say so with this error.
            if (Marshal.GetLastPInvokeError() == InvalidArgument)
            {
                return;
            }

            ThrowUnlessInterrupted("bringing the folder to the disk failed");
        }
    }

    /// <summary>Whether a path is a device, pipe or socket. Known on Linux only; elsewhere the answer is no.</summary>
    public static unsafe bool IsSpecial(string path)
    {
        const int currentDirectory = -100;
        const uint typeOnly = 1;
        const int modeOffset = 28;
        const int regular = 8;
        const int directory = 4;
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        // struct statx has one layout on all processors: 256 bytes, the 16-bit mode at byte 28.
        byte* status = stackalloc byte[256];
        if (Statx(currentDirectory, path, 0, typeOnly, status) != 0)
        {
            return false;
        }

        int type = *(ushort*)(status + modeOffset) >> 12;
        return type is not (regular or directory);
    }

    private static void ThrowUnlessInterrupted(string what)
    {
        if (Marshal.GetLastPInvokeError() != Interrupted)
        {
            throw Failure(what);
        }
    }

    private static IOException Failure(string what)
    {
        Win32Exception error = new(Marshal.GetLastPInvokeError());
        return new IOException($"{what}: {error.Message}", error);
    }

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int folder, string path, int flags, uint mask, byte* status);
}
