// Tiling. dkernel[o, tap] is a dot product over all positions of all images. Images are laid out one after another, x by phases and
// dy at the same pitch with zeros between its rows, so both factors are read side by side and lanes run along the positions: a
// tile of 4 outputs by 3 taps keeps 12 vectors of sums and loads 7 for 12 multiply-adds. A group of images is taken such that a run
// is at least 512 positions long, which makes adding up the lanes cheap, and still fits the second-level cache. Where a channel has an
// output of its own (depth-wise) there is nothing to share along the outputs, and a tile is 1 output by 9 taps: a kernel of 3x3.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>parts[images, group, o, tap] = Σ dy · patch; a block is some images of one group.</summary>
internal unsafe struct KernelGradientJob : IJob
{
    private const int RunLength = 512;
    private const int MostBlocks = 16;
    private const int TileOutputs = 4;
    private const int TileTaps = 3;
    private const int RowTaps = 9;
    private const int Slack = 16;

    public float* X;
    public float* Dy;
    public float* Parts;
    public int* Offsets;
    public int Batch;

    /// <summary>Outputs of a group.</summary>
    public int Outputs;
    public int Groups;
    public PaddedLayout Layout;

    /// <summary>Images laid out together: as many as make a run, or fewer where the last of them would else be almost alone.</summary>
    public readonly int Group => Blocks.Count(Batch, Blocks.Count(Batch, Math.Min(Blocks.Count(RunLength, Layout.Plane), Batch)));

    /// <summary>A whole number of groups.</summary>
    private readonly int ImagesPerBlock => Blocks.Count(Blocks.Count(Batch, Math.Max(1, MostBlocks / Groups)), Group) * Group;

    /// <summary>The number of partial results that have to be added up.</summary>
    public readonly int PartCount => Blocks.Count(Batch, ImagesPerBlock);

    public readonly int BlockCount => checked(PartCount * Groups);

    public readonly void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        int group = Group;

        // Rows of dy end in zeros up to whole vectors of any width.
        long dyRunLength = (((long)group * Layout.Plane) + Slack - 1) / Slack * Slack;
        int channelGroup = block % Groups;
        int first = block / Groups * ImagesPerBlock;
        int end = (int)Math.Min((long)first + ImagesPerBlock, Batch);
        float* part = Parts + ((nint)block * Outputs * Layout.Taps);

        // A shifted run and its last vector reach beyond the last plane; there dy is zero and x must be a number.
        long reachLength = (long)Layout.Plane + Slack;
        float* padded = Scratch.ForBlock(checked((Layout.Length * group) + reachLength + (Outputs * dyRunLength)));

