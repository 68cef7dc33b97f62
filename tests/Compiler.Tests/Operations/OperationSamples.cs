using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Tests.Operations;

/// <summary>Samples of every operation: odd sizes, axes of size one, a batch of one.</summary>
internal static class OperationSamples
{
    private static readonly (int Batch, Shape Shape)[] Shapes =
    [
        (1, [Size.Batch]), (7, [Size.Batch]), (1, [Size.Batch, 1]), (3, [Size.Batch, 5]), (2, [Size.Batch, 1, 3]), (1, [Size.Batch, 3, 1, 5]),
        (1, []), (1, [17]),
    ];

    public static IReadOnlyList<OperationSample> All { get; } =
    [
        .. Elementwise(new Add(), static x => x[0] + x[1]),
        .. Elementwise(new Subtract(), static x => x[0] - x[1]),
        .. Elementwise(new Multiply(), static x => x[0] * x[1]),
        .. Elementwise(new Negate(), static x => 0 - x[0]),
        .. Elementwise(new Copy(), static x => x[0]),
        .. Elementwise(new SelectPositive(), static x => x[0] > 0 ? x[1] : x[2]),
        .. Elementwise(new Relu(), static x => x[0] < 0 ? 0 : x[0]),
        .. Elementwise(new LeakyRelu(0.25), static x => (0.25 * x[0]) + (0.75 * Math.Max(0, x[0]))),
        .. Elementwise(new LeakyRelu(0), static x => Math.Max(0, x[0])),
        .. Elementwise(new Tanh(), static x => 1 - (2 / (Math.Exp(2 * x[0]) + 1))),
        .. Elementwise(new Sigmoid(), static x => 0.5 + (0.5 * Math.Tanh(x[0] / 2))),
        .. CompressionSamples.All,
        .. FunctionSamples.All,
        .. ReductionSamples.All,
        .. Contractions(),
        .. WindowSamples.Convolutions(),
        .. WindowSamples.Pools(),
        .. Rows(new CrossEntropy(), true, static (row, label) => [-Math.Log(Probabilities(row)[label])]),
        .. Rows(new CrossEntropyResidual(), true, static (row, label) => [.. Probabilities(row).Select((p, i) => i == label ? p - 1 : p)]),
        .. Rows(new Softmax(), false, static (row, _) => Probabilities(row)),
        .. Rows(new LogSoftmax(), false, static (row, _) => [.. Probabilities(row).Select(static p => Math.Log(p))]),
        .. LowerSoftmaxes(),
        .. Masks(),
        .. Noises(),
        .. Fills(),
        .. Reshapes(),
        .. BroadcastsAndSums(),
        .. Marks(),
        .. ScanSamples.All(),
        .. LayoutSamples.All,
        .. IndexSamples.All,
        .. FixedPointSamples.All(),
    ];

    /// <summary>Samples of an element-wise operation, whose inputs are drawn away from zero unless told otherwise.</summary>
    public static IEnumerable<OperationSample> Elementwise(
        ElementwiseOperation operation, Func<double[], double> expected, Func<Random, int, int[], double[]>? draw = null) =>
        Shapes.Select(item => new OperationSample(
            operation,
            [.. Enumerable.Repeat(TensorType.Float(item.Shape), operation.Arity)],
            item.Batch,
            x => [.. Enumerable.Range(0, x[0].Values.Length).Select(i => expected([.. x.Select(tensor => tensor.Values[i])]))],
            draw ?? Values.AwayFromZero));

    private static IEnumerable<OperationSample> Marks() => Shapes.SelectMany(static item =>
    {
        TensorType type = TensorType.Float(item.Shape);
        GraphBuilder backward = new();
        Graph identity = backward.Build([new Output(new ResultOutput(0), backward.Add(new BoundLeaf(1, type)))]);
        return new OperationSample[]
        {
            new(new StopGradient(), [type], item.Batch, static x => x[0].Values, Values.AwayFromZero),
            new(new CustomGradient(identity), [type, type], item.Batch, static x => x[0].Values, Values.AwayFromZero),
        };
    });

