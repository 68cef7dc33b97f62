using System.Text;

namespace Adjoint.Tests;

/// <summary>A save that fails changes nothing; a save that succeeds changes the whole file.</summary>
public sealed class AtomicFileTests
{
    private static void WriteText(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void OldFile_IsReplaced()
    {
        using TemporaryFolder folder = new();
        WriteText(folder["f"], "a long first text");
        WriteText(folder["f"], "short");

        Assert.Equal("short", File.ReadAllText(folder["f"]));
        Assert.Equal(["f"], folder.Names);
    }

    [Fact]
    public void FailureWhileWriting_LeavesTheOldFile_AndNoOther()
    {
        using TemporaryFolder folder = new();
        WriteText(folder["f"], "old");
        ModelFileException exception = Assert.Throws<ModelFileException>(() => AtomicFile.Write(folder["f"], stream =>
        {
            stream.Write("half of the n"u8);
            stream.Flush();
            throw new IOException("No space left on device");
        }));

        Assert.Equal($"Model file '{folder["f"]}': it could not be written: No space left on device", exception.Message);
        Assert.Equal("old", File.ReadAllText(folder["f"]));
        Assert.Equal(["f"], folder.Names);
    }

    [Fact]
    public void OtherExceptions_FlyAsTheyAre_AndLeaveNothing()
    {
        using TemporaryFolder folder = new();
        Assert.Throws<OutOfMemoryException>(() => AtomicFile.Write(folder["f"], static _ => throw new OutOfMemoryException()));
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void FullDevice_IsAnError_AndStaysADevice()
    {
        const string full = "/dev/full";
        if (!OperatingSystem.IsLinux() || !File.Exists(full))
        {
            return;
        }

        ModelFileException exception = Assert.Throws<ModelFileException>(() => ModelFile.Save(SoftmaxClassifier.Create(1), full));
        Assert.StartsWith("Model file '/dev/full': it could not be written: ", exception.Message);
        Assert.True(UnixFile.IsSpecial(full));

        using TemporaryFolder folder = new();
        File.CreateSymbolicLink(folder["link"], full);
        Assert.Throws<ModelFileException>(() => ModelFile.Save(SoftmaxClassifier.Create(1), folder["link"]));
        Assert.True(UnixFile.IsSpecial(full));
    }

    [Fact]
    public void MissingFolder_IsAnError()
    {
        using TemporaryFolder folder = new();
        ModelFileException exception = Assert.Throws<ModelFileException>(
            () => ModelFile.Save(SoftmaxClassifier.Create(1), Path.Combine(folder["none"], "m.safetensors")));
        Assert.IsType<DirectoryNotFoundException>(exception.InnerException);
    }

    [Fact]
    public void FolderInPlaceOfTheFile_IsAnError_AndStays()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["m"]);
        Assert.Throws<ModelFileException>(() => ModelFile.Save(SoftmaxClassifier.Create(1), folder["m"]));
        Assert.True(Directory.Exists(folder["m"]));
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void FolderThatNobodyMayWriteTo_IsAnError()
    {
        // Not even root may create files in /proc.
        if (Directory.Exists("/proc"))
        {
            Assert.Throws<ModelFileException>(() => ModelFile.Save(SoftmaxClassifier.Create(1), "/proc/m.safetensors"));
        }
    }

    [Fact]
    public void Link_IsFollowed()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using TemporaryFolder folder = new();
        WriteText(folder["target"], "old");
        File.CreateSymbolicLink(folder["link"], "target");
        WriteText(folder["link"], "new");

        Assert.Equal("new", File.ReadAllText(folder["target"]));
        Assert.Equal("target", new FileInfo(folder["link"]).LinkTarget);

        File.CreateSymbolicLink(folder["dangling"], "later");
        WriteText(folder["dangling"], "first");
        Assert.Equal("first", File.ReadAllText(folder["later"]));

        File.CreateSymbolicLink(folder["loop"], "loop");
        Assert.Throws<ModelFileException>(() => WriteText(folder["loop"], "x"));
    }

    [Fact]
    public void ReplacedFile_KeepsItsMode()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using TemporaryFolder folder = new();
        WriteText(folder["f"], "old");
        File.SetUnixFileMode(folder["f"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        WriteText(folder["f"], "new");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["f"]));
    }

    [Fact]
    public void RelativePath_IsInTheCurrentFolder()
    {
        string name = $"adjoint-{Guid.NewGuid():N}.tmp";
        try
        {
            WriteText(name, "here");
            Assert.Equal("here", File.ReadAllText(Path.Combine(Environment.CurrentDirectory, name)));
        }
        finally
        {
            File.Delete(name);
        }
    }

    [Fact]
    public void FailingFlush_IsNoticed()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // A pipe cannot be brought to a disk, and the system says so; the class library's flush would not.
        using System.IO.Pipes.AnonymousPipeServerStream pipe = new();
        using Microsoft.Win32.SafeHandles.SafeFileHandle handle = new(pipe.SafePipeHandle.DangerousGetHandle(), ownsHandle: false);
        Assert.Throws<IOException>(() => UnixFile.Flush(handle));
    }
}
