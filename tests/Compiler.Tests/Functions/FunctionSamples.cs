using static Adjoint.Ops;

namespace Adjoint.Tests.Functions;

/// <summary>Samples of every function whose value is one of each sample alone.</summary>
internal static class FunctionSamples
{
    public static IEnumerable<FunctionSample> All =>
    [
        .. Unary("Negate", static x => -x, static x => -x),
        .. Unary("Exp", Exp, Math.Exp),
        .. Unary("Log", static x => Log(Abs(x)), static x => Math.Log(Math.Abs(x))),
        .. Unary("Log1p", static x => Log1p(Abs(x)), static x => Math.Log(1 + Math.Abs(x))),
        .. Unary("Sqrt", static x => Sqrt(Abs(x)), static x => Math.Pow(Math.Abs(x), 0.5)),
        .. Unary("Abs", Abs, Math.Abs),
        .. Unary("Sign", Sign, static x => Math.Sign(x)),
        .. Unary("Sin", Sin, Math.Sin),
        .. Unary("Cos", Cos, Math.Cos),
        .. Unary("Erf", Erf, ErfBySimpson),
        .. Unary("Floor", Floor, Math.Floor),
        .. Unary("Round", Round, static x => Math.Round(x)),
        .. Unary("Tanh", Tanh, static x => (Math.Exp(x) - Math.Exp(-x)) / (Math.Exp(x) + Math.Exp(-x))),
        .. Unary("Sigmoid", Sigmoid, static x => 1 / (1 + Math.Exp(-x))),
        .. Unary("Relu", Relu, static x => x > 0 ? x : 0),
        .. Unary("Softplus", Softplus, static x => Math.Log(1 + Math.Exp(x))),
        .. Unary("Gelu", Gelu, static x => x * (1 + ErfBySimpson(x / Math.Sqrt(2))) / 2),
        .. Unary("Silu", Silu, static x => x / (1 + Math.Exp(-x))),
        .. Unary("Square", Square, static x => x * x),
        .. Unary("LeakyRelu", static x => LeakyRelu(x, 0.2f), static x => x > 0 ? x : 0.2 * x),
        .. Unary("Power", static x => Power(x, 3), static x => x * x * x),
        .. Unary("StopGradient", StopGradient, static x => x),
        .. Unary("Dropout", static x => Dropout(x, 0.5f), static x => x),
        .. Unary("Tap", static x => x.Tap("seen"), static x => x),
        .. Binary("Add", static (a, b) => a + b, static (a, b) => a + b),
        .. Binary("Subtract", static (a, b) => a - b, static (a, b) => a - b),
        .. Binary("Multiply", static (a, b) => a * b, static (a, b) => a * b),
        .. Binary("Divide", static (a, b) => a / b, static (a, b) => a / b),
        .. Binary("Maximum", Maximum, Math.Max),
        .. Binary("Minimum", Minimum, Math.Min),
        .. Binary("Greater", static (a, b) => a > b, static (a, b) => a > b ? 1 : 0),
        .. Binary("Less", static (a, b) => a < b, static (a, b) => a < b ? 1 : 0),
        .. Binary("Equal", static (a, b) => Equal(Sign(a), Sign(b)), static (a, b) => Math.Sign(a) == Math.Sign(b) ? 1 : 0),
        .. Binary("Where", static (a, b) => Where(a, b, 2 * b), static (a, b) => a > 0 ? b : 2 * b),
        .. Binary("InTraining", static (a, b) => InTraining(a + b, a - b), static (a, b) => a - b),
        .. Reductions("Sum", static x => Sum(x), static (x, axis, keep) => Sum(x, axis, keep), static x => x.Sum()),
        .. Reductions("Mean", static x => Mean(x), static (x, axis, keep) => Mean(x, axis, keep), static x => x.Average()),
        .. Reductions("Max", static x => Max(x), static (x, axis, keep) => Max(x, axis, keep), static x => x.Max()),
        .. Reductions("Min", static x => Min(x), static (x, axis, keep) => Min(x, axis, keep), static x => x.Min()),
        .. Reductions("Variance", static x => Variance(x), static (x, axis, keep) => Variance(x, axis, keep), static x => x.Average(v => v * v) - (x.Average() * x.Average())),
        .. Reductions("LogSumExp", static x => LogSumExp(x), static (x, axis, keep) => LogSumExp(x, axis, keep), static x => Math.Log(x.Sum(Math.Exp))),
        new("ArgMax", ["2, 3"], static x => ArgMax(x[0]), "2", static v => Rows(v[0], 3, static row => [Array.IndexOf(row, row.Max())])),
        new("ArgMax", ["7"], static x => ArgMax(x[0]), string.Empty, static v => [Array.IndexOf(v[0], v[0].Max())]),
        new("ArgMax", ["3, 1, 2"], static x => ArgMax(x[0], 0), "1, 2", static v => Rows(Turn(v[0], 3), 3, static row => [Array.IndexOf(row, row.Max())])),
        new("CumulativeSum", ["3"], static x => CumulativeSum(x[0], 0), "3", static v => [v[0][0], v[0][0] + v[0][1], v[0].Sum()]),
        new("CumulativeSum", ["2, 1"], static x => CumulativeSum(x[0], 0), "2, 1", static v => [v[0][0], v[0].Sum()]),
        new("CumulativeSum", ["2, 3"], static x => CumulativeSum(x[0], -1), "2, 3", static v => Rows(v[0], 3, static row => [row[0], row[0] + row[1], row.Sum()])),
        new("Softmax", ["2, 3"], static x => Softmax(x[0]), "2, 3", static v => Rows(v[0], 3, Soft)),
        new("Softmax", ["3, 2"], static x => Softmax(x[0], 0), "3, 2", static v => Turn(Rows(Turn(v[0], 3), 3, Soft), 2)),
        new("Softmax", ["5, 1"], static x => Softmax(x[0]), "5, 1", static _ => [1, 1, 1, 1, 1]),
        new("LogSoftmax", ["weight 1, 4"], static x => LogSoftmax(x[0], -1), "1, 4", static v => [.. Soft(v[0]).Select(static p => Math.Log(p))]),
        new("LogSoftmax", ["3"], static x => LogSoftmax(x[0], -1), "3", static v => [.. Soft(v[0]).Select(static p => Math.Log(p))]),
        new("LogSoftmax", ["3, 2"], static x => LogSoftmax(x[0], 0), "3, 2", static v => [.. Turn(Rows(Turn(v[0], 3), 3, Soft), 2).Select(static p => Math.Log(p))]),
        new("LogSoftmax", ["1, 5"], static x => LogSoftmax(x[0], -1), "1, 5", static v => [.. Soft(v[0]).Select(static p => Math.Log(p))]),
        new("Zeros", [], static _ => Zeros("2, 3"), "2, 3", static _ => new double[6]),
        new("Reshape", ["2, 3"], static x => Reshape(x[0], "3, 2"), "3, 2", static v => v[0]),
        new("Reshape", ["1"], static x => Reshape(x[0], "1, 1"), "1, 1", static v => v[0]),
        new("Reshape", ["5, 1, 2"], static x => Reshape(x[0], "1, 10"), "1, 10", static v => v[0]),
        new("Flatten", ["2, 1, 3"], static x => Flatten(x[0]), "6", static v => v[0]),
        new("Flatten", ["5"], static x => Flatten(x[0]), "5", static v => v[0]),
        new("Flatten", ["1, 7"], static x => Flatten(x[0]), "7", static v => v[0]),
        new("Transpose", ["2, 3"], static x => Transpose(x[0]), "3, 2", static v => Turn(v[0], 2)),
        new("Transpose", ["weight 2, 3"], static x => Transpose(x[0], 1, 0), "3, 2", static v => Turn(v[0], 2)),
        new("Transpose", ["1, 5"], static x => Transpose(x[0]), "5, 1", static v => v[0]),
        new("Transpose", ["3, 1, 2"], static x => Transpose(x[0], 2, 1, 0), "2, 1, 3", static v => Turn(v[0], 3)),
        new("Unsqueeze", ["2, 3"], static x => Unsqueeze(x[0], -1), "2, 3, 1", static v => v[0]),
        new("Unsqueeze", ["3"], static x => Unsqueeze(x[0], 0), "1, 3", static v => v[0]),
        new("Unsqueeze", ["5, 2"], static x => Unsqueeze(x[0], 1), "5, 1, 2", static v => v[0]),
        new("Squeeze", ["2, 1"], static x => Squeeze(x[0], 1), "2", static v => v[0]),
        new("Squeeze", ["1, 3"], static x => Squeeze(x[0], 0), "3", static v => v[0]),
        new("Squeeze", ["5, 1, 2"], static x => Squeeze(x[0], -2), "5, 2", static v => v[0]),
        new("Slice", ["2, 3"], static x => Slice(x[0], -1, 1, 2), "2, 2", static v => [v[0][1], v[0][2], v[0][4], v[0][5]]),
        new("Slice", ["4"], static x => Slice(x[0], 0, "1", "3"), "3", static v => v[0][1..]),
        new("Slice", ["5, 1"], static x => Slice(x[0], 0, 4, 1), "1, 1", static v => v[0][4..]),
        new("Concat", ["2", "weight 3"], static x => Concat(0, x), "5", static v => [.. v[0], .. v[1]]),
        new("Concat", ["2, 1", "2, 3"], static x => Concat(-1, x), "2, 4", static v => [v[0][0], .. v[1][..3], v[0][1], .. v[1][3..]]),
        new("Concat", ["5", "1", "5"], static x => Concat(0, x), "11", static v => [.. v[0], .. v[1], .. v[2]]),
        new("Stack", ["3", "3"], static x => Stack(-1, x), "3, 2", static v => Turn([.. v[0], .. v[1]], 2)),
        new("Stack", ["1, 2", "1, 2", "1, 2"], static x => Stack(0, x), "3, 1, 2", static v => [.. v[0], .. v[1], .. v[2]]),
        new("Stack", ["5", "weight 5"], static x => Stack(0, x), "2, 5", static v => [.. v[0], .. v[1]]),
        new("Flip", ["1, 3"], static x => Flip(x[0], 1), "1, 3", static v => [.. v[0].Reverse()]),
        new("Flip", ["5"], static x => Flip(x[0], 0), "5", static v => [.. v[0].Reverse()]),
        new("Flip", ["2, 3"], static x => Flip(x[0], 0), "2, 3", static v => [.. v[0][3..], .. v[0][..3]]),
        new("Repeat", ["2"], static x => Repeat(x[0], -1, 2), "4", static v => [v[0][0], v[0][0], v[0][1], v[0][1]]),
        new("Repeat", ["2, 1"], static x => Repeat(x[0], 0, 3), "6, 1", static v => [v[0][0], v[0][0], v[0][0], v[0][1], v[0][1], v[0][1]]),
        new("Repeat", ["5"], static x => Repeat(x[0], 0, 1), "5", static v => v[0]),
        new("BroadcastTo", ["3"], static x => BroadcastTo(x[0], "2, 3"), "2, 3", static v => [.. v[0], .. v[0]]),
        new("BroadcastTo", ["weight 2, 1"], static x => BroadcastTo(x[0], "2, 2"), "2, 2", static v => [v[0][0], v[0][0], v[0][1], v[0][1]]),
        new("BroadcastTo", [""], static x => BroadcastTo(x[0], "5"), "5", static v => [.. Enumerable.Repeat(v[0][0], 5)]),
        new("BroadcastTo", ["1, 3"], static x => BroadcastTo(x[0], "3, 3"), "3, 3", static v => [.. v[0], .. v[0], .. v[0]]),
        new("Positions", ["2, 3"], static x => Positions(x[0], 1), "2, 3", static _ => [0, 1, 2, 0, 1, 2]),
        new("Positions", ["5"], static x => Positions(x[0], 0), "5", static _ => [0, 1, 2, 3, 4]),
        new("Positions", ["3, 1, 2"], static x => Positions(x[0], 0), "3, 1, 2", static _ => [0, 0, 1, 1, 2, 2]),
        new("Gather", ["weight 3, 2", "i32[4]"], static x => Gather(x[0], x[1]), "4, 2", static v => [.. v[1].SelectMany(i => new[] { v[0][2 * (int)i], v[0][(2 * (int)i) + 1] })]),
        new("Gather", ["weight 3", "i32[5]"], static x => Gather(x[0], x[1]), "5", static v => [.. v[1].Select(i => v[0][(int)i])]),
        new("Gather", ["weight 4, 1, 2", "i32[]"], static x => Gather(x[0], x[1]), "1, 2", static v => v[0][(2 * (int)v[1][0])..((2 * (int)v[1][0]) + 2)]),
        new("Gather", ["weight 3, 1", "i32[2, 1]"], static x => Gather(x[0], x[1]), "2, 1, 1", static v => [.. v[1].Select(i => v[0][(int)i])]),
        new("OneHot", ["i32[2]"], static x => OneHot(x[0], 3), "2, 3", static v => [.. v[0].SelectMany(static i => Enumerable.Range(0, 3).Select(k => k == i ? 1.0 : 0))]),
        new("OneHot", ["i32[]"], static x => OneHot(x[0], 5), "5", static v => [.. Enumerable.Range(0, 5).Select(k => k == v[0][0] ? 1.0 : 0)]),
        new("OneHot", ["i32[3, 1]"], static x => OneHot(x[0], 3), "3, 1, 3", static v => [.. v[0].SelectMany(static i => Enumerable.Range(0, 3).Select(k => k == i ? 1.0 : 0))]),
        new("Pick", ["2, 3", "i32[2]"], static x => Pick(x[0], x[1]), "2", static v => [v[0][(int)v[1][0]], v[0][3 + (int)v[1][1]]]),
        new("Pick", ["5", "i32[]"], static x => Pick(x[0], x[1]), "", static v => [v[0][(int)v[1][0]]]),
        new("Pick", ["3, 1, 3", "i32[3, 1]"], static x => Pick(x[0], x[1]), "3, 1", static v => [.. v[1].Select((label, i) => v[0][(3 * i) + (int)label])]),
        new("MatMul", ["2, 3", "3, 2"], static x => MatMul(x[0], x[1]), "2, 2", static v => Product(v[0], v[1], 2, 3, 2)),
        new("MatMul", ["3", "weight 3, 2"], static x => MatMul(x[0], x[1]), "2", static v => Product(v[0], v[1], 1, 3, 2)),
        new("MatMul", ["2, 1, 3", "weight 1, 3, 2"], static x => MatMul(x[0], x[1]), "2, 1, 2", static v => Product(v[0], v[1], 2, 3, 2)),
        new("Einsum", ["2, 3", "weight 4, 3"], static x => Einsum("ik,jk->ji", x[0], x[1]), "4, 2", static v => Turn(Product(v[0], Turn(v[1], 4), 2, 3, 4), 2)),
        new("Einsum", ["2", "3"], static x => Einsum("i,j->i", x[0], x[1]), "2", static v => [.. v[0].Select(a => a * v[1].Sum())]),
        new("Einsum", ["2, 3"], static x => Einsum("ik->ki", x[0]), "3, 2", static v => Turn(v[0], 2)),
        new("Einsum", ["2, 3"], static x => Einsum("ik->k", x[0]), "3", static v => [.. Enumerable.Range(0, 3).Select(k => v[0][k] + v[0][3 + k])]),
        new("Einsum", ["2, 3", "weight 3, 2", "2, 1"], static x => Einsum("ik,kl,lj->ij", x), "2, 1", static v => Product(Product(v[0], v[1], 2, 3, 2), v[2], 2, 2, 1)),
        new("Einsum", ["2", "weight 3", "2, 3", "3"], static x => Einsum("i,k,ik,m->i", x), "2", static v => [.. Enumerable.Range(0, 2).Select(i => v[0][i] * Enumerable.Range(0, 3).Sum(k => v[1][k] * v[2][(3 * i) + k]) * v[3].Sum())]),
        new("Einsum", ["2, 2"], static x => Einsum("ij,jk,ki->", x[0], x[0], x[0]), "", static v => Product(Product(v[0], v[0], 2, 2, 2), v[0], 2, 2, 2) switch { var cube => [cube[0] + cube[3]] }),
        new("Dense", ["2, 3", "weight 3, 2", "weight 2"], static x => Dense(x[0], x[1], x[2]), "2, 2", static v => [.. Product(v[0], v[1], 2, 3, 2).Select((y, i) => y + v[2][i % 2])]),
        new("Dense", ["2, 3", "3, 2", "2"], static x => Dense(x[0], x[1], x[2]), "2, 2", static v => [.. Product(v[0], v[1], 2, 3, 2).Select((y, i) => y + v[2][i % 2])]),
        new("Dense", ["3", "weight 3, 2"], static x => Dense(x[0], x[1]), "2", static v => Product(v[0], v[1], 1, 3, 2)),
        new("Dense", ["5, 1", "weight 1, 3"], static x => Dense(x[0], x[1]), "5, 3", static v => Product(v[0], v[1], 5, 1, 3)),
        .. SlidingSamples.All,
        new("LayerNorm", ["2, 3", "weight 3", "weight 3"], static x => LayerNorm(x[0], x[1], x[2]), "2, 3", static v => Rows(v[0], 3, row => [.. Normal(row).Select((y, i) => (y * v[1][i]) + v[2][i])])),
        new("LayerNorm", ["4"], static x => LayerNorm(x[0]), "4", static v => Normal(v[0])),
        new("CausalMask", ["2, 2"], static x => CausalMask(x[0]), "2, 2", static v => [v[0][0], double.NegativeInfinity, v[0][2], v[0][3]]),
        new("CausalMask", ["3, 3"], static x => CausalMask(x[0]), "3, 3", static v => [.. v[0].Select(static (a, i) => i % 3 > i / 3 ? double.NegativeInfinity : a)]),
        new("CausalMask", ["2, 1, 1"], static x => CausalMask(x[0]), "2, 1, 1", static v => v[0]),
        new("Gradient", ["3", "3"], static x => Gradient(x[0] * x[0] * x[1], x[0]), "3", static v => [.. v[0].Zip(v[1], static (a, b) => 2 * a * b)]),
        new("Gradient", ["3", "3"], static x => Gradient(x[0] * x[0] * x[1], x)[1], "3", static v => [.. v[0].Select(static a => a * a)]),
        new("Gradient", ["2, 1", "weight 2, 5"], static x => Gradient(Exp(x[0]) * x[1], x[0]), "2, 1", static v => [.. v[0].Select((a, i) => Math.Exp(a) * v[1][(5 * i)..((5 * i) + 5)].Sum())]),
        new("Gradient", ["1, 3"], static x => Gradient(Square(Sum(x[0])), x[0]), "1, 3", static v => [.. v[0].Select(_ => 2 * v[0].Sum())]),
        new("WithGradient", ["3"], static x => Gradient(WithGradient(Sign, static (a, d) => d * Cos(a), x[0]), x[0]), "3", static v => [.. v[0].Select(Math.Cos)]),
        new("WithGradient", ["3"], static x => WithGradient(Sign, static (a, d) => d, x[0]), "3", static v => [.. v[0].Select(static a => (double)Math.Sign(a))]),
        new("WithGradient", ["2, 1"], static x => Gradient(WithGradient(Sin, static (a, d) => 3 * d, x[0]), x[0]), "2, 1", static _ => [3, 3]),
        new("WithGradient", ["5, 2"], static x => WithGradient(Exp, static (a, d) => d, x[0]), "5, 2", static v => [.. v[0].Select(Math.Exp)]),
        new("Scan", ["3, 2", "2"], static x => Scan(static (h, item) => (0.5f * h) + item, x[1], x[0]), "3, 2", static v => Halving(v[0], v[1])),
        new("Scan", ["3, 2"], static x => Scan(static (h, item) => (0.5f * h) + item, 0f, x[0]), "3, 2", static v => Halving(v[0], [0, 0])),
        new("Scan", ["3, 2"], static x => Scan(static (h, item) => (h.Second, h.First + item), (0f, 1f), x[0]).First, "3, 2", static v => [1, 1, v[0][0], v[0][1], 1 + v[0][2], 1 + v[0][3]]),
        new("Scan", ["5"], static x => Scan(static (h, item) => h * item, 1f, x[0]), "5", static v => [.. v[0].Select((_, t) => v[0].Take(t + 1).Aggregate(1.0, static (a, b) => a * b))]),
        new("Scan", ["1, 3"], static x => Scan(static (h, item) => Sin(h) + item, 0f, x[0]), "1, 3", static v => v[0]),
        new("Fold", ["3, 2", "2"], static x => Fold(static (h, item) => (0.5f * h) + item, x[1], x[0]), "2", static v => Halving(v[0], v[1])[4..]),
        new("Fold", ["3, 2", "weight 4, 4", "weight 2, 4"], static x => Fold((h, item) => Dense(h, x[1]) + Dense(item, x[2]), 0f, x[0]), "4", static v =>
            Enumerable.Range(0, 3).Aggregate(new double[4], (h, t) => [.. Product(h, v[1], 1, 4, 4).Zip(Product(v[0][(2 * t)..((2 * t) + 2)], v[2], 1, 2, 4), static (a, b) => a + b)])),
        new("Fold", ["3"], static x => Fold(static (h, item) => (h.First + item, h.Second * item), (0f, 1f), x[0]).Second, "", static v => [v[0][0] * v[0][1] * v[0][2]]),
        new("Fold", ["1, 2", "weight 2"], static x => Fold(static (h, item) => h * item, x[1], x[0]), "2", static v => [v[0][0] * v[1][0], v[0][1] * v[1][1]]),
        new("ScanWithOutput", ["3"], static x => ScanWithOutput(static (h, item) => (h + item, h * item), 0f, x[0]).Outputs, "3", static v => [0, v[0][0] * v[0][1], (v[0][0] + v[0][1]) * v[0][2]]),
        new("ScanWithOutput", ["3"], static x => ScanWithOutput(static (h, item) => (h + item, h * item), 0f, x[0]).State, "", static v => [v[0].Sum()]),
        new("ScanWithOutput", ["1, 3"], static x => ScanWithOutput(static (h, item) => (h + item, h * item), 1f, x[0]).Outputs, "1, 3", static v => v[0]),
        new("ScanWithOutput", ["5, 2"], static x => ScanWithOutput(static (h, item) => (0.5f * h + item, Sin(h)), 0f, x[0]).State, "2", static v => Halving(v[0], [0, 0])[8..]),
        new("FixedPoint", ["3"], static x => FixedPoint(z => (0.5f * z) + x[0], 0f, 100, 1e-12f), "3", static v => [.. v[0].Select(static a => 2 * a)]),
        new("FixedPoint", ["2", "weight 2, 2"], static x => FixedPoint(z => (0.1f * Dense(z, 0 * x[1])) + x[0], 1f, 50, 0f), "2", static v => v[0]),
        new("FixedPoint", ["5, 1"], static x => FixedPoint(z => (0.25f * z) + x[0], 1f, 60, 1e-12f), "5, 1", static v => [.. v[0].Select(static a => a / 0.75)]),
        .. LossSamples.All,
        .. DerivativeSamples.All,
        .. ActivationSamples.All,
        .. ArrangementSamples.All,
        .. SequenceSamples.All,
    ];

