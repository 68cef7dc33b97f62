namespace Adjoint.Kernels;

/// <summary>
/// Packs weights for <see cref="ChannelProduct{TMap}"/>: for some outputs that fill two vectors, or the rest of a group's that fill one, the weights
/// of each tap side by side. Panels follow one another, so that of output m begins at m times the taps.
/// </summary>
internal readonly unsafe struct ChannelWeightsJob(float* weights, int groups, int outputs, int taps, float* packed) : IJob
{
    /// <summary>Outputs of a block: as many as fill two vectors of any width.</summary>
    private const int BlockOutputs = 32;
    private const int Line = 16;

    /// <summary>Floats that lie before the packed weights, for the offsets of their taps: whole lines.</summary>
    public static int Start(int taps) => checked(Blocks.Count(taps, Line) * Line);

    /// <summary>Floats that a group's weights take.</summary>
    public static long Length(int outputs, int taps) => Require.Product(Blocks.Count(outputs, BlockOutputs), BlockOutputs, taps);

    public int BlockCount => checked(groups * Blocks.Count(outputs, BlockOutputs));

    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        (int group, int part) = Math.DivRem(block, Blocks.Count(outputs, BlockOutputs));
        int end = Math.Min(outputs, (part + 1) * BlockOutputs);
        float* source = weights + ((nint)group * outputs * taps);
        float* target = packed + (group * (nint)Length(outputs, taps));
        for (int m = part * BlockOutputs; m < end; m += ChannelTile.MostVectors * V.Width)
        {
            int count = Math.Min(ChannelTile.MostVectors * V.Width, end - m);
            Panel.Pack<V>(source + ((nint)m * taps), 1, taps, taps, count, target + ((nint)m * taps), Blocks.Count(count, V.Width) * V.Width);
        }
    }
}
