namespace Adjoint.Tests;

public sealed class WorkspaceTests
{
    [Fact]
    public void Arena_BeyondAnArray_IsRefusedInTheCallersTerms()
    {
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>("floats", static () => new Workspace(1L << 40));

        Assert.Contains($"{1L << 40} floats", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"{AlignedBuffer.MaxLength} at most", exception.Message, StringComparison.Ordinal);
        Assert.Contains("smaller batch", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NegativeArena_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>("floats", static () => new Workspace(-1));
}