    public static IEnumerable<FunctionSample> Unary(string name, Func<Expr, Expr> build, Func<double, double> expected) =>
        new[] { ("3", "3"), ("2, 1, 5", "2, 1, 5"), ("weight 2, 3", "2, 3"), (string.Empty, string.Empty) }
            .Select(shape => new FunctionSample(name, [shape.Item1], x => build(x[0]), shape.Item2, v => [.. v[0].Select(expected)]));

    public static IEnumerable<FunctionSample> Binary(string name, Func<Expr, Expr, Expr> build, Func<double, double, double> expected) =>
    [
        new(name, ["2, 3", "2, 3"], x => build(x[0], x[1]), "2, 3", v => [.. v[0].Zip(v[1], expected)]),
        new(name, ["2, 3", "weight 3"], x => build(x[0], x[1]), "2, 3", v => [.. v[0].Select((a, i) => expected(a, v[1][i % 3]))]),
        new(name, ["weight 2, 1", "3"], x => build(x[0], x[1]), "2, 3", v => [.. Enumerable.Range(0, 6).Select(i => expected(v[0][i / 3], v[1][i % 3]))]),
        new(name, ["", "1, 2"], x => build(x[0], x[1]), "1, 2", v => [.. v[1].Select(b => expected(v[0][0], b))]),
        new(name, ["3"], x => build(x[0], 0.25f), "3", v => [.. v[0].Select(a => expected(a, 0.25))]),
        new(name, ["weight 2"], x => build(-1.5f, x[0]), "2", v => [.. v[0].Select(b => expected(-1.5, b))]),
    ];