        // What there was memory for fits into 32 bits.
        int dyRun = (int)dyRunLength;
        int paddedLength = (int)Layout.Length * group;
        int reach = (int)reachLength;
        float* gradients = padded + paddedLength + reach;
        for (int image = first; image < end; image += group)
        {
            int images = Math.Min(group, end - image);
            new Span<float>(padded + paddedLength, reach).Clear();
            new Span<float>(gradients, Outputs * dyRun).Clear();
            if (images < group)
            {
                new Span<float>(padded, paddedLength).Clear();
            }

            for (int i = 0; i < images; i++)
            {
                nint source = ((nint)(image + i) * Groups) + channelGroup;
                Layout.Fill<V>(X + (source * Layout.Channels * Layout.Height * Layout.Width), padded, i, group);
                FillGradients<V>(source, gradients + (i * Layout.Plane), dyRun);
            }

            Multiply<V>(gradients, padded, dyRun, part, accumulate: image > first);
        }
    }

    [MethodImpl(HotLoop.Options)]
    private readonly void FillGradients<V>(nint image, float* gradients, int run)
        where V : struct, ISimd<V>
    {
        int width = Layout.OutputWidth;
        float* source = Dy + (image * Outputs * Layout.OutputHeight * width);
        for (int o = 0; o < Outputs; o++)
        {
            for (int r = 0; r < Layout.OutputHeight; r++, source += width)
            {
                Strip.Copy<V>(source, gradients + (o * run) + (r * Layout.Pitch), width);
            }
        }
    }

    private readonly void Multiply<V>(float* gradients, float* padded, int run, float* part, bool accumulate)
        where V : struct, ISimd<V>
    {
        if (Outputs < TileOutputs && Layout.Channels == 1)
        {
            for (int o = 0; o < Outputs; o++)
            {
                for (int tap = 0; tap < Layout.Taps; tap += RowTaps)
                {
                    DotRow<V>(gradients + ((nint)o * run), padded, Offsets + tap, Math.Min(RowTaps, Layout.Taps - tap), run, part + (o * Layout.Taps) + tap, accumulate);
                }
            }

            return;
        }

        for (int o = 0; o < Outputs; o += TileOutputs)
        {
            int outputs = Math.Min(TileOutputs, Outputs - o);
            for (int tap = 0; tap < Layout.Taps; tap += TileTaps)
            {
                int taps = Math.Min(TileTaps, Layout.Taps - tap);
                Dot<V>(gradients + ((nint)o * run), outputs, padded, Offsets + tap, taps, run, part + (o * Layout.Taps) + tap, accumulate);
            }
        }
    }

    /// <summary>One tile. Rows that it lacks repeat its last one, and are not written.</summary>
    [MethodImpl(HotLoop.Options)]
    private readonly void Dot<V>(
        float* gradients, int outputs, float* padded, int* offsets, int taps, int run, float* part, bool accumulate)
        where V : struct, ISimd<V>
    {
        float* g0 = gradients;
        float* g1 = gradients + (Math.Min(1, outputs - 1) * (nint)run);
        float* g2 = gradients + (Math.Min(2, outputs - 1) * (nint)run);
        float* g3 = gradients + (Math.Min(3, outputs - 1) * (nint)run);
        float* x0 = padded + offsets[0];
        float* x1 = padded + offsets[Math.Min(1, taps - 1)];
        float* x2 = padded + offsets[Math.Min(2, taps - 1)];
        V s00 = V.Zero, s01 = V.Zero, s02 = V.Zero;
        V s10 = V.Zero, s11 = V.Zero, s12 = V.Zero;
        V s20 = V.Zero, s21 = V.Zero, s22 = V.Zero;
        V s30 = V.Zero, s31 = V.Zero, s32 = V.Zero;
        for (int q = 0; q < run; q += V.Width)
        {
            V a = V.Load(in x0[q]);
            V b = V.Load(in x1[q]);
            V c = V.Load(in x2[q]);
            V g = V.Load(in g0[q]);
            V.AddProduct(g, a, ref s00);
            V.AddProduct(g, b, ref s01);
            V.AddProduct(g, c, ref s02);
            g = V.Load(in g1[q]);
            V.AddProduct(g, a, ref s10);
            V.AddProduct(g, b, ref s11);
            V.AddProduct(g, c, ref s12);
            g = V.Load(in g2[q]);
            V.AddProduct(g, a, ref s20);
            V.AddProduct(g, b, ref s21);
            V.AddProduct(g, c, ref s22);
            g = V.Load(in g3[q]);
            V.AddProduct(g, a, ref s30);
            V.AddProduct(g, b, ref s31);
            V.AddProduct(g, c, ref s32);
        }

        float* sums = stackalloc float[TileOutputs * TileTaps]
        {
            V.Sum(s00), V.Sum(s01), V.Sum(s02),
            V.Sum(s10), V.Sum(s11), V.Sum(s12),
            V.Sum(s20), V.Sum(s21), V.Sum(s22),
            V.Sum(s30), V.Sum(s31), V.Sum(s32),
        };
        for (int o = 0; o < outputs; o++)
        {
            for (int tap = 0; tap < taps; tap++)
            {
                float* target = part + (o * Layout.Taps) + tap;
                float sum = sums[(o * TileTaps) + tap];
                *target = accumulate ? *target + sum : sum;
            }
        }
    }

    /// <summary>A tile of one output. Taps that it lacks repeat its last one, and are not written.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void DotRow<V>(float* gradients, float* padded, int* offsets, int taps, int run, float* part, bool accumulate)
        where V : struct, ISimd<V>
    {
        int last = taps - 1;
        float* x0 = padded + offsets[0];
        float* x1 = padded + offsets[Math.Min(1, last)];
        float* x2 = padded + offsets[Math.Min(2, last)];
        float* x3 = padded + offsets[Math.Min(3, last)];
        float* x4 = padded + offsets[Math.Min(4, last)];
        float* x5 = padded + offsets[Math.Min(5, last)];
        float* x6 = padded + offsets[Math.Min(6, last)];
        float* x7 = padded + offsets[Math.Min(7, last)];
        float* x8 = padded + offsets[last];
        V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero, s4 = V.Zero, s5 = V.Zero, s6 = V.Zero, s7 = V.Zero, s8 = V.Zero;
        for (int q = 0; q < run; q += V.Width)
        {
            V g = V.Load(in gradients[q]);
            V.AddProduct(g, V.Load(in x0[q]), ref s0);
            V.AddProduct(g, V.Load(in x1[q]), ref s1);
            V.AddProduct(g, V.Load(in x2[q]), ref s2);
            V.AddProduct(g, V.Load(in x3[q]), ref s3);
            V.AddProduct(g, V.Load(in x4[q]), ref s4);
            V.AddProduct(g, V.Load(in x5[q]), ref s5);
            V.AddProduct(g, V.Load(in x6[q]), ref s6);
            V.AddProduct(g, V.Load(in x7[q]), ref s7);
            V.AddProduct(g, V.Load(in x8[q]), ref s8);
        }

        float* sums = stackalloc float[RowTaps]
        {
            V.Sum(s0), V.Sum(s1), V.Sum(s2), V.Sum(s3), V.Sum(s4), V.Sum(s5), V.Sum(s6), V.Sum(s7), V.Sum(s8),
        };
        for (int tap = 0; tap < taps; tap++)
        {
            part[tap] = accumulate ? part[tap] + sums[tap] : sums[tap];
        }
    }
}
