namespace Adjoint.Kernels;

/// <content>The derivative by the kernel, in the way that suits its taps and outputs.</content>
public static unsafe partial class Convolution
{
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
            if (!shape.IsDepthwise && WinogradCost.IsLessForKernels(shape))
            {
                KernelGradientByTiles(threads, xStart, dyStart, target, shape, sizes);
                return;
            }

            if (shape.HasManyTapsAndOutputs)
            {
                KernelGradientByColumns(threads, xStart, dyStart, target, shape, new ColumnLayout(sizes));
                return;
            }

            if (KernelColumns.SuitGradient(sizes))
            {
                KernelGradientByKernelColumns(threads, xStart, dyStart, target, shape, sizes);
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

    private static void KernelGradientByKernelColumns(Threads threads, float* x, float* dy, float* dkernel, ConvolutionShape shape, WindowSizes sizes)
    {
        KernelColumnsGradientPlan plan = KernelColumnsGradientPlan.For(shape);
        int masks = KernelColumns.MasksLength(sizes.Width);
        float* scratch = Scratch.ForJob(checked(masks + (plan.ImageParts > 1 ? plan.ImageParts * shape.KernelLength : 0)));
        ThreeByThree.FillMasks(sizes.Width, scratch);
        KernelColumnsGradientJob job = new()
        {
            X = x,
            Dy = dy,
            Parts = plan.ImageParts > 1 ? scratch + masks : dkernel,
            Sizes = sizes,
            Plan = plan,
            Batch = shape.Batch,
            Outputs = shape.GroupOutputs,
            Groups = shape.Groups,
            Masks = scratch,
        };
        threads.Run(ref job, job.BlockCount, shape.Cost);
        if (plan.ImageParts > 1)
        {
            Parts.Sum(threads, job.Parts, plan.ImageParts, (int)shape.KernelLength, 1f, dkernel);
        }
    }

    private static void KernelGradientByTiles(Threads threads, float* x, float* dy, float* dkernel, ConvolutionShape shape, WindowSizes sizes)
    {
        WinogradGradientPlan plan = WinogradGradientPlan.For(shape);
        WinogradGradientJob job = new()
        {
            X = x,
            Dy = dy,
            Parts = plan.ImageParts > 1 ? Scratch.ForJob(checked(plan.ImageParts * shape.KernelLength)) : dkernel,
            Sizes = sizes,
            Plan = plan,
            Batch = shape.Batch,
            Outputs = shape.GroupOutputs,
            Groups = shape.Groups,
        };
        threads.Run(ref job, job.BlockCount, shape.Cost);
        if (plan.ImageParts > 1)
        {
            Parts.Sum(threads, job.Parts, plan.ImageParts, (int)shape.KernelLength, 1f, dkernel);
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
        threads.Run(ref order, order.BlockCount, MoveCost * shape.KernelLength);
    }
}
