// Tiling. dkernel is a sum over all tiles, at each of sixteen points of the product of what becomes of the derivatives (WinogradGradient.cs) and of the images (WinogradImage.cs):
// [outputs, tiles] · [tiles, channels] on the register tiles of all products (Tile.cs), or the other way round where outputs fill the lanes better than channels. A block is a run of images of
// one group. Some tiles at a time are transformed; those of what is along the lanes are turned, point by point, and stay in the first-level cache while all rows meet them. The sums stay in the
// second-level cache, and become kernels once (WinogradKernelGradient.cs).
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>parts[image part, group, o, tap] = Σ dy · patch.</summary>
internal unsafe struct WinogradGradientJob : IJob
{
    private const int Vector = 16;
    private const int Taps = 9;

    public float* X;
    public float* Dy;
    public float* Parts;

    /// <summary>The sizes, of one group.</summary>
    public WindowSizes Sizes;
    public WinogradGradientPlan Plan;
    public int Batch;

    /// <summary>Outputs of a group.</summary>
    public int Outputs;
    public int Groups;

    public readonly int BlockCount => checked(Plan.ImageParts * Groups);

    [MethodImpl(HotLoop.Options)]
    public readonly void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        (int part, int group) = Math.DivRem(block, Groups);
        int first = part * Plan.ImagesPerPart;
        int end = Math.Min(first + Plan.ImagesPerPart, Batch);
        WinogradPlan plan = Plan.Tiles;
        nint pitch = plan.Pitch;
        nint step = (Sizes.Channels * pitch) + WinogradPlan.Slack;
        nint gradientStep = (Outputs * pitch) + WinogradPlan.Slack;
        (int rows, int lanes) = Plan.LanesAreOutputs ? (Sizes.Channels, Outputs) : (Outputs, Sizes.Channels);
        int lanePitch = Blocks.Count(lanes, Vector) * Vector;
        nint sumStep = ((nint)rows * lanePitch) + Vector;
        long lines = Math.Max(WinogradImage.Room(plan.RowsPerBlock, plan.TileColumns), WinogradGradient.Room(plan.RowsPerBlock, plan.TileColumns));
        long room = Math.Max(lines, WinogradKernelGradient.Room(lanes));
        float* images = Scratch.ForBlock(checked((WinogradPlan.Points * (step + gradientStep + sumStep)) + ((long)plan.Tiles * lanePitch) + room));
        float* gradients = images + (WinogradPlan.Points * step);
        float* sums = gradients + (WinogradPlan.Points * gradientStep);
        float* turned = sums + (WinogradPlan.Points * sumStep);
        float* rest = turned + ((nint)plan.Tiles * lanePitch);
        bool isFirst = true;
        for (int image = first; image < end; image += plan.ImagesPerBlock)
        {
            int count = Math.Min(plan.ImagesPerBlock, end - image);
            for (int row = 0; row < plan.TileRows; row += plan.RowsPerBlock)
            {
                int tileRows = Math.Min(plan.RowsPerBlock, plan.TileRows - row);
                int tiles = count * tileRows * plan.TileColumns;
                Transform<V>(image, count, group, row, tileRows, images, step, gradients, gradientStep, rest);
                for (int p = 0; p < WinogradPlan.Points; p++)
                {
                    float* ofImages = images + (p * step);
                    float* ofGradients = gradients + (p * gradientStep);
                    Panel.Transpose(Plan.LanesAreOutputs ? ofGradients : ofImages, 1, pitch, tiles, lanes, turned, lanePitch);
                    Multiply<V>(Plan.LanesAreOutputs ? ofImages : ofGradients, pitch, rows, turned, lanePitch, tiles, sums + (p * sumStep), isFirst);
                }

                isFirst = false;
            }
        }

        int ofOutput = Sizes.Channels * Taps;
        (int ofRow, int ofLane) = Plan.LanesAreOutputs ? (Taps, ofOutput) : (ofOutput, Taps);
        float* result = Parts + ((((nint)part * Groups) + group) * Outputs * ofOutput);
        for (int r = 0; r < rows; r++)
        {
            WinogradKernelGradient.Transform<V>(sums + ((nint)r * lanePitch), sumStep, lanes, rest, result + ((nint)r * ofRow), ofLane);
        }
    }

    /// <summary>The points of some rows of tiles of some images.</summary>
    private readonly void Transform<V>(
        int image, int count, int group, int row, int rows, float* images, nint step, float* gradients, nint gradientStep, float* lines)
        where V : struct, ISimd<V>
    {
        WinogradPlan plan = Plan.Tiles;
        int tiles = rows * plan.TileColumns;
        int height = Math.Min(2 * rows, Sizes.OutputHeight - (2 * row));
        nint plane = (nint)Sizes.Height * Sizes.Width;
        nint gradientPlane = (nint)Sizes.OutputHeight * Sizes.OutputWidth;
        for (int c = 0; c < Sizes.Channels; c++)
        {
            for (int i = 0; i < count; i++)
            {
                float* x = X + ((((((nint)(image + i) * Groups) + group) * Sizes.Channels) + c) * plane);
                WinogradImage.Transform<V>(x, Sizes, row, rows, plan.TileColumns, lines, images + ((nint)c * plan.Pitch) + (i * tiles), step);
            }
        }

        for (int o = 0; o < Outputs; o++)
        {
            for (int i = 0; i < count; i++)
            {
                float* dy = Dy + ((((((nint)(image + i) * Groups) + group) * Outputs) + o) * gradientPlane) + (2 * (nint)row * Sizes.OutputWidth);
                WinogradGradient.Transform<V>(
                    dy, height, Sizes.OutputWidth, rows, plan.TileColumns, lines, gradients + ((nint)o * plan.Pitch) + (i * tiles), gradientStep);
            }
        }
    }

    /// <summary>The products of all rows and lanes at a point.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Multiply<V>(float* left, nint pitch, int rows, float* right, int lanes, int tiles, float* sums, bool isFirst)
        where V : struct, ISimd<V>
    {
        int parts = Blocks.Count(rows, Tile.MaxRows<V>());
        int width = Tile.MaxVectors * V.Width;
        for (int lane = 0; lane < lanes; lane += width)
        {
            int vectors = Math.Min(width, lanes - lane) / V.Width;
            for (int part = 0; part < parts; part++)
            {
                int r = (int)((long)rows * part / parts);
                int count = (int)((long)rows * (part + 1) / parts) - r;
                float* target = sums + ((nint)r * lanes) + lane;
                Tile.Multiply<V, StridedRows>(
                    count, vectors, left + (r * pitch), pitch, 1, new StridedRows(right + lane, lanes), tiles, target, lanes, isFirst ? null : target, lanes);
            }
        }
    }
}
