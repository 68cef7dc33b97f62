using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Tests.Operations;

/// <summary>Samples of maxima and cumulative sums.</summary>
internal static class ReductionSamples
{
    public static IEnumerable<OperationSample> All =>
    [
        .. Reductions(static axes => new Max(axes), static slice => [slice.Max()], keepsAxes: false),
        .. Reductions(static axes => new MaxMask(axes), static slice => [.. slice.Select(x => x == slice.Max() ? 1.0 : 0.0)], keepsAxes: true),
        .. Along(static axis => new ArgMax(axis), static slice => [Array.IndexOf(slice, slice.Max())]),
        .. Along(static axis => new CumulativeSum(axis, Reverse: false), static slice => [.. slice.Select((_, i) => slice.Take(i + 1).Sum())]),
        .. Along(static axis => new CumulativeSum(axis, Reverse: true), static slice => [.. slice.Select((_, i) => slice.Skip(i).Sum())]),
    ];

    private static IEnumerable<OperationSample> Reductions(Func<EquatableArray<int>, Operation> operation, Func<double[], double[]> ofSlice, bool keepsAxes) =>
        new (int Batch, Shape Shape, int[] Axes)[]
        {
            (1, [Size.Batch], [0]), (3, [Size.Batch, 5], [0]), (3, [Size.Batch, 5], [1]), (2, [Size.Batch, 3, 1, 5], [0, 2, 3]),
            (7, [Size.Batch, 1, 3], [1]), (2, [Size.Batch, 3, 5], [0, 1, 2]), (2, [Size.Batch, 2, 3, 5], [1, 3]), (1, [Size.Batch, 9, 2], [0, 2]),
            (4, [Size.Batch, 1], [1]),
        }.Select(item => Sample(operation(item.Axes.ToEquatableArray()), item.Batch, item.Shape, item.Axes, ofSlice, keepsAxes));

    private static IEnumerable<OperationSample> Along(Func<int, Operation> operation, Func<double[], double[]> ofSlice) =>
        new (int Batch, Shape Shape, int Axis)[]
        {
            (1, [Size.Batch], 0), (7, [Size.Batch], 0), (3, [Size.Batch, 5], 0), (3, [Size.Batch, 5], 1), (2, [Size.Batch, 3, 5], 1), (4, [Size.Batch, 1, 3], 1),
            (1, [Size.Batch, 9], 1), (2, [3, Size.Batch, 1, 2], 0), (5, [Size.Batch, 2, 1], 2),
        }.Select(item => Sample(operation(item.Axis), item.Batch, item.Shape, [item.Axis], ofSlice, operation(item.Axis) is CumulativeSum));

    /// <summary>Cuts the input into slices along the axes, and puts together what each slice gives.</summary>
    private static OperationSample Sample(Operation operation, int batch, Shape shape, int[] axes, Func<double[], double[]> ofSlice, bool keepsAxes)
    {
        int[] full = shape.Evaluate(new Dictionary<string, long> { ["n"] = batch });
        int[] kept = [.. Enumerable.Range(0, full.Length).Where(axis => !axes.Contains(axis))];
        return new OperationSample(operation, [TensorType.Float(shape)], batch, Expected, Values.Distinct);

        double[] Expected(Tensor[] x)
        {
            var slices = OperationSamples.Positions(full)
                .Select((at, place) => (Slice: OperationSamples.Flat(at, kept, full), Place: place))
                .GroupBy(static element => element.Slice, static element => element.Place)
                .OrderBy(static slice => slice.Key);
            double[] result = new double[keepsAxes ? x[0].Values.Length : slices.Count()];
            foreach (IGrouping<int, int> slice in slices)
            {
                double[] values = ofSlice([.. slice.Select(place => x[0].Values[place])]);
                int[] places = keepsAxes ? [.. slice] : [slice.Key];
                for (int i = 0; i < values.Length; i++)
                {
                    result[places[i]] = values[i];
                }
            }

            return result;
        }
    }
}
