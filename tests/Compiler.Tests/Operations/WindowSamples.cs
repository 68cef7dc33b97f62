using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Tests.Operations;

/// <summary>Samples of the operations with sliding windows, against copies into padded images.</summary>
internal static class WindowSamples
{
    private static readonly (int Batch, int In, int Out, Window Window, int Groups)[] Slides =
    [
        (1, 1, 1, Window.Create(1, 1, 1, 1, same: true)!, 1),
        (1, 2, 3, Window.Create(5, 7, 3, 1, same: true)!, 1),
        (2, 1, 2, Window.Create(4, 4, 2, 2, same: false)!, 1),
        (3, 2, 1, Window.Create(5, 3, 2, 3, same: true)!, 1),
        (2, 3, 2, Window.Create(6, 7, 3, 2, same: false)!, 1),
        (1, 1, 5, Window.Create(1, 6, 1, 2, same: false)!, 1),
        (2, 1, 2, Window.Create(3, 3, 4, 1, same: true)!, 1),
        (2, 2, 2, new Window(5, 6, 2, 3, 1, 2, 0, 1, 4, 3), 1),
        (1, 2, 1, new Window(7, 6, 3, 2, 1, 2, 2, 1, 7, 3, 2, 3), 1),
        (2, 1, 2, Window.Create(5, 7, new Slide(2, 2, 2, (0, 0)), new Slide(3, 1, 2))!, 1),
        (1, 4, 2, Window.Create(4, 5, new Slide(3), new Slide(3))!, 2),
        (2, 3, 6, Window.Create(5, 4, new Slide(2, 2), new Slide(3, 1, 2, (1, 1)))!, 3),
        (1, 2, 2, Window.Spread(2, 3, new Slide(3, 2, Zeros: (1, 1), Extra: 1), new Slide(2, 2))!, 2),
    ];

    private static readonly (int Batch, int Channels, Window Window)[] Planes =
    [
        (1, 1, Window.Create(1, 1, 1, 1, same: false)!),
        (1, 3, Window.Create(4, 4, 2, 2, same: false)!),
        (2, 1, Window.Create(5, 7, 3, 1, same: false)!),
        (3, 2, Window.Create(5, 3, 2, 3, same: false)!),
        (1, 1, Window.Create(1, 6, 1, 2, same: false)!),
        (2, 2, Window.Create(3, 3, 3, 3, same: false)!),
        (1, 2, new Window(5, 6, 2, 3, 1, 2, 0, 0, 4, 2)),
        (2, 1, Window.Create(5, 4, new Slide(3, 2, Zeros: (1, 1)), new Slide(3))!),
    ];

    public static IEnumerable<OperationSample> Convolutions()
    {
        foreach ((int batch, int inputs, int outputs, Window window, int groups) in Slides)
        {
            TensorType x = TensorType.Float([Size.Batch, inputs, window.Height, window.Width]);
            TensorType k = TensorType.Float([outputs, inputs / groups, window.WindowHeight, window.WindowWidth]);
            TensorType y = TensorType.Float([Size.Batch, outputs, window.OutputHeight, window.OutputWidth]);
            int[] imageShape = [batch, inputs, window.Height, window.Width];
            int[] kernelShape = [outputs, inputs / groups, window.WindowHeight, window.WindowWidth];
            yield return new OperationSample(new Convolution(window, groups), [x, k], batch, values => Forward(values[0], values[1], window), Values.AwayFromZero);

            // The adjoint of a linear map, from the map itself: its products with all unit vectors.
            yield return new OperationSample(
                new ConvolutionInputGradient(window, groups), [k, y], batch, values => Adjoint(imageShape, image => Forward(image, values[0], window), values[1]), Values.AwayFromZero);
            yield return new OperationSample(
                new ConvolutionKernelGradient(window, groups), [x, y], batch, values => Adjoint(kernelShape, kernel => Forward(values[0], kernel, window), values[1]), Values.AwayFromZero);
        }
    }