    public static IEnumerable<FunctionSample> Reductions(string name, Func<Expr, Expr> all, Func<Expr, int, bool, Expr> along, Func<double[], double> expected) =>
    [
        new(name, ["2, 3"], x => all(x[0]), "", v => [expected(v[0])]),
        new(name, ["weight 4"], x => all(x[0]), "", v => [expected(v[0])]),
        new(name, ["2, 3"], x => along(x[0], -1, false), "2", v => Rows(v[0], 3, row => [expected(row)])),
        new(name, ["3, 2"], x => along(x[0], 0, false), "2", v => Rows(Turn(v[0], 3), 3, row => [expected(row)])),
        new(name, ["3, 2"], x => along(x[0], 0, true), "1, 2", v => Rows(Turn(v[0], 3), 3, row => [expected(row)])),
        new(name, ["2, 1"], x => along(x[0], 1, false), "2", v => Rows(v[0], 1, row => [expected(row)])),
    ];

    private static double[] Halving(double[] items, double[] start)
    {
        List<double> results = [];
        double[] state = start;
        foreach (double[] item in items.Chunk(2))
        {
            state = [.. state.Zip(item, static (h, x) => (0.5 * h) + x)];
            results.AddRange(state);
        }

        return [.. results];
    }

    private static double[] Rows(double[] values, int length, Func<double[], double[]> each) => [.. values.Chunk(length).SelectMany(each)];

