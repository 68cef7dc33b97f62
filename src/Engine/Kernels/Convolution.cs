namespace Adjoint.Kernels;

/// <summary>
/// Two-dimensional convolution (cross-correlation, as in all networks), also in groups, and its two derivatives, without patch matrices in memory.
/// NaN and infinities follow the arithmetic; in <see cref="KernelGradient"/> one that is next to the border may also
/// reach other taps, because it is multiplied by zeros of the layout. Kernels of 3x3 may be multiplied in tiles of 2x2 results (Lavin and Gray 2016), from
/// sums and differences of the pixels that a result sees: infinities may then become NaN.
/// </summary>
public static unsafe partial class Convolution
{
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
        OutputGrid grid = new(shape.OutputHeight, shape.OutputWidth, 0, 0, 1, 1);
        ConvolutionForm form = FormOf(sizes, shape, shape.GroupOutputs, grid);
        float* scratch = Scratch.ForJob(RoomFor(sizes, shape, shape.GroupOutputs, form));
        fixed (float* xStart = x)
        fixed (float* kernelStart = kernel)
        fixed (float* biasStart = bias)
        fixed (float* yStart = y)
        {
            Product<TMap> product = new(xStart, sizes, form, scratch, kernelStart, shape.GroupOutputs, yStart, grid, biasStart, map);
            product.Run(threads, shape, shape.Cost);
        }
    }

    /// <summary>How to multiply what isn't depth-wise.</summary>
    private static ConvolutionForm FormOf(WindowSizes sizes, ConvolutionShape shape, int outputs, OutputGrid grid) =>
        grid.IsWhole && !shape.IsDepthwise ? ForwardCost.Cheapest(sizes, shape.Batch, shape.Groups, outputs) : ConvolutionForm.Patches;

    /// <summary>Floats that a product of patches wants for itself: masks, or the offsets of the taps and packed weights.</summary>
    private static long RoomFor(WindowSizes sizes, ConvolutionShape shape, int outputs, ConvolutionForm form)
    {
        if (shape.IsDepthwise)
        {
            return ShiftedPlanes.Suit(sizes) ? Math.Max(sizes.Taps, ShiftedPlanes.MasksLength(sizes)) : sizes.Taps;
        }

        long room = ChannelWeightsJob.Start(sizes.Taps);
        return form switch
        {
            ConvolutionForm.Channels => room + checked(shape.Groups * ChannelWeightsJob.Length(outputs, sizes.Taps)),
            ConvolutionForm.KernelColumns => Math.Max(room, KernelColumns.MasksLength(sizes.Width)),
            ConvolutionForm.Winograd => room + WinogradKernelJob.Length(checked((long)shape.Groups * outputs * sizes.Channels)),
            _ => room,
        };
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
        float* source, WindowSizes sizes, ConvolutionForm form, float* scratch, float* weights, int outputs, float* result, OutputGrid grid, float* bias, TMap map)
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

            if (form == ConvolutionForm.Channels)
            {
                ChannelProduct<TMap>.Run(threads, source, sizes, scratch, weights, outputs, shape.Groups, planes, result, bias, map, cost);
                return;
            }

            if (form == ConvolutionForm.KernelColumns)
            {
                KernelColumns.Multiply(threads, source, sizes, scratch, weights, outputs, shape.Groups, planes, result, bias, map, cost);
                return;
            }

            if (form == ConvolutionForm.Winograd)
            {
                RunWinograd(threads, shape, planes, cost);
                return;
            }

            PatchProduct<TMap> job = Patches(shape);
            threads.Run(ref job, job.Plan.BlockCount(planes, outputs), cost);
        }

        private void RunWinograd(Threads threads, ConvolutionShape shape, int planes, long cost)
        {
            int pairs = checked(shape.Groups * outputs * sizes.Channels);
            WinogradKernelJob kernels = new(weights, pairs, scratch);
            threads.Run(ref kernels, kernels.BlockCount, MoveCost * 9L * pairs);
            WinogradProduct<TMap> product = new()
            {
                Source = source,
                Sizes = sizes,
                Plan = WinogradPlan.For(sizes, planes, shape.Groups, outputs),
                Points = scratch,
                Outputs = outputs,
                Groups = shape.Groups,
                Images = planes,
                Result = result,
                Bias = bias,
                Map = map,
            };
            threads.Run(ref product, product.Plan.BlockCount(planes), cost);
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
