namespace Adjoint.Kernels;

/// <summary>Convolutions whose kernels have three columns, by sums for each of these (KernelColumnsProduct.cs).</summary>
internal static unsafe class KernelColumns
{
    /// <summary>The most floats of a channel that the rows of a kernel lie apart; what tiles at the borders see is copied.</summary>
    private const int MostReach = 1 << 14;

    /// <summary>Rows of outputs at a stride of two that are shorter than the widest vectors, or whole halves of them; those of 20, 22 and 28 took up to a third more time than other ways.</summary>
    private const int Vector = 16;
    private const int HalfVector = Vector / 2;
    private const int ManyChannels = 8;

    /// <summary>Whether windows are of this kind.</summary>
    public static bool Suit(WindowSizes sizes) =>
        sizes is { KernelWidth: 3, StrideHeight: 1, StrideWidth: 1, DilationWidth: 1, PadLeft: 1 }
            && sizes.OutputWidth == sizes.Width
            && ThreeByThree.HasMasks(sizes.Width)
            && (sizes.KernelHeight - 1L) * sizes.DilationHeight * sizes.Width <= MostReach;

    /// <summary>Whether windows have a stride of two and a derivative by the input of this kind, which then takes less time than other ways.</summary>
    public static bool SuitHalved(ConvolutionShape shape) =>
        shape is { KernelWidth: 3, StrideWidth: 2, StrideHeight: <= Convolution.MostPhases, DilationWidth: 1, PadLeft: 0 or 1, IsDepthwise: false }
            && shape.OutputWidth == Blocks.Count(shape.Width, 2)
            && (shape.OutputWidth < Vector || shape.OutputWidth % HalfVector == 0)
            && ThreeByThree.HasMasks(shape.OutputWidth)
            && (shape.KernelHeight - 1L) * shape.DilationHeight * shape.OutputWidth <= MostReach;

    /// <summary>
    /// Whether windows have a derivative by the kernel of this kind (KernelColumnsGradientJob.cs), which takes less time than dot products that are laid out: one
    /// channel of a few without another would cost too much.
    /// </summary>
    public static bool SuitGradient(WindowSizes sizes) => (sizes.Channels % 2 == 0 || sizes.Channels > ManyChannels) && Suit(sizes);

    /// <summary>Floats of the masks of rows.</summary>
    public static int MasksLength(int width) => 2 * ThreeByThree.Period(width);

    /// <summary>result[b, m] = map(Σ weights[m, tap] · patch(source[b], tap) + bias[m]), by images and, in each, by groups.</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="source">The images.</param>
    /// <param name="sizes">The sizes of an image.</param>
    /// <param name="masks">Room for the masks.</param>
    /// <param name="weights">[groups, outputs, taps] by rows.</param>
    /// <param name="outputs">Outputs of a group.</param>
    /// <param name="groups">The groups.</param>
    /// <param name="images">Images times groups.</param>
    /// <param name="result">The result.</param>
    /// <param name="bias">Of each output; or null.</param>
    /// <param name="map">The map.</param>
    /// <param name="cost">The floating-point operations.</param>
    public static void Multiply<TMap>(
        Threads threads, float* source, WindowSizes sizes, float* masks, float* weights, int outputs, int groups, int images, float* result, float* bias, TMap map, long cost)
        where TMap : struct, IMap1
    {
        ThreeByThree.FillMasks(sizes.Width, masks);
        KernelColumnsPlan plan = KernelColumnsPlan.For(sizes, images, outputs);
        int plane = sizes.OutputHeight * sizes.Width;
        KernelColumnsProduct<MovedSums<TMap>, MovedRows> product = new()
        {
            Source = source,
            Sizes = sizes,
            Plan = plan,
            Weights = weights,
            Outputs = outputs,
            Groups = groups,
            Images = images,
            Result = result,
            ResultLength = plane,
            End = new MovedSums<TMap>
            {
                Result = result,
                Outputs = outputs,
                Plane = plane,
                Masks = masks,
                Period = ThreeByThree.Period(sizes.Width),
                Bias = bias,
                Map = map,
            },
        };
        threads.Run(ref product, plan.BlockCount(images, outputs), cost);
    }

    /// <summary>A phase of rows of the derivative by the input at a stride of two, but for its plan.</summary>
    /// <param name="dy">The derivative by the outputs.</param>
    /// <param name="phase">The phase.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="planes">Images times groups.</param>
    /// <param name="dx">The result.</param>
    /// <param name="masks">The masks of the rows of dy.</param>
    public static KernelColumnsProduct<JoinedSums<TRows>, TRows> Halved<TRows>(
        float* dy, InputGradientPhase phase, float* weights, int planes, float* dx, float* masks)
        where TRows : struct, IJoinedRows
    {
        ConvolutionShape shape = phase.Shape;
        return new KernelColumnsProduct<JoinedSums<TRows>, TRows>
        {
            Source = dy,
            Sizes = phase.SizesOfRows,
            Weights = weights,
            Outputs = shape.GroupInputs,
            Groups = shape.Groups,
            Images = planes,

            // Rows of the other phases lie between: the first asks for all of them.
            Result = dx,
            ResultLength = phase.Row == 0 ? shape.Height * shape.Width : 0,
            End = new JoinedSums<TRows>
            {
                Result = dx,
                Outputs = shape.GroupInputs,
                Grid = phase.Grid,
                Width = shape.OutputWidth,
                Masks = masks,
                Period = ThreeByThree.Period(shape.OutputWidth),
            },
        };
    }
}
