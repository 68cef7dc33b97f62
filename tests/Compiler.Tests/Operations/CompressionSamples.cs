using System.Globalization;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Tests.Operations;

/// <summary>Samples of what is kept in less memory, by the runtime's own rounding.</summary>
internal static class CompressionSamples
{
    private static readonly (int Batch, Shape Shape, int RowAxes)[] Shapes =
    [
        (1, [Size.Batch, 1], 1), (3, [Size.Batch, 5], 1), (3, [Size.Batch, 5], 2), (2, [Size.Batch, 1, 3], 1), (2, [Size.Batch, 1, 3], 2), (1, [Size.Batch, 3, 1, 5], 1),
        (2, [Size.Batch, 3, 2, 5], 2), (7, [Size.Batch, 8], 1), (1, [2, 9], 1), (5, [Size.Batch, 2, 1], 2),
    ];

    public static IEnumerable<OperationSample> All => Enum.GetValues<KeptType>().SelectMany(static type => Shapes.SelectMany(item =>
    {
        Compression compression = new(type, item.RowAxes);
        return new[]
        {
            new OperationSample(new Compress(compression), [TensorType.Float(item.Shape)], item.Batch, x => [.. Rows(x[0], item).SelectMany(row => Kept(type, row))], Values.AwayFromZero),
            new OperationSample(
                new Expand(compression, item.Shape), [TensorType.Float(compression.Kept(item.Shape))], item.Batch,
                kept => [.. KeptRows(kept[0]).SelectMany(row => Read(type, row, Length(item)))],
                (random, _, shape) => [.. Enumerable.Range(0, shape.Aggregate(1, static (count, axis) => count * axis) / shape[^1]).SelectMany(_ =>
                    Kept(type, [.. Enumerable.Range(0, Length(item)).Select(_ => (random.NextDouble() * 4) - 2)]))]),
        };
    }));

    private static int Length((int Batch, Shape Shape, int RowAxes) item) =>
        (int)Size.Product(item.Shape.Skip(Math.Min(item.RowAxes, item.Shape.Rank - 1))).Evaluate(new Dictionary<string, long> { ["n"] = item.Batch });

    private static IEnumerable<double[]> Rows(Tensor x, (int, Shape, int) item) => x.Values.Chunk(Length(item));

    private static IEnumerable<double[]> KeptRows(Tensor kept) => kept.Values.Chunk(kept.Shape[^1]);

    private static double[] Kept(KeptType type, double[] row)
    {
        double scale = row.Max(Math.Abs) / 127;
        return type switch
        {
            KeptType.Int8 => [scale, .. row.Select(x => (ulong)(128 + Math.Round(x / scale))).Chunk(4).Select(static codes => (double)codes.Reverse().Aggregate(0UL, static (digits, code) => (digits * 256) + code))],
            KeptType.Half => [.. row.Select(static x => (ulong)BitConverter.HalfToUInt16Bits((Half)x)).Chunk(2).Select(Pair)],
            _ => [.. row.Select(static x => (ulong)Upper((float)x)).Chunk(2).Select(Pair)],
        };

        static double Pair(ulong[] codes) => codes[0] + (codes.Length > 1 ? 65536.0 * codes[1] : 0);
    }

    private static double[] Read(KeptType type, double[] kept, int length)
    {
        string bytes = string.Concat((type == KeptType.Int8 ? kept.Skip(1) : kept).Select(static digits => string.Concat(
            ((uint)digits).ToString("X8", CultureInfo.InvariantCulture).Chunk(2).Reverse().Select(static pair => new string(pair)))));
        return [.. Enumerable.Range(0, length).Select(i => type switch
        {
            KeptType.Int8 => (Byte(i) - 128) * kept[0],
            KeptType.Half => (double)BitConverter.UInt16BitsToHalf((ushort)(Byte(2 * i) + (256 * Byte((2 * i) + 1)))),
            _ => BitConverter.UInt32BitsToSingle((uint)(Byte(2 * i) + (256 * Byte((2 * i) + 1))) << 16),
        })];

        int Byte(int place) => int.Parse(bytes.AsSpan(2 * place, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    /// <summary>The upper half of a float, the nearer of two, the even one of equally near ones.</summary>
    private static uint Upper(float x)
    {
        uint below = BitConverter.SingleToUInt32Bits(x) >> 16;
        double under = Math.Abs((double)x - BitConverter.UInt32BitsToSingle(below << 16));
        double over = Math.Abs((double)x - BitConverter.UInt32BitsToSingle((below + 1) << 16));
        return over < under || (over == under && (below & 1) == 1) ? below + 1 : below;
    }
}
