using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Tests.Operations;

/// <summary>Samples of the operations with indices, against products with matrices of zeros and ones.</summary>
internal static class IndexSamples
{
    private static readonly (int Batch, int Rows, Shape Row, Shape Indices)[] Tables =
    [
        (1, 1, [], [Size.Batch]), (7, 3, [2], [Size.Batch]), (2, 5, [3], [Size.Batch, 4]), (3, 2, [1, 3], [Size.Batch, 1]), (1, 4, [5], []), (5, 9, [], [Size.Batch, 3]),
        (1, 2, [1], [Size.Batch]), (4, 3, [], [2, 1, Size.Batch]), (1, 7, [2], [Size.Batch, 5]),
    ];

    public static IEnumerable<OperationSample> All => Tables.SelectMany(static table => Of(table.Batch, table.Rows, table.Row, table.Indices));

    private static IEnumerable<OperationSample> Of(int batch, int rows, Shape rest, Shape indices)
    {
        TensorType table = TensorType.Float([rows, .. rest]);
        TensorType places = TensorType.Int(indices);
        TensorType gathered = TensorType.Float([.. indices, .. rest]);
        int width = (int)rest.Count.Constant;

        // Gather multiplies the table by the rows of zeros and ones that the indices say, ScatterAdd by their transpose.
        yield return new OperationSample(new Gather(), [table, places], batch, x => [.. x[1].Values.SelectMany(index => Enumerable.Range(0, width).Select(j =>
            Enumerable.Range(0, rows).Sum(row => One(row, index) * x[0].Values[(row * width) + j])))], Values.Rows(rows));
        yield return new OperationSample(new ScatterAdd(rows), [places, gathered], batch, x => [.. Enumerable.Range(0, rows * width).Select(place =>
            Enumerable.Range(0, x[0].Values.Length).Sum(i => One(place / width, x[0].Values[i]) * x[1].Values[(i * width) + (place % width)]))], Values.Places(rows));

        // One element of each row likewise.
        yield return new OperationSample(new OneHot(rows), [places], batch, x => [.. x[0].Values.SelectMany(index => Enumerable.Range(0, rows).Select(j => One(j, index)))], Values.Places(rows));
        yield return new OperationSample(new OneHot(rows, AllowsNone: true), [places], batch, x => [.. x[0].Values.SelectMany(index => Enumerable.Range(0, rows).Select(j => One(j, index)))],
            (random, input, shape) => [.. Values.Places(rows + 1)(random, input, shape).Select(static place => place - 1)]);
        yield return new OperationSample(new Pick(), [TensorType.Float([.. indices, rows]), places], batch, x => [.. x[1].Values.Select((index, i) =>
            Enumerable.Range(0, rows).Sum(j => One(j, index) * x[0].Values[(i * rows) + j]))], Values.Rows(rows));
        yield return new OperationSample(new Spread(rows), [places, TensorType.Float(indices)], batch, x => [.. x[0].Values.SelectMany((index, i) =>
            Enumerable.Range(0, rows).Select(j => One(j, index) * x[1].Values[i]))], Values.Places(rows));
    }

    private static double One(int place, double index) => place == index ? 1 : 0;
}
