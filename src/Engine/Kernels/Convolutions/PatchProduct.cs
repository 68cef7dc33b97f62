// Tiling. The product kernel [outputs, taps] · patches [taps, positions] runs on register tiles whose b rows are dense rows of the image
// laid out by kernel columns (ColumnLayout.cs), or the image itself where the kernel is one tap: patches are read from the first- or
// second-level cache. Two vectors of positions meet all rows of the kernel before the next two. Tiles are written straight into the result:
// a bias alone before, a map and its bias while they are in the first-level cache; where the positions don't fill the last vectors, these begin earlier
// and some sums are made twice, which costs less than to write a part. A block is a band of positions of one image, whose layout fits
// the second-level cache, and as many outputs as have weights that fit beside it. Groups of channels lie in memory like images with
// fewer channels, so they are taken for such; only the weights and biases differ from group to group. What the next image
// needs arrives meanwhile (Ahead.cs) where it is read in place.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>result[b, m] = map(Σ weights[m, tap] · patch(source[b], tap) + bias[m]), by images and, in each, by groups.</summary>
internal unsafe struct PatchProduct<TMap> : IJob
    where TMap : struct, IMap1
{
    /// <summary>Tiles are read by whole vectors.</summary>
    private const int Slack = 16;

    public float* Source;
    public ColumnLayout Layout;
    public PatchPlan Plan;
    public int* Offsets;

    /// <summary>[groups, outputs, taps] by rows.</summary>
    public float* Weights;

    /// <summary>Outputs of a group.</summary>
    public int Outputs;
    public int Groups;

    /// <summary>Images times groups.</summary>
    public int Images;

    public float* Result;
    public OutputGrid Grid;
    public float* Bias;
    public TMap Map;

    [SkipLocalsInit]
    [MethodImpl(HotLoop.Options)]
    public readonly void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        (int image, int band) = Math.DivRem(block, Plan.Bands);
        (int part, image) = Math.DivRem(image, Images);
        int group = image % Groups;
        int m0 = part * Plan.OutputsPerBlock;
        int m1 = Math.Min(m0 + Plan.OutputsPerBlock, Outputs);
        int q0 = band * Plan.BandLength;
        int q1 = band == Plan.Bands - 1 ? Layout.Positions : q0 + Plan.BandLength;
        int lanes = Tile.MaxVectors * V.Width;
        float* origin = Source + (image * Layout.SourceLength);
        if (!Layout.IsInPlace || q1 - q0 < lanes)
        {
            origin = LayOut<V>(origin, q0, q1);
        }

        float* weights = Weights + ((nint)group * Outputs * Layout.Taps);
        float* bias = Bias is null ? null : Bias + (group * Outputs);
        int plane = Grid.PlaneHeight * Grid.PlaneWidth;
        int first = image * Outputs * plane;
        bool isWhole = Grid.IsWhole;
        float* tile = stackalloc float[Tile.MaxLength + Slack];
        int tiles = Blocks.Count(m1 - m0, Tile.MaxRows<V>());
        int steps = tiles * Blocks.Count(q1 - q0, lanes);

        // An image that is laid out is read in order, which processors notice by themselves; one in place by short runs of all its channels.
        bool hasNext = Layout.IsInPlace && Plan.Bands == 1 && image + 1 < Images;
        Ahead reading = new(Source + ((image + 1) * Layout.SourceLength), hasNext ? Layout.SourceLength : 0, steps);
        Ahead writing = new(Result + first + ((nint)(Outputs + m0) * plane), hasNext ? (nint)(m1 - m0) * plane : 0, steps);
        for (int q = q0; q < q1; q += lanes)
        {
            int width = Math.Min(lanes, q1 - q);
            int vectors = Blocks.Count(width, V.Width);
            int pitch = vectors * V.Width;
            bool isDirect = isWhole && q1 - pitch >= q0;
            int start = isDirect ? Math.Min(q, q1 - pitch) : q;
            for (int t = 0; t < tiles; t++)
            {
                int m = m0 + (int)((long)(m1 - m0) * t / tiles);
                int rows = m0 + (int)((long)(m1 - m0) * (t + 1) / tiles) - m;
                int index = first + (m * plane);
                float* a = weights + ((nint)m * Layout.Taps);
                reading.Step();
                writing.Step();
                ShiftedRows patches = new(origin + start, Offsets);
                if (isDirect && bias is not null && typeof(TMap) == typeof(Identity))
                {
                    Tile.Multiply<V, ShiftedRows, BiasEnd>(
                        rows, vectors, a, Layout.Taps, patches, Layout.Taps, Result + index + start, plane, new BiasEnd(bias + m));
                }
                else if (isDirect)
                {
                    Tile.Multiply<V, ShiftedRows>(rows, vectors, a, Layout.Taps, 1, patches, Layout.Taps, Result + index + start, plane, null, 0);
                    if (!Epilogue.IsEmpty<TMap>(Bias))
                    {
                        Finish<V>(rows, vectors, bias is null ? null : bias + m, index + start, plane);
                    }
                }
                else
                {
                    Tile.Multiply<V, ShiftedRows>(rows, vectors, a, Layout.Taps, 1, patches, Layout.Taps, tile, lanes, null, 0);
                    Grid.Write<V>(tile, lanes, rows, q, width, Layout.OutputWidth, Result + index);
                    if (isWhole && !Epilogue.IsEmpty<TMap>(Bias))
                    {
                        FinishPart<V>(rows, width, bias is null ? null : bias + m, index + q, plane);
                    }
                }
            }
        }
    }

    /// <summary>Where position 0 would lie in the layout of what the positions of a band see.</summary>
    private readonly float* LayOut<V>(float* image, int q0, int q1)
        where V : struct, ISimd<V>
    {
        // Tiles read whole vectors, also beyond the last position.
        int slack = Tile.MaxVectors * V.Width;
        int first = q0 / Layout.OutputWidth;
        int rows = ((q1 - 1) / Layout.OutputWidth) + 1 - first;
        float* columns = Scratch.ForBlock(checked(Layout.Length(Plan.BandRows) + slack));
        Layout.Fill<V>(image, columns, first, rows, Plan.BandRows);
        return columns - ((nint)first * Layout.OutputWidth);
    }

    /// <summary>The epilogue of a tile of whole vectors.</summary>
    [MethodImpl(HotLoop.Options)]
    private readonly void Finish<V>(int rows, int vectors, float* bias, int index, int plane)
        where V : struct, ISimd<V>
    {
        for (int m = 0; m < rows; m++, index += plane)
        {
            V addend = bias is null ? V.Zero : V.Broadcast(bias[m]);
            for (int v = 0; v < vectors; v++)
            {
                int i = index + (v * V.Width);
                V value = V.Load(in Result[i]);
                Map.Invoke(bias is null ? value : value + addend, i).Store(ref Result[i]);
            }
        }
    }

    private readonly void FinishPart<V>(int rows, int width, float* bias, int index, int plane)
        where V : struct, ISimd<V>
    {
        for (int m = 0; m < rows; m++, index += plane)
        {
            Epilogue.BiasPerRow<V, TMap>(Result + index, bias is null ? 0f : bias[m], width, index, Map);
        }
    }
}