    public static IEnumerable<OperationSample> Pools()
    {
        foreach ((int batch, int channels, Window window) in Planes)
        {
            TensorType full = TensorType.Float([Size.Batch, channels, window.Height, window.Width]);
            TensorType pooled = TensorType.Float([Size.Batch, channels, window.OutputHeight, window.OutputWidth]);
            int plane = window.Height * window.Width;
            int windows = window.OutputHeight * window.OutputWidth;
            yield return new OperationSample(
                new MaxPool(window), [full], batch, x => [.. Covered(x[0], window).Select(pixels => pixels.Max(pixel => x[0].Values[pixel]))], Values.Distinct);
            yield return new OperationSample(
                new MaxPoolIndices(window), [full], batch, x => [.. Covered(x[0], window).Select(pixels => (double)(pixels.MaxBy(pixel => x[0].Values[pixel]) % plane))], Values.Distinct);
            yield return new OperationSample(
                new PoolScatter(window),
                [pooled with { Element = ElementType.Int32 }, pooled],
                batch,
                x => [.. Enumerable.Range(0, batch * channels * plane).Select(place => Enumerable.Range(0, x[1].Values.Length)
                    .Where(i => i / windows == place / plane && (int)x[0].Values[i] == place % plane).Sum(i => x[1].Values[i]))],
                Values.Places(plane));
            yield return new OperationSample(
                new PoolGather(window),
                [pooled with { Element = ElementType.Int32 }, full],
                batch,
                x => [.. x[0].Values.Select((place, i) => x[1].Values[(i / windows * plane) + (int)place])],
                Values.Places(plane));
        }
    }

    /// <summary>For each window the flat places that it covers.</summary>
    private static IEnumerable<int[]> Covered(Tensor x, Window window) =>
        from plane in Enumerable.Range(0, x.Shape[0] * x.Shape[1])
        from row in Enumerable.Range(0, window.OutputHeight)
        from column in Enumerable.Range(0, window.OutputWidth)
        select (int[])
        [
            .. from y in Enumerable.Range(row * window.StrideHeight, window.WindowHeight)
               from z in Enumerable.Range(column * window.StrideWidth, window.WindowWidth)
               where y >= window.PadTop && y < window.Height + window.PadTop && z >= window.PadLeft && z < window.Width + window.PadLeft
               select (plane * window.Height * window.Width) + ((y - window.PadTop) * window.Width) + z - window.PadLeft,
        ];

    private static double[] Forward(Tensor x, Tensor k, Window w)
    {
        (int batch, int inputs, int outputs, int members) = (x.Shape[0], x.Shape[1], k.Shape[0], k.Shape[1]);
        List<double> result = [];
        for (int n = 0; n < batch; n++)
        {
            // A border that is wide enough on every side.
            int border = (w.WindowHeight * w.DilationHeight) + (w.WindowWidth * w.DilationWidth) + w.StrideHeight + w.StrideWidth;
            double[,,] padded = new double[inputs, w.Height + (2 * border), w.Width + (2 * border)];
            for (int c = 0; c < inputs; c++)
            {
                for (int pixel = 0; pixel < w.Height * w.Width; pixel++)
                {
                    padded[c, border + (pixel / w.Width), border + (pixel % w.Width)] = x.Values[(((n * inputs) + c) * w.Height * w.Width) + pixel];
                }
            }

            for (int o = 0; o < outputs; o++)
            {
                for (int row = 0; row < w.OutputHeight; row++)
                {
                    for (int column = 0; column < w.OutputWidth; column++)
                    {
                        result.Add((
                            from c in Enumerable.Range(0, members)
                            from i in Enumerable.Range(0, w.WindowHeight)
                            from j in Enumerable.Range(0, w.WindowWidth)
                            select padded[(o / (outputs / (inputs / members)) * members) + c, border - w.PadTop + (row * w.StrideHeight) + (i * w.DilationHeight), border - w.PadLeft + (column * w.StrideWidth) + (j * w.DilationWidth)]
                                * k.Values[(((((o * members) + c) * w.WindowHeight) + i) * w.WindowWidth) + j]).Sum());
                    }
                }
            }
        }

        return [.. result];
    }

    private static double[] Adjoint(int[] shape, Func<Tensor, double[]> map, Tensor cotangent)
    {
        double[] result = new double[shape.Aggregate(1, static (count, axis) => count * axis)];
        for (int i = 0; i < result.Length; i++)
        {
            Tensor unit = Tensor.Zeros(shape);
            unit.Values[i] = 1;
            result[i] = map(unit).Zip(cotangent.Values, static (a, b) => a * b).Sum();
        }

        return result;
    }
}
