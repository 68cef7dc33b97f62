namespace Adjoint.Kernels;

/// <summary>
/// Two-dimensional convolution (cross-correlation, as in all networks), also in groups, and its two derivatives, without patch matrices in memory.
/// NaN and infinities follow the arithmetic; in <see cref="KernelGradient"/> one that is next to the border may also
/// reach other taps, because it is multiplied by zeros of the layout.
/// </summary>
public static unsafe partial class Convolution
{
    private const int MostPhases = 16;

    /// <summary>What it costs to move a float from one order to another, in floating-point operations.</summary>
    private const int MoveCost = 8;

    /// <summary>y = map(x ∗ kernel + bias).</summary>
    /// <typeparam name="TMap">The element-wise map; its index is the flat index in y.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="x">The images.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="bias">Added to each output channel, [output channels]; or empty.</param>
    /// <param name="y">The result, apart from the inputs.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="map">The map.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the result overlaps an input.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is impossible.</exception>
    public static void Forward<TMap>(
        Threads threads,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> kernel,
        ReadOnlySpan<float> bias,
        Span<float> y,
        ConvolutionShape shape,
        TMap map = default)
        where TMap : struct, IMap1
    {
        ArgumentNullException.ThrowIfNull(threads);
        Check(shape, x, kernel, y, nameof(x), nameof(kernel), nameof(y));
        Require.LengthOrEmpty(bias, shape.OutputChannels, nameof(bias));
        Require.Apart<float, float>(x, y, nameof(x));
        Require.Apart<float, float>(kernel, y, nameof(kernel));
        WindowSizes sizes = shape.Sizes;
        float* scratch = Scratch.ForJob(RoomFor(sizes, shape, shape.GroupOutputs));
        fixed (float* xStart = x)
        fixed (float* kernelStart = kernel)
        fixed (float* biasStart = bias)
        fixed (float* yStart = y)
        {
            OutputGrid grid = new(shape.OutputHeight, shape.OutputWidth, 0, 0, 1, 1);
            Product<TMap> product = new(xStart, sizes, scratch, kernelStart, shape.GroupOutputs, yStart, grid, biasStart, map);
            product.Run(threads, shape, shape.Cost);
        }
    }

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
        long room = RoomFor(sizes, shape, shape.GroupInputs);
        float* scratch = Scratch.ForJob(checked(room + ((long)sizes.Taps * shape.InputChannels)));
        float* weights = scratch + room;
        Turn(threads, phase, kernel, weights);
        Product<Identity> product = new(dy, sizes, scratch, weights, shape.GroupInputs, dx, phase.Grid, null, default);
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
            Product<Identity> product = new(dy, phase.Sizes, scratch, weights, shape.GroupInputs, dx, phase.Grid, null, default);
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
        PhasesProduct job = new(products, count, cleared, checked(shape.GroupInputs * shape.Height * shape.Width));
        threads.Run(ref job, blocks, shape.Cost + (hasGaps ? shape.InputLength : 0));
        return true;
    }

    /// <summary>Floats that a product of patches wants for itself: masks of shifted planes, or the offsets of the taps and packed weights.</summary>
    private static long RoomFor(WindowSizes sizes, ConvolutionShape shape, int outputs)
    {
        if (shape.IsDepthwise)
        {
            return ShiftedPlanes.Suit(sizes) ? Math.Max(sizes.Taps, ShiftedPlanes.MasksLength(sizes)) : sizes.Taps;
        }

        bool isPacked = ForwardCost.PrefersChannels(sizes, shape.Batch, outputs);
        return ChannelWeightsJob.Start(sizes.Taps) + (isPacked ? checked(shape.Groups * ChannelWeightsJob.Length(outputs, sizes.Taps)) : 0);
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

    private static void Check(
        ConvolutionShape shape,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> kernel,
        ReadOnlySpan<float> y,
        string xName,
        string kernelName,
        string yName)
    {
        shape.Check();
        Require.Length(x, shape.InputLength, xName);
        Require.Length(kernel, shape.KernelLength, kernelName);
        Require.Length(y, shape.OutputLength, yName);
    }

    /// <summary>A product of weights and patches, in the way that suits the number of its outputs.</summary>
    private readonly ref struct Product<TMap>(
        float* source, WindowSizes sizes, float* scratch, float* weights, int outputs, float* result, OutputGrid grid, float* bias, TMap map)
        where TMap : struct, IMap1
    {
        public void Run(Threads threads, ConvolutionShape shape, long cost)
        {
            int planes = checked(shape.Batch * shape.Groups);
            if (shape.IsDepthwise && grid.IsWhole && ShiftedPlanes.Suit(sizes))
            {
                ShiftedProduct<TMap> filter = new()
                {
                    Source = source,
                    Sizes = sizes,
                    Shifts = new ShiftedPlanes(sizes, scratch),
                    Weights = weights,
                    Outputs = outputs,
                    Groups = shape.Groups,
                    Planes = planes,
                    Result = result,
                    Bias = bias,
                    Map = map,
                };
                threads.Run(ref filter, filter.BlockCount, cost);
                return;
            }

            if (shape.IsDepthwise)
            {
                PlaneProduct<TMap> filter = new()
                {
                    Source = source,
                    Sizes = sizes,
                    Weights = weights,
                    Outputs = outputs,
                    Groups = shape.Groups,
                    Planes = planes,
                    Result = result,
                    Grid = grid,
                    Bias = bias,
                    Map = map,
                };
                threads.Run(ref filter, filter.BlockCount, cost);
                return;
            }

            if (grid.IsWhole && ForwardCost.PrefersChannels(sizes, shape.Batch, outputs))
            {
                ChannelProduct<TMap>.Run(threads, source, sizes, scratch, weights, outputs, shape.Groups, planes, result, bias, map, cost);
                return;
            }

            PatchProduct<TMap> job = Patches(shape);
            threads.Run(ref job, job.Plan.BlockCount(planes, outputs), cost);
        }

        /// <summary>The product on matrix tiles.</summary>
        public PatchProduct<TMap> Patches(ConvolutionShape shape)
        {
            int planes = checked(shape.Batch * shape.Groups);
            ColumnLayout columns = new(sizes);
            PatchPlan plan = PatchPlan.For(columns, planes, outputs);
            int* offsets = (int*)scratch;
            columns.ListOffsets(offsets, plan.BandRows);
            return new PatchProduct<TMap>
            {
                Source = source,
                Layout = columns,
                Plan = plan,
                Offsets = offsets,
                Weights = weights,
                Outputs = outputs,
                Groups = shape.Groups,
                Images = planes,
                Result = result,
                Grid = grid,
                Bias = bias,
                Map = map,
            };
        }
    }
}
