// Tiling. dkernel[o, c, i, j] is a dot product over the positions whose row i of the kernel lies in the image. Tiles (KernelColumnsDots.cs) read dy and
// the image where they lie: nothing is laid out before. Some images at a time, or some rows of a large one, so that a tile meets about a
// thousand positions; four outputs at these stay in the first-level cache while all channels pass, and a channel while the rows of the kernel do. Sums
// go to memory as vectors, in the order of the tiles, and their lanes are added up once. A block is a run of images of one group and as many
// outputs as have sums that stay in the second-level cache. What comes next arrives meanwhile (Ahead.cs).
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>parts[image part, group, o, tap] = Σ dy · patch.</summary>
internal unsafe struct KernelColumnsGradientJob : IJob
{
    private const int Vector = KernelColumnsDots.Vector;

    public float* X;
    public float* Dy;
    public float* Parts;

    /// <summary>The sizes, of one group.</summary>
    public WindowSizes Sizes;
    public KernelColumnsGradientPlan Plan;
    public int Batch;

    /// <summary>Outputs of a group.</summary>
    public int Outputs;
    public int Groups;

    /// <summary>As <see cref="ThreeByThree.FillMasks"/> makes them.</summary>
    public float* Masks;

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
        int end = Math.Min(first + Plan.ImagesPerPart, Batch);
        int channels = KernelColumnsDots.MaxChannels<V>();
        int tiles = Blocks.Count(outputs, KernelColumnsDots.Outputs) * Blocks.Count(Sizes.Channels, channels) * Sizes.KernelHeight;
        long length = (long)tiles * TileSums(channels);
        nint imageLength = (nint)Sizes.Channels * Sizes.Height * Sizes.Width;
        nint gradientLength = (nint)Outputs * Sizes.OutputHeight * Sizes.Width;
        long copyLength = Require.Product(channels * Plan.ImagesAtATime, Sizes.Height, Sizes.Width) + (2 * Vector);
        float* sums = Scratch.ForBlock(checked(length + copyLength));
        new Span<float>(sums, (int)length).Clear();
        KernelColumnsFactors factors = new()
        {
            DyImage = Groups * gradientLength,
            Masks = Masks,
            Period = ThreeByThree.Period(Sizes.Width),
        };
        int bands = Blocks.Count(Sizes.OutputHeight, Plan.RowsAtATime);
        for (int image = first; image < end; image += Plan.ImagesAtATime)
        {
            factors.Images = Math.Min(Plan.ImagesAtATime, end - image);
            nint number = ((nint)image * Groups) + group;
            float* x = X + (number * imageLength);
            float* dy = Dy + (number * gradientLength) + (o * (nint)Sizes.OutputHeight * Sizes.Width);
            int next = Groups > 1 ? 0 : Math.Min(Plan.ImagesAtATime, end - image - factors.Images);
            Ahead images = new(x + (factors.Images * imageLength), next * imageLength, bands * tiles);
            Ahead gradients = new(dy + (factors.Images * gradientLength), next * gradientLength, bands * tiles);
            for (int row = 0; row < Sizes.OutputHeight; row += Plan.RowsAtATime)
            {
                int rowEnd = Math.Min(row + Plan.RowsAtATime, Sizes.OutputHeight);
                AddRows<V>(row, rowEnd, x, dy, outputs, factors, sums, sums + length, ref images, ref gradients);
            }
        }

