namespace Adjoint.Kernels;

/// <content>The derivative by the input.</content>
public static unsafe partial class Convolution
{
    /// <summary>The most products that run together.</summary>
    internal const int MostPhases = 16;

    /// <summary>dx = the derivative by x, given the derivative by y.</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="dy">The derivative by y.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="dx">The result, apart from the inputs.</param>
    /// <param name="shape">The sizes of the convolution.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the result overlaps an input.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is impossible.</exception>
    public static void InputGradient(
        Threads threads, ReadOnlySpan<float> dy, ReadOnlySpan<float> kernel, Span<float> dx, ConvolutionShape shape)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Check(shape, dx, kernel, dy, nameof(dx), nameof(kernel), nameof(dy));
        Require.Apart<float, float>(dy, dx, nameof(dy));
        Require.Apart<float, float>(kernel, dx, nameof(kernel));
        fixed (float* dyStart = dy)
        fixed (float* kernelStart = kernel)
        fixed (float* dxStart = dx)
        {
            bool hasGaps = !MeetsAllPixels(shape.KernelHeight, shape.StrideHeight, shape.DilationHeight)
                || !MeetsAllPixels(shape.KernelWidth, shape.StrideWidth, shape.DilationWidth);
            int phases = checked(shape.StrideHeight * shape.StrideWidth);
            if (KernelColumns.SuitHalved(shape))
            {
                if (shape.PadLeft > 0)
                {
                    RunByColumns<LastMovedRows>(threads, dyStart, kernelStart, dxStart, shape, hasGaps);
                }
                else
                {
                    RunByColumns<FirstMovedRows>(threads, dyStart, kernelStart, dxStart, shape, hasGaps);
                }

                return;
            }

            if (phases is > 1 and <= MostPhases && !shape.IsDepthwise && RunTogether(threads, dyStart, kernelStart, dxStart, shape, hasGaps))
            {
                return;
            }

            if (hasGaps)
            {
                dx.Clear();
            }

            for (int phase = 0; phase < phases; phase++)
            {
                InputGradientPhase each = new(shape, phase / shape.StrideWidth, phase % shape.StrideWidth);
                if (!each.IsEmpty)
                {
                    Run(threads, dyStart, kernelStart, dxStart, each);
                }
            }
        }
    }

    private static void Run(Threads threads, float* dy, float* kernel, float* dx, InputGradientPhase phase)
    {
        ConvolutionShape shape = phase.Shape;
        WindowSizes sizes = phase.Sizes;
        ConvolutionForm form = FormOf(sizes, shape, shape.GroupInputs, phase.Grid);
        long room = RoomFor(sizes, shape, shape.GroupInputs, form);
        float* scratch = Scratch.ForJob(checked(room + ((long)sizes.Taps * shape.InputChannels)));
        float* weights = scratch + room;
        Turn(threads, phase, kernel, weights);
        Product<Identity> product = new(dy, sizes, form, scratch, weights, shape.GroupInputs, dx, phase.Grid, null, default);
        product.Run(threads, shape, shape.Cost / ((long)shape.StrideHeight * shape.StrideWidth));
    }

    private static void Turn(Threads threads, InputGradientPhase phase, float* kernel, float* weights)
    {
        TurnedKernelJob turn = new(phase, kernel, weights);
        threads.Run(ref turn, turn.BlockCount, checked(MoveCost * (long)phase.Sizes.Taps * phase.Shape.InputChannels));
    }

    /// <summary>Runs all phases image by image, unless they are cut differently.</summary>
    private static bool RunTogether(Threads threads, float* dy, float* kernel, float* dx, ConvolutionShape shape, bool hasGaps)
    {
        PatchProduct<Identity>* products = stackalloc PatchProduct<Identity>[MostPhases];
        long room = checked(shape.KernelLength + ((long)shape.GroupOutputs * shape.KernelHeight * shape.KernelWidth));
        float* scratch = Scratch.ForJob(room);
        int planes = checked(shape.Batch * shape.Groups);
        int blocks = 0;
        int count = 0;
        for (int i = 0; i < shape.StrideHeight * shape.StrideWidth; i++)
        {
            InputGradientPhase phase = new(shape, i / shape.StrideWidth, i % shape.StrideWidth);
            if (phase.IsEmpty)
            {
                continue;
            }

            int taps = phase.Sizes.Taps;
            float* weights = scratch + taps;
            Turn(threads, phase, kernel, weights);
            Product<Identity> product = new(dy, phase.Sizes, ConvolutionForm.Patches, scratch, weights, shape.GroupInputs, dx, phase.Grid, null, default);
            PatchProduct<Identity> patches = product.Patches(shape);
            int phaseBlocks = patches.Plan.BlockCount(planes, shape.GroupInputs);
            if (count > 0 && phaseBlocks != blocks)
            {
                return false;
            }

            blocks = phaseBlocks;
            products[count++] = patches;
            scratch = weights + ((long)taps * shape.InputChannels);
        }

        if (count == 0 || (hasGaps && blocks != planes))
        {
            return false;
        }

        float* cleared = hasGaps ? dx : null;
        PhasesProduct<PatchProduct<Identity>> job = new(products, count, cleared, checked(shape.GroupInputs * shape.Height * shape.Width));
        threads.Run(ref job, blocks, shape.Cost + (hasGaps ? shape.InputLength : 0));
        return true;
    }

    /// <summary>Runs phases of rows, whose columns the ends of tiles join.</summary>
    private static void RunByColumns<TRows>(Threads threads, float* dy, float* kernel, float* dx, ConvolutionShape shape, bool hasGaps)
        where TRows : unmanaged, IJoinedRows
    {
        KernelColumnsProduct<JoinedSums<TRows>, TRows>* products = stackalloc KernelColumnsProduct<JoinedSums<TRows>, TRows>[MostPhases];
        int masks = KernelColumns.MasksLength(shape.OutputWidth);
        float* scratch = Scratch.ForJob(checked(shape.KernelLength + masks));
        float* weights = scratch + masks;
        ThreeByThree.FillMasks(shape.OutputWidth, scratch);
        int planes = checked(shape.Batch * shape.Groups);
        int count = 0;
        WindowSizes largest = default;
        for (int i = 0; i < shape.StrideHeight; i++)
        {
            InputGradientPhase phase = new(shape, i, InputGradientPhase.AllColumns);
            if (phase.IsEmpty)
            {
                continue;
            }

            Turn(threads, phase, kernel, weights);
            products[count] = KernelColumns.Halved<TRows>(dy, phase, weights, planes, dx, scratch);
            weights += (long)phase.SizesOfRows.Taps * shape.InputChannels;
            largest = count == 0 ? phase.SizesOfRows : largest.Covering(phase.SizesOfRows);
            count++;
        }

        // All phases are cut alike, so that a block is a part of an image with all its phases.
        KernelColumnsPlan plan = KernelColumnsPlan.For(largest, planes, shape.GroupInputs);
        for (int i = 0; i < count; i++)
        {
            products[i].Plan = plan;
        }

        int blocks = plan.BlockCount(planes, shape.GroupInputs);
        bool clearsImages = hasGaps && blocks == planes;
        if (hasGaps && !clearsImages)
        {
            new Span<float>(dx, (int)shape.InputLength).Clear();
        }

        float* cleared = clearsImages ? dx : null;
        PhasesProduct<KernelColumnsProduct<JoinedSums<TRows>, TRows>> job = new(products, count, cleared, checked(shape.GroupInputs * shape.Height * shape.Width));
        threads.Run(ref job, blocks, shape.Cost + (clearsImages ? shape.InputLength : 0));
    }

    /// <summary>Whether no pixel lies between the windows or between their taps: then every place of the derivative is written.</summary>
    private static bool MeetsAllPixels(int kernel, int stride, int dilation)
    {
        for (int remainder = 0; remainder < stride; remainder++)
        {
            if (PhaseTaps.Of(kernel, remainder, stride, dilation).Count == 0)
            {
                return false;
            }
        }

        return true;
    }
}