    private static double[] Turn(double[] values, int rows)
    {
        int columns = values.Length / rows;
        return [.. Enumerable.Range(0, values.Length).Select(i => values[(i % rows * columns) + (i / rows)])];
    }

    private static double[] Product(double[] a, double[] b, int rows, int inner, int columns) =>
        [.. Enumerable.Range(0, rows * columns).Select(i => Enumerable.Range(0, inner).Sum(k => a[(i / columns * inner) + k] * b[(k * columns) + (i % columns)]))];

    public static double[] Soft(double[] row) => [.. row.Select(x => Math.Exp(x) / row.Sum(Math.Exp))];

    private static double[] Normal(double[] row)
    {
        double mean = row.Average();
        double deviation = Math.Sqrt(row.Average(x => (x - mean) * (x - mean)) + 1e-5);
        return [.. row.Select(x => (x - mean) / deviation)];
    }

    /// <summary><c>2/√π ∫₀ˣ exp(−t²) dt</c> by Simpson's rule, whose error is below 1e-11 here.</summary>
    private static double ErfBySimpson(double x)
    {
        const int steps = 1000;
        double sum = 0;
        for (int i = 0; i <= steps; i++)
        {
            double t = x * i / steps;
            sum += (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-t * t);
        }

        return 2 / Math.Sqrt(Math.PI) * sum * x / steps / 3;
    }
}
