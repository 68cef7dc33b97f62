// Tiling. The kernel of a phase has its channels and outputs exchanged. A block is a run of channels of x: for one output after another it
// reads these, which lie side by side, and writes the few taps of each where its weights continue. Where the taps lie is listed once.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>In each group weights[c, (o, i, j)] = kernel[o, c, i₀ + step · (last − i), j₀ + step · (last − j)].</summary>
internal readonly unsafe struct TurnedKernelJob(InputGradientPhase phase, float* kernel, float* weights) : IJob
{
    private const int BlockChannels = 8;

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
        for (int o = 0; o < outputs; o++)
        {
            float* source = kernel + (((((nint)group * outputs) + o) * shape.GroupInputs) + first) * taps;
            float* target = weights + ((((nint)group * shape.GroupInputs) + first) * row) + ((nint)o * count);
            for (int c = 0; c < channels; c++, source += taps, target += row)
            {
                for (int t = 0; t < count; t++)
                {
                    target[t] = source[offsets[t]];
                }
            }
        }
    }
}
