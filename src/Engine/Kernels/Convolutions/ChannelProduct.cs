// Tiling. Output channels lie along the lanes (ChannelTile.cs), two vectors of them at a time, with weights that were packed once for all
// images (ChannelWeightsJob.cs); pixels are broadcast from rows of the image with zeros between them (PaddedRows.cs). Rows of the kernel
// that lie above or below the image are left out. The sums of some outputs, whole rows where they are short, wait in the first-level cache until
// they fill vectors of positions: then they are turned (ChannelTurn.cs), and bias and map follow. A block is a band of
// rows of one image, whose copy fits the second-level cache, and all output channels unless there are too few blocks. Groups of channels lie in memory
// like images with fewer channels, so they are taken for such. Each sum runs over channels, rows and columns of the kernel, as in a patch product.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>result[b, m] = map(Σ weights[m, tap] · patch(source[b], tap) + bias[m]), by images and, in each, by groups.</summary>
internal unsafe struct ChannelProduct<TMap> : IJob
    where TMap : struct, IMap1
{
    /// <summary>Outputs of a channel that wait until they are turned.</summary>
    private const int MostOutputs = 64;

    /// <summary>Floats of as many outputs, two of the widest vectors each.</summary>
    private const int MostSums = MostOutputs * ChannelTile.MostVectors * 16;

    public float* Source;
    public WindowSizes Sizes;
    public PaddedRows Rows;
    public ChannelPlan Plan;
    public int* Offsets;

    /// <summary>The packed weights, group after group.</summary>
    public float* Weights;

    /// <summary>Outputs of a group.</summary>
    public int Outputs;
    public int Groups;

    /// <summary>Images times groups.</summary>
    public int Images;

    public float* Result;
    public float* Bias;
    public TMap Map;

    /// <summary>Packs the weights and does the product.</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="source">The images.</param>
    /// <param name="sizes">The sizes of an image.</param>
    /// <param name="scratch">Room for the offsets of the taps and for the packed weights.</param>
    /// <param name="weights">[groups, outputs, taps] by rows.</param>
    /// <param name="outputs">Outputs of a group.</param>
    /// <param name="groups">The groups.</param>
    /// <param name="images">Images times groups.</param>
    /// <param name="result">The result.</param>
    /// <param name="bias">Of each output; or null.</param>
    /// <param name="map">The map.</param>
    /// <param name="cost">The floating-point operations.</param>
    public static void Run(
        Threads threads, float* source, WindowSizes sizes, float* scratch, float* weights, int outputs, int groups, int images, float* result, float* bias, TMap map, long cost)
    {
        ChannelPlan plan = ChannelPlan.For(sizes, images, outputs);
        PaddedRows rows = new(sizes, plan.BandRows);
        rows.ListOffsets((int*)scratch);
        float* packed = scratch + ChannelWeightsJob.Start(sizes.Taps);
        ChannelWeightsJob pack = new(weights, groups, outputs, sizes.Taps, packed);
        threads.Run(ref pack, pack.BlockCount, (long)groups * outputs * sizes.Taps);
        ChannelProduct<TMap> job = new()
        {
            Source = source,
            Sizes = sizes,
            Rows = rows,
            Plan = plan,
            Offsets = (int*)scratch,
            Weights = packed,
            Outputs = outputs,
            Groups = groups,
            Images = images,
            Result = result,
            Bias = bias,
            Map = map,
        };
        threads.Run(ref job, plan.BlockCount(images, outputs), cost);
    }

    public readonly void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        (int image, int band) = Math.DivRem(block, Plan.Bands);
        (int part, image) = Math.DivRem(image, Images);
        int first = band * Plan.BandRows;
        int end = Math.Min(first + Plan.BandRows, Sizes.OutputHeight);
        nint length = (nint)Sizes.Channels * Sizes.Height * Sizes.Width;
        float* rows = Source + (image * length);
        if (!Rows.IsInPlace)
        {
            float* copy = Scratch.ForBlock(Rows.Length);
            Rows.Fill<V>(rows, Source + (Images * length), copy, first, end - first);
            rows = copy;
        }

        int top = Rows.BandTop(first);
        int last = Math.Min(Outputs, (part + 1) * Plan.OutputsPerBlock);
        int lanes = ChannelTile.MostVectors * V.Width;
        for (int m = part * Plan.OutputsPerBlock; m < last; m += lanes)
        {
            Multiply<V>(rows, top, first, end, image, m, Math.Min(lanes, last - m));
        }
    }

    /// <summary>Two vectors of channels of a band.</summary>
    [SkipLocalsInit]
    [MethodImpl(HotLoop.Options)]
    private readonly void Multiply<V>(float* rows, int top, int first, int end, int image, int m, int channels)
        where V : struct, ISimd<V>
    {
        int group = image % Groups;
        int vectors = Blocks.Count(channels, V.Width);
        int pitch = vectors * V.Width;
        int width = Sizes.OutputWidth;
        int plane = Sizes.OutputHeight * width;
        int index = ((image * Outputs) + m) * plane;
        float* weights = Weights + (group * (nint)ChannelWeightsJob.Length(Outputs, Sizes.Taps)) + ((nint)m * Sizes.Taps);
        float* bias = Bias is null ? null : Bias + (group * Outputs) + m;
        float* sums = stackalloc float[MostSums];
        int pieces = Blocks.Count(width, MostOutputs);
        int rowsAtATime = pieces > 1 ? 1 : MostOutputs / width;
        for (int r = first; r < end; r += rowsAtATime)
        {
            int rowEnd = Math.Min(r + rowsAtATime, end);
            for (int piece = 0; piece < pieces; piece++)
            {
                int s = (int)((long)width * piece / pieces);
                int count = (int)((long)width * (piece + 1) / pieces) - s;
                for (int row = r; row < rowEnd; row++)
                {
                    float* x = rows + ((nint)(Rows.FirstRow(row) - top) * Rows.Pitch) + (s * Sizes.StrideWidth);
                    Multiply<V>(x, row, count, vectors, weights, sums + ((row - r) * width * pitch));
                }

                int q = (r * width) + s;
                ChannelTurn.Write<V, TMap>(sums, pitch, channels, (rowEnd - r) * count, bias, Result + index + q, plane, index + q, Map);
            }
        }
    }

    /// <summary>Some outputs of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Multiply<V>(float* x, int row, int count, int vectors, float* weights, float* sums)
        where V : struct, ISimd<V>
    {
        int start = Rows.FirstRow(row);
        int above = start >= 0 ? 0 : Math.Min(Sizes.KernelHeight, Blocks.Count(-start, Sizes.DilationHeight));
        int below = start >= Sizes.Height ? above : Math.Clamp(Blocks.Count(Sizes.Height - start, Sizes.DilationHeight), above, Sizes.KernelHeight);
        int skipped = above * Sizes.KernelWidth;
        int length = (below - above) * Sizes.KernelWidth;
        int all = Sizes.KernelHeight * Sizes.KernelWidth;
        TapRuns taps = length == all
            ? new TapRuns(Offsets, 1, Sizes.Taps, 0)
            : new TapRuns(Offsets + skipped, Sizes.Channels, length, all - length);
        int lanes = vectors * V.Width;
        weights += (nint)skipped * lanes;
        int tiles = Blocks.Count(count, ChannelTile.MaxOutputs<V>());
        int s = 0;
        for (int tile = 1; tile <= tiles; tile++)
        {
            int next = count * tile / tiles;
            ChannelTile.Multiply<V>(next - s, vectors, Sizes.StrideWidth, x + (s * Sizes.StrideWidth), taps, weights, sums + (s * lanes));
            s = next;
        }
    }
}