        AddLanes<V>(sums, outputs, channels, Parts + ((((((nint)part * Groups) + group) * Outputs) + o) * Sizes.Taps));
    }

    /// <summary>The floats of a tile's sums.</summary>
    private static int TileSums(int channels) => KernelColumnsDots.Outputs * channels * 3 * Vector;

    /// <summary>All tiles at some rows of positions.</summary>
    [MethodImpl(HotLoop.Options)]
    private readonly void AddRows<V>(
        int row, int rowEnd, float* x, float* dy, int outputs, KernelColumnsFactors factors, float* sums, float* copy, ref Ahead images, ref Ahead gradients)
        where V : struct, ISimd<V>
    {
        int channels = KernelColumnsDots.MaxChannels<V>();
        int tileSums = TileSums(channels);
        nint pixels = (nint)Sizes.Height * Sizes.Width;
        nint positions = (nint)Sizes.OutputHeight * Sizes.Width;
        nint imageStep = Groups * Sizes.Channels * pixels;
        float* end = X + (Batch * imageStep);
        for (int m = 0; m < outputs; m += KernelColumnsDots.Outputs, dy += KernelColumnsDots.Outputs * positions)
        {
            int last = Math.Min(KernelColumnsDots.Outputs, outputs - m) - 1;
            factors.Output1 = Math.Min(1, last) * positions;
            factors.Output2 = Math.Min(2, last) * positions;
            factors.Output3 = Math.Min(3, last) * positions;
            for (int c = 0; c < Sizes.Channels; c += channels)
            {
                float* plane = x + (c * pixels);
                nint second = c + channels <= Sizes.Channels ? (channels - 1) * pixels : 0;
                for (int i = 0; i < Sizes.KernelHeight; i++, sums += tileSums)
                {
                    images.Step();
                    gradients.Step();
                    int shift = (i * Sizes.DilationHeight) - Sizes.PadTop;
                    int top = Math.Max(row, -shift);
                    int bottom = Math.Min(rowEnd, Sizes.Height - shift);
                    if (top >= bottom)
                    {
                        continue;
                    }

                    factors.Positions = (bottom - top) * Sizes.Width;
                    factors.Dy = dy + (top * (nint)Sizes.Width);
                    factors.X = plane + ((top + shift) * (nint)Sizes.Width);
                    factors.XImage = imageStep;
                    factors.Channel = second;
                    if (factors.X == X || factors.X + ((factors.Images - 1) * imageStep) + second + factors.Positions == end)
                    {
                        CopyPlanes<V>(plane, second, ref factors, copy);
                    }

                    KernelColumnsDots.Add<V>(factors, sums);
                }
            }
        }
    }

    /// <summary>Copies one or two planes of the images, where a tile would load what lies before the first pixel of all or after the last.</summary>
    private readonly void CopyPlanes<V>(float* planes, nint second, ref KernelColumnsFactors factors, float* copy)
        where V : struct, ISimd<V>
    {
        int pixels = Sizes.Height * Sizes.Width;
        nint first = (nint)(factors.X - planes);
        for (int image = 0; image < factors.Images; image++)
        {
            float* target = copy + Vector + (image * (second + pixels));
            Strip.Copy<V>(planes + (image * factors.XImage), target, pixels);
            if (second > 0)
            {
                Strip.Copy<V>(planes + (image * factors.XImage) + second, target + second, pixels);
            }
        }

        factors.X = copy + Vector + first;
        factors.XImage = second + pixels;
    }

    /// <summary>Adds up the lanes of sums, which are in the order of the tiles.</summary>
    [MethodImpl(HotLoop.Options)]
    private readonly void AddLanes<V>(float* sums, int outputs, int channels, float* result)
        where V : struct, ISimd<V>
    {
        int height = Sizes.KernelHeight;
        for (int m = 0; m < outputs; m += KernelColumnsDots.Outputs)
        {
            for (int c = 0; c < Sizes.Channels; c += channels)
            {
                for (int i = 0; i < height; i++)
                {
                    for (int n = 0; n < KernelColumnsDots.Outputs; n++)
                    {
                        for (int d = 0; d < channels; d++, sums += 3 * Vector)
                        {
                            if (m + n < outputs && c + d < Sizes.Channels)
                            {
                                float* target = result + ((nint)(m + n) * Sizes.Taps) + ((((c + d) * height) + i) * 3);
                                target[0] = V.Sum(V.Load(in sums[0]));
                                target[1] = V.Sum(V.Load(in sums[Vector]));
                                target[2] = V.Sum(V.Load(in sums[2 * Vector]));
                            }
                        }
                    }
                }
            }
        }
    }
}
