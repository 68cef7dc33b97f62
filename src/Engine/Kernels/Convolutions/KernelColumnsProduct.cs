// Tiling. What three neighbouring columns of a kernel see lies one place apart. So instead of an image that is moved for each of them, the sums of each
// column are made apart over the image as it lies (KernelColumnsTile.cs), and at the end it is they that are moved: once for an output
// instead of once for each of its taps. At a stride of one that is a convolution (MovedSums.cs), and the derivative by the input at a stride of two
// takes the same sums (JoinedSums.cs). Two vectors of positions meet all outputs of a block before the next two. Positions run over all
// rows; what a tile lacks of the one before it is carried from there. Only tiles that see rows above or below the image read a copy of
// what they see, with zeros. A block is a band of rows of one image, and as many outputs as have weights that stay in the second-level cache.
// What the next image needs arrives meanwhile (Ahead.cs). Seen: 0.82 of the peak with 16 channels of 32x32 and 0.92 with 64 of 8x8, 1.16 and 1.03 times
// what the faster of the other forms reaches; derivatives at a stride of two 1.05 to 1.5 times.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>The sums of each of three columns of a kernel, by images and, in each, by groups, with what becomes of them.</summary>
internal unsafe struct KernelColumnsProduct<TEnd, TWriter> : IJob
    where TEnd : struct, IKernelColumnsEnd<TWriter>
    where TWriter : struct, IKernelColumnsWriter
{
    public float* Source;
    public WindowSizes Sizes;
    public KernelColumnsPlan Plan;

    /// <summary>[groups, outputs, taps] by rows.</summary>
    public float* Weights;

    /// <summary>Outputs of a group.</summary>
    public int Outputs;
    public int Groups;

    /// <summary>Images times groups.</summary>
    public int Images;

    /// <summary>Where the results go, and the floats of one of them: 0 if they need not be asked for.</summary>
    public float* Result;
    public nint ResultLength;

    /// <summary>What becomes of the sums.</summary>
    public TEnd End;

    [MethodImpl(HotLoop.Options)]
    public readonly void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        (int image, int band) = Math.DivRem(block, Plan.Bands);
        (int part, image) = Math.DivRem(image, Images);
        int m0 = part * Plan.OutputsPerBlock;
        int outputs = Math.Min(Plan.OutputsPerBlock, Outputs - m0);
        int lanes = KernelColumnsTile.MostVectors * V.Width;
        int q0 = band * Plan.BandRows * Sizes.Width;
        int q1 = Math.Min((band + 1) * Plan.BandRows, Sizes.OutputHeight) * Sizes.Width;
        int pixels = Sizes.Height * Sizes.Width;
        int distance = Sizes.DilationHeight * Sizes.Width;
        int seen = lanes + ((Sizes.KernelHeight - 1) * distance);
        KernelRows inPlace = new(Sizes.Channels, Sizes.KernelHeight, pixels, distance);
        float* sums = Scratch.ForBlock(Tile.MaxLength + ((long)outputs * V.Width) + ((long)seen * Sizes.Channels) + V.Width);
        float* carried = sums + Tile.MaxLength;
        float* copy = carried + ((nint)outputs * V.Width);
        float* source = Source + ((nint)image * Sizes.Channels * pixels);
        float* weights = Weights + ((((nint)(image % Groups) * Outputs) + m0) * inPlace.Taps);
        int tiles = Blocks.Count(outputs, KernelColumnsTile.MaxOutputs<V>());
        bool hasNext = Plan.Bands == 1 && image + 1 < Images;
        nint length = (nint)Sizes.Channels * pixels;
        int steps = tiles * Blocks.Count(q1 - q0, lanes);
        Ahead reading = new(source + length, hasNext ? length : 0, steps);
        float* next = Result + ((((nint)(image + 1) * Outputs) + m0) * ResultLength);
        Ahead writing = new(next, hasNext ? outputs * ResultLength : 0, steps);
        KernelColumnsSums tile = new() { Sums = sums, Carried = carried - (m0 * V.Width), Image = image, Group = image % Groups };
        TWriter writer = default;
        for (int q = q0; q < q1; q += lanes)
        {
            tile.Position = q;
            tile.Positions = Math.Min(lanes, q1 - q);
            tile.Continues = q > q0 && q % Sizes.Width != 0;
            tile.IsContinued = q + lanes < q1 && (q + lanes) % Sizes.Width != 0;
            int from = q - (Sizes.PadTop * Sizes.Width);
            float* x = source + from;
            KernelRows rows = inPlace;
            if (from < 0 || from + seen > pixels)
            {
                CopySeen<V>(source, from, seen, pixels, copy);
                x = copy;
                rows = inPlace with { Plane = seen };
            }

            bool isWritten = End.TryBegin<V>(tile, ref writer);
            for (int t = 0; t < tiles; t++)
            {
                int m = (int)((long)outputs * t / tiles);
                tile.Output = m0 + m;
                tile.Outputs = (int)((long)outputs * (t + 1) / tiles) - m;
                reading.Step();
                writing.Step();
                float* a = weights + ((nint)m * inPlace.Taps);
                if (isWritten)
                {
                    writer.FirstOutput = tile.Output;
                    KernelColumnsTile.Multiply<V, Two, TWriter>(tile.Outputs, x, rows, a, writer);
                }
                else if (tile.IsPair<V>())
                {
                    KernelColumnsTile.Multiply<V, Two, SumsWriter>(tile.Outputs, x, rows, a, new SumsWriter(sums));
                    End.Write<V>(tile);
                }
                else
                {
                    KernelColumnsTile.Multiply<V, One, SumsWriter>(tile.Outputs, x, rows, a, new SumsWriter(sums));
                    End.Write<V>(tile);
                }

                End.Finish<V>(tile);
            }
        }
    }

    /// <summary>
    /// Copies what a tile sees of all channels, with zeros for what lies above and below them: by whole vectors, which may go beyond their end, as what
    /// follows is written later.
    /// </summary>
    [MethodImpl(HotLoop.Options)]
    private readonly void CopySeen<V>(float* source, int from, int length, int pixels, float* copy)
        where V : struct, ISimd<V>
    {
        int start = Math.Clamp(-from, 0, length);
        int stop = Math.Clamp(pixels - from, start, length);
        source += from;
        for (int c = 0; c < Sizes.Channels; c++, source += pixels, copy += length)
        {
            for (int i = 0; i < start; i += V.Width)
            {
                V.Zero.Store(ref copy[i]);
            }

            Strip.Copy<V>(source + start, copy + start, stop - start);
            for (int i = stop; i < length; i += V.Width)
            {
                V.Zero.Store(ref copy[i]);
            }
        }
    }
}
