using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Tests.Operations;

/// <summary>Samples of the operations that move elements: what each position of the result shows, by its coordinates.</summary>
internal static class LayoutSamples
{
    private static readonly (int Batch, Shape Shape, int Axis)[] Lines =
    [
        (1, [Size.Batch], 0), (7, [Size.Batch], 0), (3, [Size.Batch, 5], 1), (3, [Size.Batch, 5], 0), (2, [Size.Batch, 1, 3], 1), (2, [Size.Batch, 3, 1, 5], 1),
        (1, [4, 3], 0), (1, [Size.Batch, 9], 1), (5, [Size.Batch, 2, 1], 2),
    ];

    public static IEnumerable<OperationSample> All => [.. Permutes(), .. Slices(), .. Pads(), .. Concats(), .. Flips(), .. Positions()];

    private static IEnumerable<OperationSample> Permutes() => new (int Batch, Shape Shape, int[] Order)[]
    {
        (1, [], []), (5, [Size.Batch], [0]), (3, [Size.Batch, 5], [1, 0]), (2, [Size.Batch, 1, 3], [2, 0, 1]), (2, [Size.Batch, 3, 2, 5], [0, 2, 1, 3]),
        (1, [Size.Batch, 3, 1, 5], [3, 1, 0, 2]), (2, [2, Size.Batch, 3], [1, 0, 2]), (2, [Size.Batch, 2, 1, 3, 1, 2], [5, 4, 3, 2, 1, 0]),
    }.Select(static item => new OperationSample(
        new Permute(item.Order.ToEquatableArray()),
        [TensorType.Float(item.Shape)],
        item.Batch,
        x =>
        {
            int[] shape = x[0].Shape;
            return
            [
                .. OperationSamples.Positions([.. item.Order.Select(axis => shape[axis])]).Select(at =>
                    At(x[0], [.. Enumerable.Range(0, shape.Length).Select(axis => at[Array.IndexOf(item.Order, axis)])])),
            ];
        },
        Values.AwayFromZero));

    private static IEnumerable<OperationSample> Slices() => Lines.SelectMany(static line => Runs(line).Select(run => new OperationSample(
        new Slice(line.Axis, run.Start, run.Length),
        [TensorType.Float(line.Shape)],
        line.Batch,
        x => [.. OperationSamples.Positions(With(x[0].Shape, line.Axis, Number(run.Length, line.Batch))).Select(at =>
            At(x[0], With(at, line.Axis, at[line.Axis] + Number(run.Start, line.Batch))))],
        Values.AwayFromZero)));

    private static IEnumerable<OperationSample> Pads() => Lines.SelectMany(static line => Runs(line).Select(run => new OperationSample(
        new Pad(line.Axis, run.Start, line.Shape[line.Axis]),
        [TensorType.Float([.. line.Shape.Select((size, axis) => axis == line.Axis ? run.Length : size)])],
        line.Batch,
        x => [.. OperationSamples.Positions(Sizes(line.Shape, line.Batch)).Select(at =>
            at[line.Axis] - Number(run.Start, line.Batch) is >= 0 and int place && place < x[0].Shape[line.Axis] ? At(x[0], With(at, line.Axis, place)) : 0)],
        Values.AwayFromZero)));

    /// <summary>All positions, the last, and what is between the ends when there is something.</summary>
    private static IEnumerable<(Size Start, Size Length)> Runs((int Batch, Shape Shape, int Axis) line)
    {
        Size size = line.Shape[line.Axis];
        yield return (0, size);
        yield return (size - 1, 1);
        if (Number(size, line.Batch) > 2)
        {
            yield return (1, size - 2);
        }
    }

    private static IEnumerable<OperationSample> Concats() => Lines.SelectMany(static line => new[] { 1, 2, 3 }.Select(count => new OperationSample(
        new Concat(line.Axis),
        [.. Enumerable.Range(0, count).Select(i => TensorType.Float([.. line.Shape.Select((size, axis) => axis == line.Axis ? size + i : size)]))],
        line.Batch,
        x => [.. OperationSamples.Positions(With(x[0].Shape, line.Axis, x.Sum(part => part.Shape[line.Axis]))).Select(at =>
        {
            int part = 0;
            while (at[line.Axis] >= x[part].Shape[line.Axis])
            {
                at = With(at, line.Axis, at[line.Axis] - x[part++].Shape[line.Axis]);
            }

            return At(x[part], at);
        })],
        Values.AwayFromZero)));

    private static IEnumerable<OperationSample> Flips() => Lines.Select(static line => new OperationSample(
        new Flip(line.Axis),
        [TensorType.Float(line.Shape)],
        line.Batch,
        x => [.. OperationSamples.Positions(x[0].Shape).Select(at => At(x[0], With(at, line.Axis, x[0].Shape[line.Axis] - 1 - at[line.Axis])))],
        Values.AwayFromZero));

    private static IEnumerable<OperationSample> Positions() => Lines.Select(static line => new OperationSample(
        new Positions(line.Shape, line.Axis),
        [],
        line.Batch,
        _ => [.. OperationSamples.Positions(Sizes(line.Shape, line.Batch)).Select(at => (double)at[line.Axis])],
        Values.AwayFromZero));

    private static double At(Tensor x, int[] position) => x.Values[position.Zip(x.Shape).Aggregate(0, static (place, pair) => (place * pair.Second) + pair.First)];

    private static int[] With(int[] position, int axis, int value) => [.. position[..axis], value, .. position[(axis + 1)..]];

    private static int[] Sizes(Shape shape, int batch) => shape.Evaluate(new Dictionary<string, long> { ["n"] = batch });

    private static int Number(Size size, int batch) => (int)size.Evaluate(new Dictionary<string, long> { ["n"] = batch });
}
