// Tiling. Sums lie with their outputs side by side, a kernel with its taps side by side, so this is a transposition. A block turns sixteen outputs
// for all taps, a row of the kernel at a time, and spreads what it turned over the channels; a kernel of one tap is turned into its place.
namespace Adjoint.Kernels;

/// <summary>Brings sums [group, output part, kernel row, (channel, kernel column), output] into the order of the kernel.</summary>
internal readonly unsafe struct TapOrderJob(float* sums, float* dkernel, ConvolutionShape shape, ColumnGradientPlan plan) : IJob
{
    private const int BlockOutputs = 16;

    /// <summary>Blocks of a part of the outputs.</summary>
    private int BlocksPerPart => Blocks.Count(plan.OutputsPerBlock, BlockOutputs);

    public int BlockCount => checked(shape.Groups * plan.OutputParts * BlocksPerPart);

    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        (int part, int first) = Math.DivRem(block, BlocksPerPart);
        first *= BlockOutputs;
        (int group, int outputPart) = Math.DivRem(part, plan.OutputParts);
        int output = (outputPart * plan.OutputsPerBlock) + first;
        int outputs = Math.Min(BlockOutputs, Math.Min(plan.OutputsPerBlock - first, shape.GroupOutputs - output));
        if (outputs <= 0)
        {
            return;
        }

        (int height, int width, int channels) = (shape.KernelHeight, shape.KernelWidth, shape.GroupInputs);
        int columns = checked(channels * width);
        nint taps = (nint)columns * height;
        float* source = sums + (part * taps * plan.Pitch) + first;
        float* target = dkernel + ((((nint)group * shape.GroupOutputs) + output) * taps);
        if (height == 1)
        {
            Panel.Transpose(source, 1, plan.Pitch, outputs, columns, target, columns);
            return;
        }

        float* turned = Scratch.ForBlock(Require.Product(columns, BlockOutputs, 1));
        for (int i = 0; i < height; i++, source += (nint)columns * plan.Pitch)
        {
            Panel.Transpose(source, 1, plan.Pitch, outputs, columns, turned, columns);
            float* from = turned;
            for (int o = 0; o < outputs; o++)
            {
                float* to = target + (o * taps) + (i * width);
                for (int c = 0; c < channels; c++, to += height * width)
                {
                    for (int j = 0; j < width; j++)
                    {
                        to[j] = *from++;
                    }
                }
            }
        }
    }
}
