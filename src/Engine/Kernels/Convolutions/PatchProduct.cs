// Tiling. The product kernel [outputs, taps] · patches [taps, positions] runs on register tiles whose b rows are shifted views of one
// padded image (PaddedLayout.cs), so patches are read in place from the first- or second-level cache. A block is one image and,
// when there are few images, a part of the output channels; a panel of 2 vectors of positions meets all rows of the kernel before
// the next panel. Tiles are made beside y and only their valid columns are copied into it. Groups of channels lie in memory like images
// with fewer channels, so they are taken for such; only the weights and biases differ from group to group.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>Where the outputs of a patch product go: every so many rows and columns of planes that may be larger.</summary>
internal readonly record struct OutputGrid(int PlaneHeight, int PlaneWidth, int FirstRow, int FirstColumn, int RowStep, int ColumnStep);

/// <summary>result[b, m] = map(Σ weights[m, tap] · patch(source[b], tap) + bias[m]), by images and, in each, by groups.</summary>
internal unsafe struct PatchProduct<TMap> : IJob
    where TMap : struct, IMap1
{
    public float* Source;
    public PaddedLayout Layout;
    public int* Offsets;

    /// <summary>[groups, outputs, taps] by rows.</summary>
    public float* Weights;

    /// <summary>Outputs of a group.</summary>
    public int Outputs;
    public int Groups;
    public int OutputsPerBlock;

    public float* Result;
    public OutputGrid Grid;
    public float* Bias;
    public TMap Map;

    public readonly int BlocksPerImage => Blocks.Count(Outputs, OutputsPerBlock);

    /// <summary>With few images their channels are shared out too; a block then lays the image out for itself.</summary>
    public static int ChooseOutputsPerBlock(int images, int outputs) => images >= 8 ? outputs : Math.Min(outputs, 12);

    [SkipLocalsInit]
    [MethodImpl(HotLoop.Options)]
    public readonly void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        int image = block / BlocksPerImage;
        int group = image % Groups;
        float* weights = Weights + ((nint)group * Outputs * Layout.Taps);
        int m0 = block % BlocksPerImage * OutputsPerBlock;
        int m1 = Math.Min(m0 + OutputsPerBlock, Outputs);
        int lanes = Tile.MaxVectors * V.Width;

        // Tiles read whole vectors, also beyond the last position.
        long length = Layout.Length;
        float* padded = Scratch.ForBlock(checked(length + lanes));
        new Span<float>(padded + length, lanes).Clear();
        Layout.Fill<V>(Source + ((nint)image * Layout.Channels * Layout.Height * Layout.Width), padded, 0, 1);

        int plane = Grid.PlaneHeight * Grid.PlaneWidth;
        float* result = Result + ((nint)image * Outputs * plane);
        float* tile = stackalloc float[Tile.MaxLength];
        int tiles = Blocks.Count(m1 - m0, Tile.MaxRows<V>());
        for (int q = 0; q < Layout.Positions; q += lanes)
        {
            int width = Math.Min(lanes, Layout.Positions - q);
            int vectors = Blocks.Count(width, V.Width);
            for (int t = 0; t < tiles; t++)
            {
                int row = m0 + (int)((long)(m1 - m0) * t / tiles);
                int rows = m0 + (int)((long)(m1 - m0) * (t + 1) / tiles) - row;
                Tile.Multiply<V, ShiftedRows>(
                    rows,
                    vectors,
                    weights + ((nint)row * Layout.Taps),
                    Layout.Taps,
                    1,
                    new ShiftedRows(padded + q, Offsets),
                    Layout.Taps,
                    tile,
                    lanes,
                    accumulate: false);
                CopyValid<V>(tile, lanes, rows, q, width, result + ((nint)row * plane), plane);
            }
        }

        if (!Epilogue.IsEmpty<TMap>(Bias))
        {
            for (int m = m0; m < m1; m++)
            {
                int index = ((image * Outputs) + m) * plane;
                Epilogue.BiasPerRow<V, TMap>(Result + index, Bias is null ? 0f : Bias[(group * Outputs) + m], plane, index, Map);
            }
        }
    }

    /// <summary>Copies the columns of a tile that are outputs; positions between the rows of outputs are dropped.</summary>
    [MethodImpl(HotLoop.Options)]
    private readonly void CopyValid<V>(float* tile, int pitch, int rows, int q, int width, float* result, int plane)
        where V : struct, ISimd<V>
    {
        int rowPitch = Layout.Pitch;
        int outputWidth = Layout.OutputWidth;
        int r = q / rowPitch;
        int s = q - (r * rowPitch);
        for (int done = 0; done < width; r++, s = 0)
        {
            int run = Math.Min(outputWidth - s, width - done);
            if (run > 0)
            {
                float* target = result + ((Grid.FirstRow + (r * Grid.RowStep)) * Grid.PlaneWidth)
                    + Grid.FirstColumn + (s * Grid.ColumnStep);
                if (Grid.ColumnStep == 1)
                {
                    CopyRuns<V>(tile + done, pitch, target, plane, rows, run);
                }
                else
                {
                    SpreadRuns(tile + done, pitch, target, plane, rows, run);
                }
            }

            done += rowPitch - s;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRuns<V>(float* source, int pitch, float* target, int plane, int rows, int length)
        where V : struct, ISimd<V>
    {
        for (int m = 0; m < rows; m++, source += pitch, target += plane)
        {
            Strip.Copy<V>(source, target, length);
        }
    }

    private readonly void SpreadRuns(float* source, int pitch, float* target, int plane, int rows, int length)
    {
        int step = Grid.ColumnStep;
        for (int m = 0; m < rows; m++, source += pitch, target += plane)
        {
            for (int s = 0; s < length; s++)
            {
                target[s * step] = source[s];
            }
        }
    }
}