    private static IEnumerable<OperationSample> Contractions()
    {
        foreach ((int n, int k, int j) in new[] { (1, 1, 1), (3, 5, 7), (1, 9, 2), (4, 1, 3), (2, 3, 1), (5, 2, 17) })
        {
            yield return Of(new Contract("nk", "kj", "nj"), n, [Size.Batch, k], [k, j], MatrixProduct);
            yield return Of(new Contract("nj", "kj", "nk"), n, [Size.Batch, j], [k, j], static (a, b) => MatrixProduct(a, Transpose(b)));
            yield return Of(new Contract("nk", "nj", "kj"), n, [Size.Batch, k], [Size.Batch, j], static (a, b) => MatrixProduct(Transpose(a), b));
            yield return Of(new Contract("nti", "io", "nto"), n, [Size.Batch, 3, k], [k, j], static (a, b) => MatrixProduct(Rows(a), b));
            foreach ((string left, string right, string result) in new[]
            {
                ("nki", "nij", "nkj"), ("nthd", "nshd", "nhts"), ("nhts", "nshd", "nthd"), ("nti", "hid", "nhtd"), ("nk", "nk", "nk"), ("nk", "nk", "n"),
                ("nk", "n", "nk"), ("k", "jk", "j"), ("n", "k", "kn"), ("nkj", "jnk", ""), ("nk", "jn", "jkn"),
            })
            {
                Dictionary<char, int> sizes = new() { ['n'] = n, ['k'] = k, ['j'] = j, ['t'] = 2, ['i'] = k, ['h'] = j > 3 ? 2 : j, ['d'] = 1, ['s'] = 3 };
                yield return Of(new Contract(left, right, result), n, ShapeOf(left), ShapeOf(right), (a, b) => SumOfProducts(left, right, result, sizes, a, b));

                Shape ShapeOf(string letters) => [.. letters.Select(letter => letter == 'n' ? Size.Batch : sizes[letter])];
            }
        }

        // Every element of the result from its definition: the sum over all positions of the letters that it lacks.
        static double[] SumOfProducts(string left, string right, string result, Dictionary<char, int> sizes, Tensor a, Tensor b)
        {
            string summed = new([.. (left + right).Distinct().Where(letter => !result.Contains(letter))]);
            return
            [
                .. Positions([.. result.Select(letter => sizes[letter])]).Select(at => Positions([.. summed.Select(letter => sizes[letter])]).Sum(over =>
                {
                    Dictionary<char, int> place = result.Zip(at).Concat(summed.Zip(over)).ToDictionary(static p => p.First, static p => p.Second);
                    return a.Values[Place(left, place, sizes)] * b.Values[Place(right, place, sizes)];
                })),
            ];
        }

        static int Place(string letters, Dictionary<char, int> at, Dictionary<char, int> sizes) =>
            letters.Aggregate(0, (place, letter) => (place * sizes[letter]) + at[letter]);

        static OperationSample Of(Contract contract, int batch, Shape left, Shape right, Func<Tensor, Tensor, double[]> expected) => new(
            contract, [TensorType.Float(left), TensorType.Float(right)], batch, x => expected(x[0], x[1]), Values.AwayFromZero);

        static Tensor Rows(Tensor x) => new([x.Shape[0] * x.Shape[1], x.Shape[2]], x.Values);

        static Tensor Transpose(Tensor x) => new(
            [x.Shape[1], x.Shape[0]],
            [.. from column in Enumerable.Range(0, x.Shape[1]) from row in Enumerable.Range(0, x.Shape[0]) select x.Values[(row * x.Shape[1]) + column]]);
    }

