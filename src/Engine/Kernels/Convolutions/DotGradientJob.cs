// Tiling. With few taps in a row of the kernel, or few outputs, dkernel[o, tap] is best taken as what it is, a dot product over the positions:
// x is laid out by kernel columns (ColumnLayout.cs), dy is read in place, and lanes run along the positions. Tiles have 4 outputs and several
// taps (DotTile.cs); where a channel has an output of its own (depth-wise) there is nothing to share along the outputs, and a tile is 1 output
// by 9 taps, a kernel of 3x3. Four outputs, at a thousand positions, stay in the first-level cache while all taps pass; with fewer positions
// tiles would spend their time on beginning and ending. Sums go to memory as vectors, in the order of the tiles, and their lanes are
// added up once for all images of a block: for a small image that would take as long as its products. A block is a run of images and
// as many groups as have layouts that stay in the second-level cache, where large images are taken in bands. What the next image of the
// batch needs arrives meanwhile (Ahead.cs).
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>parts[image part, group, o, tap] = Σ dy · patch.</summary>
internal unsafe struct DotGradientJob : IJob
{
    private const int MostFloats = 64 * 1024;
    private const int MostParts = 16;

    /// <summary>Parts that balance the threads.</summary>
    private const int EnoughParts = 8;

    /// <summary>Positions of a part where there are more parts: to clear a sum and to add up its lanes costs as much as some hundreds of them.</summary>
    private const long LeastPositions = 4096;
    private const int RowTaps = 9;
    private const int Vector = DotTile.Vector;

    private const int MostSteps = 1024;

    public float* X;
    public float* Dy;
    public float* Parts;

    /// <summary>The sizes, of one group.</summary>
    public WindowSizes Sizes;
    public int Batch;

    /// <summary>Outputs of a group.</summary>
    public int Outputs;
    public int Groups;

    /// <summary>Rows of outputs that are laid out together.</summary>
    private readonly int BandRows => new ColumnLayout(Sizes).RowsWithin(MostFloats);

    private readonly int GroupsPerBlock => (int)Math.Clamp(MostFloats / Math.Max(1, new ColumnLayout(Sizes).Length(BandRows)), 1, Groups);

    private readonly int GroupBlocks => Blocks.Count(Groups, GroupsPerBlock);

    private readonly int TiledOutputs => Outputs - (Outputs % DotTile.Outputs);

    private readonly int ImagesPerPart
    {
        get
        {
            long positions = (long)Batch * Sizes.OutputHeight * Sizes.OutputWidth;
            int most = (int)Math.Clamp(positions / LeastPositions, EnoughParts, MostParts);
            return Blocks.Count(Batch, Math.Max(1, most / GroupBlocks));
        }
    }

    /// <summary>The number of partial results that have to be added up.</summary>
    public readonly int PartCount => Blocks.Count(Batch, ImagesPerPart);

    public readonly int BlockCount => checked(PartCount * GroupBlocks);

    [MethodImpl(HotLoop.Options)]
    public readonly void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        (int part, int first) = Math.DivRem(block, GroupBlocks);
        first *= GroupsPerBlock;
        int groups = Math.Min(GroupsPerBlock, Groups - first);
        int image = part * ImagesPerPart;
        int end = (int)Math.Min((long)image + ImagesPerPart, Batch);
        int bandRows = BandRows;
        int taps = Sizes.Taps;
        ColumnLayout layout = new(Sizes with { Channels = checked(groups * Sizes.Channels) });
        long length = layout.Length(bandRows);
        int groupSums = checked(((TiledOutputs * TileTaps<V>()) + ((Outputs - TiledOutputs) * taps)) * Vector);
        long sumsLength = Require.Product(groups, groupSums, 1);
        float* columns = Scratch.ForBlock(checked(length + sumsLength + taps));
        float* sums = columns + length;
        int* offsets = (int*)(sums + sumsLength);
        new Span<float>(sums, (int)sumsLength).Clear();
        layout.ListOffsets(offsets, bandRows, Sizes.Channels);
        nint distance = Sizes.Channels * Sizes.KernelWidth * layout.RowDistance(bandRows);
        for (; image < end; image++)
        {
            nint number = ((nint)image * Groups) + first;
            nint imageLength = (nint)Sizes.Channels * Sizes.Height * Sizes.Width;
            nint gradientLength = (nint)Outputs * layout.Positions;
            bool hasNext = image + 1 < Batch;
            int tiles = groups * Blocks.Count(layout.Positions, MostSteps) * TilesOf<V>();
            Ahead images = new(X + ((number + Groups) * imageLength), hasNext ? groups * imageLength : 0, tiles);
            Ahead gradients = new(Dy + ((number + Groups) * gradientLength), hasNext ? groups * gradientLength : 0, tiles);
            for (int row = 0; row < Sizes.OutputHeight; row += bandRows)
            {
                int rows = Math.Min(bandRows, Sizes.OutputHeight - row);
                layout.Fill<V>(X + (number * imageLength), columns, row, rows, bandRows);
                float* dy = Dy + (number * gradientLength) + (row * Sizes.OutputWidth);
                for (int group = 0; group < groups; group++)
                {
                    AddGroup<V>(
                        dy + (group * gradientLength),
                        columns + (group * distance),
                        offsets,
                        rows * Sizes.OutputWidth,
                        sums + ((nint)group * groupSums),
                        ref images,
                        ref gradients);
                }
            }
        }

