// Tiling. With few taps in a row of the kernel, or few outputs, dkernel[o, tap] is best taken as what it is, a dot product over the positions:
// x is laid out by kernel columns (ColumnLayout.cs), dy is read in place, and lanes run along the positions. A tile of 4 outputs by 3 taps
// keeps 12 vectors of sums and loads 7 for 12 multiply-adds; where a channel has an output of its own (depth-wise) there is nothing
// to share along the outputs, and a tile is 1 output by 9 taps, a kernel of 3x3. Sums go to memory from image to image as vectors, and
// their lanes are added up once for all images of a block: for a small image that would take as long as its products. A block is a run of
// images and as many groups as have layouts that stay in the second-level cache, where large images are taken in bands.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>parts[image part, group, o, tap] = Σ dy · patch.</summary>
internal unsafe struct DotGradientJob : IJob
{
    private const int MostFloats = 64 * 1024;
    private const int MostParts = 16;
    private const int TileOutputs = 4;
    private const int TileTaps = 3;
    private const int RowTaps = 9;

    /// <summary>Lanes of the widest vectors.</summary>
    private const int Vector = 16;

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

    private readonly int ImagesPerPart => Blocks.Count(Batch, Math.Max(1, MostParts / GroupBlocks));

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
        long sumsLength = Require.Product(checked(groups * Outputs), taps, Vector);
        float* columns = Scratch.ForBlock(checked(length + sumsLength + taps));
        float* sums = columns + length;
        int* offsets = (int*)(sums + sumsLength);
        new Span<float>(sums, (int)sumsLength).Clear();
        layout.ListOffsets(offsets, bandRows, Sizes.Channels);
        nint distance = Sizes.Channels * Sizes.KernelWidth * layout.RowDistance(bandRows);
        for (; image < end; image++)
        {
            nint number = ((nint)image * Groups) + first;
            for (int row = 0; row < Sizes.OutputHeight; row += bandRows)
            {
                int rows = Math.Min(bandRows, Sizes.OutputHeight - row);
                layout.Fill<V>(X + (number * Sizes.Channels * Sizes.Height * Sizes.Width), columns, row, rows, bandRows);
                float* dy = Dy + (number * Outputs * layout.Positions) + (row * Sizes.OutputWidth);
                for (int group = 0; group < groups; group++)
                {
                    AddGroup<V>(
                        dy + ((nint)group * Outputs * layout.Positions), columns + (group * distance), offsets, rows * Sizes.OutputWidth, sums + ((nint)group * Outputs * taps * Vector));
                }
            }
        }

        float* result = Parts + ((((nint)part * Groups) + first) * Outputs * taps);
        for (int i = 0; i < groups * Outputs * taps; i++)
        {
            result[i] = V.Sum(V.Load(in sums[(nint)i * Vector]));
        }
    }

    private readonly void AddGroup<V>(float* dy, float* x, int* offsets, int positions, float* sums)
        where V : struct, ISimd<V>
    {
        int taps = Sizes.Taps;
        int plane = Sizes.OutputHeight * Sizes.OutputWidth;
        int o = 0;
        for (; o <= Outputs - TileOutputs; o += TileOutputs)
        {
            for (int tap = 0; tap < taps; tap += TileTaps)
            {
                AddTile<V>(dy + ((nint)o * plane), plane, x, offsets + tap, Math.Min(TileTaps, taps - tap), positions, sums + ((((nint)o * taps) + tap) * Vector), taps);
            }
        }

        for (; o < Outputs; o++)
        {
            for (int tap = 0; tap < taps; tap += RowTaps)
            {
                AddRow<V>(dy + ((nint)o * plane), x, offsets + tap, Math.Min(RowTaps, taps - tap), positions, sums + ((((nint)o * taps) + tap) * Vector));
            }
        }
    }

    /// <summary>Adds to the sums of four outputs and three taps. Taps that the tile lacks repeat its last one, and are not written.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void AddTile<V>(float* dy, int plane, float* x, int* offsets, int taps, int positions, float* sums, int allTaps)
        where V : struct, ISimd<V>
    {
        float* g0 = dy;
        float* g1 = g0 + plane;
        float* g2 = g1 + plane;
        float* g3 = g2 + plane;
        float* x0 = x + offsets[0];
        float* x1 = x + offsets[Math.Min(1, taps - 1)];
        float* x2 = x + offsets[taps - 1];
        V s00 = V.Zero, s01 = V.Zero, s02 = V.Zero;
        V s10 = V.Zero, s11 = V.Zero, s12 = V.Zero;
        V s20 = V.Zero, s21 = V.Zero, s22 = V.Zero;
        V s30 = V.Zero, s31 = V.Zero, s32 = V.Zero;
        for (int q = 0; q < positions; q += V.Width)
        {
            // What lies beyond the positions is of others, and no zero of dy would keep its NaN away.
            int lanes = positions - q;
            V a = Load<V>(x0 + q, lanes);
            V b = Load<V>(x1 + q, lanes);
            V c = Load<V>(x2 + q, lanes);
            V g = Load<V>(g0 + q, lanes);
            V.AddProduct(g, a, ref s00);
            V.AddProduct(g, b, ref s01);
            V.AddProduct(g, c, ref s02);
            g = Load<V>(g1 + q, lanes);
            V.AddProduct(g, a, ref s10);
            V.AddProduct(g, b, ref s11);
            V.AddProduct(g, c, ref s12);
            g = Load<V>(g2 + q, lanes);
            V.AddProduct(g, a, ref s20);
            V.AddProduct(g, b, ref s21);
            V.AddProduct(g, c, ref s22);
            g = Load<V>(g3 + q, lanes);
            V.AddProduct(g, a, ref s30);
            V.AddProduct(g, b, ref s31);
            V.AddProduct(g, c, ref s32);
        }

        nint row = (nint)allTaps * Vector;
        AddThree(sums, taps, s00, s01, s02);
        AddThree(sums + row, taps, s10, s11, s12);
        AddThree(sums + (2 * row), taps, s20, s21, s22);
        AddThree(sums + (3 * row), taps, s30, s31, s32);
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

        AddThree(sums, taps, s0, s1, s2);
        AddThree(sums + (3 * Vector), taps - 3, s3, s4, s5);
        AddThree(sums + (6 * Vector), taps - 6, s6, s7, s8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Load<V>(float* source, int lanes)
        where V : struct, ISimd<V> => lanes >= V.Width ? V.Load(in *source) : V.Load(in *source, lanes);

    /// <summary>Adds to the vectors of up to three taps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddThree<V>(float* sums, int taps, V a, V b, V c)
        where V : struct, ISimd<V>
    {
        if (taps > 0) { (V.Load(in sums[0]) + a).Store(ref sums[0]); }
        if (taps > 1) { (V.Load(in sums[Vector]) + b).Store(ref sums[Vector]); }
        if (taps > 2) { (V.Load(in sums[2 * Vector]) + c).Store(ref sums[2 * Vector]); }
    }
}