    private static double[] MatrixProduct(Tensor a, Tensor b) =>
    [
        .. from row in Enumerable.Range(0, a.Shape[0])
           from column in Enumerable.Range(0, b.Shape[1])
           select Enumerable.Range(0, a.Shape[1]).Sum(inner => a.Values[(row * a.Shape[1]) + inner] * b.Values[(inner * b.Shape[1]) + column]),
    ];

    private static IEnumerable<OperationSample> LowerSoftmaxes() =>
        new (int Batch, Shape Shape, int Size)[]
        {
            (1, [Size.Batch, 1, 1], 1), (3, [Size.Batch, 2, 2], 2), (2, [Size.Batch, 3, 1, 1], 1), (2, [Size.Batch, 2, 3, 3], 3), (1, [5, 5], 5), (7, [Size.Batch, 4, 4], 4),
            (1, [1, 2, 2], 2), (5, [2, Size.Batch, 3, 3], 3),
        }.Select(item => new OperationSample(
            new LowerSoftmax(),
            [TensorType.Float(item.Shape)],
            item.Batch,
            x => [.. x[0].Values.Chunk(item.Size).SelectMany((row, r) => Probabilities(row[..((r % item.Size) + 1)]).Concat(new double[item.Size - (r % item.Size) - 1]))],
            Values.Distinct));

    private static double[] Probabilities(double[] row)
    {
        double sum = row.Sum(Math.Exp);
        return [.. row.Select(x => Math.Exp(x) / sum)];
    }

    private static IEnumerable<OperationSample> Rows(Operation operation, bool labelled, Func<double[], int, double[]> expected) =>
        new (int Batch, Shape Rows, int Classes)[]
        {
            (1, [Size.Batch], 1), (1, [Size.Batch], 2), (3, [Size.Batch], 5), (7, [Size.Batch], 10), (2, [Size.Batch], 33), (5, [Size.Batch], 1),
            (2, [Size.Batch, 3], 5), (3, [Size.Batch, 1, 2], 3), (1, [], 7),
        }.Select(item =>
        {
            (int batch, Shape rows, int classes) = item;
            TensorType logits = TensorType.Float([.. rows, classes]);
            return new OperationSample(
                operation,
                labelled ? [logits, TensorType.Int(rows)] : [logits],
                batch,
                x => [.. Enumerable.Range(0, Length(rows, batch)).SelectMany(row => expected(x[0].Values[(row * classes)..((row + 1) * classes)], labelled ? (int)x[1].Values[row] : 0))],
                Values.Rows(classes));
        });

    private static IEnumerable<OperationSample> Masks() => Shapes.Select((item, stream) =>
    {
        DropoutMask mask = new(item.Shape, 0.25, stream);
        return new OperationSample(mask, [], item.Batch, _ => [.. Enumerable.Range(0, Length(item.Shape, item.Batch)).Select(i =>
            (Philox.Word(0x1234_5678_9ABC_DEF0, 42, (uint)stream, (uint)i) >> 8) < 0.25 * (1 << 24) ? 0 : 1 / 0.75)], Values.AwayFromZero);
    });

    private static IEnumerable<OperationSample> Noises() => Shapes.Select((item, stream) => new OperationSample(
        new NormalNumbers(item.Shape, stream),
        [],
        item.Batch,
        _ => [.. Enumerable.Range(0, Length(item.Shape, item.Batch)).Select(i => Quantile((Philox.Word(0x1234_5678_9ABC_DEF0, 42, (uint)stream, (uint)i) + 0.5) / (1L << 32)))],
        Values.AwayFromZero));

    /// <summary>Where the normal distribution function has a value, by bisection of the integral of its density from 0.</summary>
    private static double Quantile(double p)
    {
        (double low, double high) = (-7, 7);
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Share(middle) < p ? (middle, high) : (low, middle);
        }

        return low;