        float* result = Parts + ((((nint)part * Groups) + first) * Outputs * taps);
        for (int group = 0; group < groups; group++, sums += groupSums, result += Outputs * taps)
        {
            AddLanes<V>(sums, result);
        }
    }

    /// <summary>The taps of whole tiles.</summary>
    private readonly int TileTaps<V>()
        where V : struct, ISimd<V> => Blocks.Count(Sizes.Taps, DotTile.MaxTaps<V>()) * DotTile.MaxTaps<V>();

    /// <summary>The tiles of a group, with the outputs that fill none.</summary>
    private readonly int TilesOf<V>()
        where V : struct, ISimd<V> => (TiledOutputs / DotTile.Outputs * Blocks.Count(Sizes.Taps, DotTile.MaxTaps<V>())) + Outputs - TiledOutputs;

    /// <summary>Adds up the lanes of a group's sums, which are in the order of the tiles; outputs that fill no tile follow.</summary>
    [MethodImpl(HotLoop.Options)]
    private readonly void AddLanes<V>(float* sums, float* result)
        where V : struct, ISimd<V>
    {
        int taps = Sizes.Taps;
        int width = DotTile.MaxTaps<V>();
        int o = 0;
        for (; o < TiledOutputs; o += DotTile.Outputs)
        {
            for (int tap = 0; tap < taps; tap += width, sums += DotTile.Outputs * width * Vector)
            {
                for (int m = 0; m < DotTile.Outputs; m++)
                {
                    AddLanes<V>(sums + (m * width * Vector), result + ((nint)(o + m) * taps) + tap, Math.Min(width, taps - tap));
                }
            }
        }

        AddLanes<V>(sums, result + ((nint)o * taps), (Outputs - o) * taps);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddLanes<V>(float* sums, float* result, int count)
        where V : struct, ISimd<V>
    {
        for (int i = 0; i < count; i++)
        {
            result[i] = V.Sum(V.Load(in sums[(nint)i * Vector]));
        }
    }

    private readonly void AddGroup<V>(float* dy, float* x, int* offsets, int positions, float* sums, ref Ahead images, ref Ahead gradients)
        where V : struct, ISimd<V>
    {
        int steps = Blocks.Count(positions, Blocks.Count(positions, MostSteps));
        steps = Blocks.Count(steps, Vector) * Vector;
        for (int q = 0; q < positions; q += steps)
        {
            AddPositions<V>(dy + q, x + q, offsets, Math.Min(steps, positions - q), sums, ref images, ref gradients);
        }
    }

    private readonly void AddPositions<V>(float* dy, float* x, int* offsets, int positions, float* sums, ref Ahead images, ref Ahead gradients)
        where V : struct, ISimd<V>
    {
        int taps = Sizes.Taps;
        int plane = Sizes.OutputHeight * Sizes.OutputWidth;
        int width = DotTile.MaxTaps<V>();
        int o = 0;
        for (; o < TiledOutputs; o += DotTile.Outputs, dy += DotTile.Outputs * (nint)plane)
        {
            for (int tap = 0; tap < taps; tap += width)
            {
                images.Step();
                gradients.Step();
                DotTile.Add<V>(dy, plane, x, offsets + tap, Math.Min(width, taps - tap), positions, sums);
                sums += DotTile.Outputs * width * Vector;
            }
        }

        for (; o < Outputs; o++, dy += plane)
        {
            images.Step();
            gradients.Step();
            for (int tap = 0; tap < taps; tap += RowTaps)
            {
                AddRow<V>(dy, x, offsets + tap, Math.Min(RowTaps, taps - tap), positions, sums + (tap * Vector));
            }

            sums += taps * Vector;
        }
    }

    /// <summary>Adds to the sums of one output and nine taps. Taps that the tile lacks repeat its last one, and are not written.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void AddRow<V>(float* dy, float* x, int* offsets, int taps, int positions, float* sums)
        where V : struct, ISimd<V>
    {
        int last = taps - 1;
        float* x0 = x + offsets[0];
        float* x1 = x + offsets[Math.Min(1, last)];
        float* x2 = x + offsets[Math.Min(2, last)];
        float* x3 = x + offsets[Math.Min(3, last)];
        float* x4 = x + offsets[Math.Min(4, last)];
        float* x5 = x + offsets[Math.Min(5, last)];
        float* x6 = x + offsets[Math.Min(6, last)];
        float* x7 = x + offsets[Math.Min(7, last)];
        float* x8 = x + offsets[last];
        V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero, s4 = V.Zero, s5 = V.Zero, s6 = V.Zero, s7 = V.Zero, s8 = V.Zero;
        for (int q = 0; q < positions; q += V.Width)
        {
            int lanes = positions - q;
            V g = Load<V>(dy + q, lanes);
            V.AddProduct(g, Load<V>(x0 + q, lanes), ref s0);
            V.AddProduct(g, Load<V>(x1 + q, lanes), ref s1);
            V.AddProduct(g, Load<V>(x2 + q, lanes), ref s2);
            V.AddProduct(g, Load<V>(x3 + q, lanes), ref s3);
            V.AddProduct(g, Load<V>(x4 + q, lanes), ref s4);
            V.AddProduct(g, Load<V>(x5 + q, lanes), ref s5);
            V.AddProduct(g, Load<V>(x6 + q, lanes), ref s6);
            V.AddProduct(g, Load<V>(x7 + q, lanes), ref s7);
            V.AddProduct(g, Load<V>(x8 + q, lanes), ref s8);
        }

        DotTile.AddThree(sums, taps, s0, s1, s2);
        DotTile.AddThree(sums + (3 * Vector), taps - 3, s3, s4, s5);
        DotTile.AddThree(sums + (6 * Vector), taps - 6, s6, s7, s8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Load<V>(float* source, int lanes)
        where V : struct, ISimd<V> => lanes >= V.Width ? V.Load(in *source) : V.Load(in *source, lanes);
}
