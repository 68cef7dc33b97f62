// Tiling. The kernel of a phase has its channels and outputs exchanged. A block is a run of channels of x: for one output after another it
// reads these, which lie side by side, and writes the few taps of each where its weights continue. Where the taps lie is listed once; taps that fit a vector
// of 512 bits are turned by one shuffle. Outputs lie far apart, so those of the next but one are asked for in time.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Adjoint.Kernels;

/// <summary>In each group weights[c, (o, i, j)] = kernel[o, c, i₀ + step · (last − i), j₀ + step · (last − j)].</summary>
internal readonly unsafe struct TurnedKernelJob(InputGradientPhase phase, float* kernel, float* weights) : IJob
{
    private const int BlockChannels = 16;

    /// <summary>The floats of a line of a cache, and of the widest vector.</summary>
    private const int Line = 16;

    private int BlocksPerGroup => Blocks.Count(phase.Shape.GroupInputs, BlockChannels);

    public int BlockCount => checked(phase.Shape.Groups * BlocksPerGroup);

    [MethodImpl(HotLoop.Options)]
    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        ConvolutionShape shape = phase.Shape;
        (int group, int first) = Math.DivRem(block, BlocksPerGroup);
        first *= BlockChannels;
        int channels = Math.Min(BlockChannels, shape.GroupInputs - first);
        int outputs = shape.GroupOutputs;
        int count = phase.TapRows * phase.TapColumns;
        int* offsets = (int*)Scratch.ForBlock(count);
        phase.ListTaps(offsets);
        nint taps = (nint)shape.KernelHeight * shape.KernelWidth;
        nint row = (nint)outputs * count;
        nint step = shape.GroupInputs * taps;
        float* source = kernel + (((((nint)group * outputs) * shape.GroupInputs) + first) * taps);
        float* target = weights + ((((nint)group * shape.GroupInputs) + first) * row);
        bool isShuffled = V.Width == Line && Avx512F.IsSupported && taps <= Line;
        for (int o = 0; o < outputs; o++, source += step, target += count)
        {
            if (Sse.IsSupported && o + 2 < outputs)
            {
                for (nint i = 0; i < channels * taps; i += Line)
                {
                    Sse.Prefetch0(source + (2 * step) + i);
                }
            }

            if (isShuffled)
            {
                Shuffle(source, target, channels, (int)taps, row, offsets, count);
                continue;
            }

            for (int c = 0; c < channels; c++)
            {
                for (int t = 0; t < count; t++)
                {
                    target[(c * row) + t] = source[(c * taps) + offsets[t]];
                }
            }
        }
    }

    /// <summary>The taps of some channels of an output, each a vector of which the first few lanes are written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Shuffle(float* source, float* target, int channels, int taps, nint row, int* offsets, int count)
    {
        Vector512<int> lanes = Vector512<int>.Indices;
        Vector512<float> isRead = Vector512.LessThan(lanes, Vector512.Create(taps)).AsSingle();
        Vector512<float> isWritten = Vector512.LessThan(lanes, Vector512.Create(count)).AsSingle();
        Vector512<int> order = Avx512F.MaskLoad(offsets, isWritten.AsInt32(), Vector512<int>.Zero);
        for (int c = 0; c < channels; c++, source += taps, target += row)
        {
            Avx512F.MaskStore(target, isWritten, Avx512F.PermuteVar16x32(Avx512F.MaskLoad(source, isRead, Vector512<float>.Zero), order));
        }
    }
}