        static double Share(double x)
        {
            const int steps = 2000;
            double h = x / steps;
            double sum = Enumerable.Range(0, steps + 1).Sum(i => (i is 0 or steps ? 1 : i % 2 == 0 ? 2 : 4) * Math.Exp(-(i * h) * (i * h) / 2));
            return 0.5 + (h / 3 * sum / Math.Sqrt(2 * Math.PI));
        }
    }

    private static IEnumerable<OperationSample> Fills() => Shapes.Select(item => new OperationSample(
        new Fill(item.Shape, 3, (2 * Size.Batch) + 1),
        [],
        item.Batch,
        _ => [.. Enumerable.Repeat(3.0 / ((2 * item.Batch) + 1), Length(item.Shape, item.Batch))],
        Values.AwayFromZero));

    private static IEnumerable<OperationSample> Reshapes() => new (int Batch, Shape From, Shape To)[]
    {
        (1, [Size.Batch, 6], [Size.Batch, 2, 3]), (3, [Size.Batch, 5, 1], [Size.Batch, 5]), (2, [Size.Batch, 3, 7], [Size.Batch, 21]),
        (1, [1], []), (1, [17], [1, 17, 1]), (5, [Size.Batch, 4], [2 * Size.Batch, 2]), (1, [Size.Batch, 9], [3, Size.Batch, 3]), (7, [Size.Batch, 1, 1], [Size.Batch]),
    }.Select(static item => new OperationSample(new Reshape(item.To), [TensorType.Float(item.From)], item.Batch, static x => x[0].Values, Values.AwayFromZero));

    private static IEnumerable<OperationSample> BroadcastsAndSums()
    {
        foreach ((int batch, Shape shape, int[] axes) in new (int, Shape, int[])[]
        {
            (1, [Size.Batch], [0]), (3, [Size.Batch, 5], [0]), (3, [Size.Batch, 5], [1]), (2, [Size.Batch, 3, 1, 5], [0, 2, 3]),
            (7, [Size.Batch, 1, 3], [1]), (2, [Size.Batch, 1, 3, 2, 1, 2], [0, 1, 3]), (2, [Size.Batch, 2, 1, 3, 1, 2], [1, 4, 5]), (2, [Size.Batch, 3, 5], [0, 1, 2]), (2, [Size.Batch, 2, 3, 5], [1, 3]), (1, [Size.Batch, 9, 2], [0, 2]),
        })
        {
            EquatableArray<int> list = axes.ToEquatableArray();
            Shape reduced = [.. shape.Where((_, axis) => !axes.Contains(axis))];
            int[] full = shape.Evaluate(new Dictionary<string, long> { ["n"] = batch });
            int[] kept = [.. Enumerable.Range(0, full.Length).Where(axis => !axes.Contains(axis))];
            yield return new OperationSample(
                new Broadcast(shape, list), [TensorType.Float(reduced)], batch, x => [.. Positions(full).Select(at => x[0].Values[Flat(at, kept, full)])], Values.AwayFromZero);
            yield return new OperationSample(
                new Sum(list),
                [TensorType.Float(shape)],
                batch,
                x => [.. Positions(full).Select((at, i) => (Place: Flat(at, kept, full), Value: x[0].Values[i])).GroupBy(static p => p.Place).OrderBy(static g => g.Key).Select(static g => g.Sum(static p => p.Value))],
                Values.AwayFromZero);
        }
    }

    /// <summary>All positions of a shape in reading order.</summary>
    public static IEnumerable<int[]> Positions(int[] shape) => shape.Aggregate(
        (IEnumerable<int[]>)[[]],
        static (prefixes, axis) => prefixes.SelectMany(prefix => Enumerable.Range(0, axis).Select(i => (int[])[.. prefix, i])));

    /// <summary>The place of a position in the tensor that has only some of the axes.</summary>
    public static int Flat(int[] position, int[] kept, int[] shape) => kept.Aggregate(0, (place, axis) => (place * shape[axis]) + position[axis]);

    private static int Length(Shape shape, int batch) => (int)shape.Count.Evaluate(new Dictionary<string, long> { ["n"] = batch });
}
