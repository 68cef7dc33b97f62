// Tiling. dkernel is a product too: for each row of the kernel [its taps, positions] · [positions, outputs], summed over all images. The left
// factor is the image laid out by kernel columns (ColumnLayout.cs), where the taps of a row of the kernel lie at equal distances, so twelve of
// them are the rows of a register tile, whatever channels they belong to; the right factor is dy with its outputs side by side, turned
// once for all taps. So lanes are full at any width of image, and nothing is added up across lanes. Positions are taken a few hundred at
// a time: two vectors of outputs at these, 32 KiB, stay in the first-level cache while all taps pass. A block is a run of images of
// one group and as many outputs as have sums that stay in the second-level cache.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>sums[image part, group, output part, kernel row, (channel, kernel column), output] = Σ patch · dy; a block is one of each of the first three.</summary>
internal unsafe struct ColumnGradientJob : IJob
{
    private const int MostSteps = 256;

    public float* X;
    public float* Dy;
    public float* Sums;
    public ColumnLayout Layout;
    public ColumnGradientPlan Plan;
    public int Batch;

    /// <summary>Outputs of a group.</summary>
    public int Outputs;
    public int Groups;

    public readonly int BlockCount => checked(Plan.ImageParts * Groups * Plan.OutputParts);

    [MethodImpl(HotLoop.Options)]
    public readonly void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        (int part, int outputPart) = Math.DivRem(block, Plan.OutputParts);
        (part, int group) = Math.DivRem(part, Groups);
        int o = outputPart * Plan.OutputsPerBlock;
        int outputs = Math.Min(Plan.OutputsPerBlock, Outputs - o);
        int first = part * Plan.ImagesPerPart;
        int end = (int)Math.Min((long)first + Plan.ImagesPerPart, Batch);
        float* sums = Sums + (block * (nint)Plan.BlockLength(Layout));

        int bandRows = Plan.BandRows;
        int width = Layout.OutputWidth;
        int pitch = Plan.Pitch;
        long length = Layout.IsInPlace ? 0 : Layout.Length(bandRows);
        long turnedLength = Require.Product(bandRows, width, pitch);
        float* columns = Scratch.ForBlock(checked(length + turnedLength));
        float* turned = columns + length;
        if (outputs < pitch)
        {
            // Sums beyond the outputs are of no use, but shall not be slow.
            new Span<float>(turned, (int)turnedLength).Clear();
        }

        for (int image = first; image < end; image++)
        {
            nint number = ((nint)image * Groups) + group;
            float* x = X + (number * Layout.SourceLength);
            float* dy = Dy + (((number * Outputs) + o) * Layout.Positions);
            // What the next image of the batch needs arrives while this one is multiplied.
            int bands = image + 1 < Batch ? Blocks.Count(Layout.OutputHeight, bandRows) : 0;
            Ahead images = new(x + (Groups * Layout.SourceLength), bands > 0 ? Layout.SourceLength : 0, bands * StepsOf<V>(bandRows * width));
            Ahead gradients = new(
                dy + ((nint)Groups * Outputs * Layout.Positions), bands > 0 ? (nint)outputs * Layout.Positions : 0, bands * StepsOf<V>(bandRows * width));
            for (int row = 0; row < Layout.OutputHeight; row += bandRows)
            {
                int rows = Math.Min(bandRows, Layout.OutputHeight - row);
                float* band = x + (row * width);
                if (!Layout.IsInPlace)
                {
                    Layout.Fill<V>(x, columns, row, rows, bandRows);
                    band = columns;
                }

                Panel.Transpose(dy + (row * width), 1, Layout.Positions, rows * width, outputs, turned, pitch);
                Multiply<V>(band, turned, rows * width, sums, accumulate: image > first || row > 0, ref images, ref gradients);
            }
        }
    }

    /// <summary>The tiles of some positions.</summary>
    private readonly int StepsOf<V>(int positions)
        where V : struct, ISimd<V> =>
        Blocks.Count(positions, MostSteps)
        * Blocks.Count(Plan.Pitch, Tile.MaxVectors * V.Width)
        * Layout.KernelHeight
        * Blocks.Count(Layout.ColumnsOfRow, Tile.MaxRows<V>());

    private readonly void Multiply<V>(
        float* band, float* turned, int positions, float* sums, bool accumulate, ref Ahead images, ref Ahead gradients)
        where V : struct, ISimd<V>
    {
        int pitch = Plan.Pitch;
        int lanes = Tile.MaxVectors * V.Width;
        int taps = Layout.ColumnsOfRow;
        nint distance = Layout.RowDistance(Plan.BandRows);
        int tiles = Blocks.Count(taps, Tile.MaxRows<V>());
        int length = Blocks.Count(positions, Blocks.Count(positions, MostSteps));
        for (int q = 0; q < positions; q += length)
        {
            int steps = Math.Min(length, positions - q);
            for (int o = 0; o < pitch; o += lanes)
            {
                int vectors = Math.Min(Tile.MaxVectors, (pitch - o) / V.Width);
                StridedRows right = new(turned + ((nint)q * pitch) + o, pitch);
                for (int i = 0; i < Layout.KernelHeight; i++)
                {
                    float* patches = band + Layout.RowOffset(i, Plan.BandRows) + q;
                    float* target = sums + ((nint)i * taps * pitch) + o;
                    for (int t = 0; t < tiles; t++)
                    {
                        images.Step();
                        gradients.Step();
                        int tap = (int)((long)taps * t / tiles);
                        int rows = (int)((long)taps * (t + 1) / tiles) - tap;
                        float* sum = target + ((nint)tap * pitch);
                        float* addends = accumulate || q > 0 ? sum : null;
                        Tile.Multiply<V, StridedRows>(rows, vectors, patches + (tap * distance), distance, 1, right, steps, sum, pitch, addends, pitch);
                    }
                }
            }
        }
    }
}
