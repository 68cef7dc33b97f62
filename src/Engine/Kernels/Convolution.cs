namespace Adjoint.Kernels;

/// <summary>
/// Two-dimensional convolution (cross-correlation, as in all networks), also in groups, and its two derivatives, without patch matrices in memory.
/// NaN and infinities follow the arithmetic; in <see cref="KernelGradient"/> one that is next to the border may also
/// reach other taps, because it is multiplied by zeros of the layout.
/// </summary>
public static unsafe class Convolution
{
    private const int MostPhases = 16;

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
            if (!MeetsAllPixels(shape.KernelHeight, shape.StrideHeight, shape.DilationHeight) || !MeetsAllPixels(shape.KernelWidth, shape.StrideWidth, shape.DilationWidth))
            {
                dx.Clear();
            }

            int phases = checked(shape.StrideHeight * shape.StrideWidth);
            if (phases is > 1 and <= MostPhases && !shape.IsDepthwise && RunTogether(threads, dyStart, kernelStart, dxStart, shape))
            {
                return;
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

    /// <summary>dkernel = the derivative by the kernel, given the derivative by y.</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="x">The images.</param>
    /// <param name="dy">The derivative by y.</param>
    /// <param name="dkernel">The result, apart from the inputs.</param>
    /// <param name="shape">The sizes of the convolution.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the result overlaps an input.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is impossible.</exception>
    public static void KernelGradient(
        Threads threads, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dkernel, ConvolutionShape shape)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Check(shape, x, dkernel, dy, nameof(x), nameof(dkernel), nameof(dy));
        Require.Apart<float, float>(x, dkernel, nameof(x));
        Require.Apart<float, float>(dy, dkernel, nameof(dy));
        if (shape.Batch == 0)
        {
            dkernel.Clear();
            return;
        }

        WindowSizes sizes = shape.Sizes;
        fixed (float* xStart = x)
        fixed (float* dyStart = dy)
        fixed (float* target = dkernel)
        {
            if (shape.HasManyTapsAndOutputs)
            {
                KernelGradientByColumns(threads, xStart, dyStart, target, shape, new ColumnLayout(sizes));
                return;
            }

            if (shape.IsDepthwise && ShiftedPlanes.Suit(sizes))
            {
                KernelGradientByShifts(threads, xStart, dyStart, target, shape, sizes);
                return;
            }

            KernelGradientByDots(threads, xStart, dyStart, target, shape, sizes);
        }
    }

    private static void KernelGradientByShifts(Threads threads, float* x, float* dy, float* dkernel, ConvolutionShape shape, WindowSizes sizes)
    {
        ShiftedGradientJob job = new()
        {
            X = x,
            Dy = dy,
            Parts = dkernel,
            Sizes = sizes,
            Batch = shape.Batch,
            Outputs = shape.GroupOutputs,
            Groups = shape.Groups,
        };
        int parts = job.PartCount;
        long masks = ShiftedPlanes.MasksLength(sizes);
        float* scratch = Scratch.ForJob(checked(masks + (parts > 1 ? parts * shape.KernelLength : 0)));
        job.Shifts = new ShiftedPlanes(sizes, scratch);
        job.Parts = parts > 1 ? scratch + masks : dkernel;
        threads.Run(ref job, job.BlockCount, shape.Cost);
        if (parts > 1)
        {
            Parts.Sum(threads, job.Parts, parts, (int)shape.KernelLength, 1f, dkernel);
        }
    }

    private static void KernelGradientByDots(Threads threads, float* x, float* dy, float* dkernel, ConvolutionShape shape, WindowSizes sizes)
    {
        DotGradientJob job = new()
        {
            X = x,
            Dy = dy,
            Parts = dkernel,
            Sizes = sizes,
            Batch = shape.Batch,
            Outputs = shape.GroupOutputs,
            Groups = shape.Groups,
        };
        int parts = job.PartCount;
        if (parts > 1)
        {
            job.Parts = Scratch.ForJob(parts * shape.KernelLength);
        }

        threads.Run(ref job, job.BlockCount, shape.Cost);
        if (parts > 1)
        {
            Parts.Sum(threads, job.Parts, parts, (int)shape.KernelLength, 1f, dkernel);
        }
    }

    private static void KernelGradientByColumns(Threads threads, float* x, float* dy, float* dkernel, ConvolutionShape shape, ColumnLayout layout)
    {
        ColumnGradientPlan plan = ColumnGradientPlan.For(shape, layout);
        long length = checked(plan.BlockLength(layout) * plan.OutputParts * shape.Groups);
        float* parts = Scratch.ForJob(checked(length * (plan.ImageParts + 1)));
        float* sums = parts + (plan.ImageParts > 1 ? length * plan.ImageParts : 0);
        ColumnGradientJob job = new()
        {
            X = x,
            Dy = dy,
            Sums = parts,
            Layout = layout,
            Plan = plan,
            Batch = shape.Batch,
            Outputs = shape.GroupOutputs,
            Groups = shape.Groups,
        };
        threads.Run(ref job, job.BlockCount, shape.Cost);
        if (plan.ImageParts > 1)
        {
            Parts.Sum(threads, parts, plan.ImageParts, checked((int)length), 1f, sums);
        }

        TapOrderJob order = new(sums, dkernel, shape, plan);
        threads.Run(ref order, shape.OutputChannels, shape.KernelLength);
    }

    private static void Run(Threads threads, float* dy, float* kernel, float* dx, InputGradientPhase phase)
    {
        ConvolutionShape shape = phase.Shape;
        WindowSizes sizes = phase.Sizes;
        long room = RoomFor(sizes, shape, shape.GroupInputs);
        float* scratch = Scratch.ForJob(checked(room + ((long)sizes.Taps * shape.InputChannels)));
        float* weights = scratch + room;
        phase.TurnKernel(kernel, weights);
        Product<Identity> product = new(dy, sizes, scratch, weights, shape.GroupInputs, dx, phase.Grid, null, default);
        product.Run(threads, shape, shape.Cost / ((long)shape.StrideHeight * shape.StrideWidth));
    }

    /// <summary>Runs all phases image by image, unless they are cut differently.</summary>
    private static bool RunTogether(Threads threads, float* dy, float* kernel, float* dx, ConvolutionShape shape)
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
            phase.TurnKernel(kernel, weights);
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

        PhasesProduct job = new(products, count);
        threads.Run(ref job, blocks, shape.Cost);
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
