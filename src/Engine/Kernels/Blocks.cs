namespace Adjoint.Kernels;

/// <summary>How ranges are cut into blocks.</summary>
internal static class Blocks
{
    /// <summary>The number of blocks of <paramref name="size"/> that cover <paramref name="length"/>.</summary>
    public static int Count(int length, int size) => (int)(((long)length + size - 1) / size);
}
