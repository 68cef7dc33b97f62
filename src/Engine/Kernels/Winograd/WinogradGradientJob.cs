// Tiling. dkernel is a sum over all tiles, at each of sixteen points of the product of what becomes of the derivatives (WinogradGradient.cs) and of the images (WinogradImage.cs):
// [outputs, tiles] · [tiles, channels], on the register tiles of all products (Tile.cs), with lanes along the channels. A block is a run of images of one group. Some tiles at a time are transformed;
// those of the images are turned, point by point, and stay in the first-level cache while all outputs meet them. The sums stay in the second-level cache, and become
// kernels once (WinogradKernelGradient.cs).
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
        int channels = Sizes.Channels;
        nint pitch = plan.Pitch;
        nint step = (channels * pitch) + WinogradPlan.Slack;
        nint gradientStep = (Outputs * pitch) + WinogradPlan.Slack;
        int lanes = Blocks.Count(channels, Vector) * Vector;
        nint sumStep = ((nint)Outputs * lanes) + Vector;
        long lines = Math.Max(WinogradImage.Room(plan.RowsPerBlock, plan.TileColumns), WinogradGradient.Room(plan.RowsPerBlock, plan.TileColumns));
        long room = Math.Max(lines, WinogradKernelGradient.Room(channels));
        float* points = Scratch.ForBlock(checked((WinogradPlan.Points * (step + gradientStep + sumStep)) + ((long)plan.Tiles * lanes) + room));
        float* gradients = points + (WinogradPlan.Points * step);
        float* sums = gradients + (WinogradPlan.Points * gradientStep);
        float* turned = sums + (WinogradPlan.Points * sumStep);
        float* rest = turned + ((nint)plan.Tiles * lanes);
        bool isFirst = true;
        for (int image = first; image < end; image += plan.ImagesPerBlock)
        {
            int images = Math.Min(plan.ImagesPerBlock, end - image);
            for (int row = 0; row < plan.TileRows; row += plan.RowsPerBlock)
            {
                int rows = Math.Min(plan.RowsPerBlock, plan.TileRows - row);
                Transform<V>(image, images, group, row, rows, points, step, gradients, gradientStep, rest);
                int tiles = images * rows * plan.TileColumns;
                for (int p = 0; p < WinogradPlan.Points; p++)
                {
                    Panel.Transpose(points + (p * step), 1, pitch, tiles, channels, turned, lanes);
                    Multiply<V>(gradients + (p * gradientStep), pitch, turned, lanes, tiles, sums + (p * sumStep), isFirst);
                }

                isFirst = false;
            }
        }

        float* result = Parts + ((((nint)part * Groups) + group) * Outputs * channels * Taps);
        for (int o = 0; o < Outputs; o++)
        {
            WinogradKernelGradient.Transform<V>(sums + ((nint)o * lanes), sumStep, channels, rest, result + ((nint)o * channels * Taps));
        }
    }

    /// <summary>The points of some rows of tiles of some images.</summary>
    private readonly void Transform<V>(
        int image, int images, int group, int row, int rows, float* points, nint step, float* gradients, nint gradientStep, float* lines)
        where V : struct, ISimd<V>
    {
        WinogradPlan plan = Plan.Tiles;
        int tiles = rows * plan.TileColumns;
        int height = Math.Min(2 * rows, Sizes.OutputHeight - (2 * row));
        nint plane = (nint)Sizes.Height * Sizes.Width;
        nint gradientPlane = (nint)Sizes.OutputHeight * Sizes.OutputWidth;
        for (int c = 0; c < Sizes.Channels; c++)
        {
            for (int i = 0; i < images; i++)
            {
                float* x = X + ((((((nint)(image + i) * Groups) + group) * Sizes.Channels) + c) * plane);
                WinogradImage.Transform<V>(x, Sizes, row, rows, plan.TileColumns, lines, points + ((nint)c * plan.Pitch) + (i * tiles), step);
            }
        }

        for (int o = 0; o < Outputs; o++)
        {
            for (int i = 0; i < images; i++)
            {
                float* dy = Dy + ((((((nint)(image + i) * Groups) + group) * Outputs) + o) * gradientPlane) + (2 * (nint)row * Sizes.OutputWidth);
                WinogradGradient.Transform<V>(
                    dy, height, Sizes.OutputWidth, rows, plan.TileColumns, lines, gradients + ((nint)o * plan.Pitch) + (i * tiles), gradientStep);
            }
        }
    }

    /// <summary>The products of all outputs and channels at a point.</summary>
    [MethodImpl(HotLoop.Options)]
    private readonly void Multiply<V>(float* gradients, nint pitch, float* images, int lanes, int tiles, float* sums, bool isFirst)
        where V : struct, ISimd<V>
    {
        int parts = Blocks.Count(Outputs, Tile.MaxRows<V>());
        int width = Tile.MaxVectors * V.Width;
        for (int c = 0; c < lanes; c += width)
        {
            int vectors = Math.Min(width, lanes - c) / V.Width;
            for (int part = 0; part < parts; part++)
            {
                int m = (int)((long)Outputs * part / parts);
                int count = (int)((long)Outputs * (part + 1) / parts) - m;
                float* target = sums + ((nint)m * lanes) + c;
                Tile.Multiply<V, StridedRows>(
                    count, vectors, gradients + (m * pitch), pitch, 1, new StridedRows(images + c, lanes), tiles, target, lanes, isFirst ? null : target, lanes);
            }
        }
    }
}
