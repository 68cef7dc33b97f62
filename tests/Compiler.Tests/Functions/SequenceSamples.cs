using static Adjoint.Ops;

namespace Adjoint.Tests.Functions;

/// <summary>Samples of normalisations, recurrent networks, attention, positions and masks, each computed in another way too.</summary>
internal static class SequenceSamples
{
    public static IEnumerable<FunctionSample> All =>
    [
        new("LayerNorm", ["2, 3", "weight 2, 3"], static x => LayerNorm(x[0], x[1], axes: 2), "2, 3", static v => Scaled(Normal(v[0], 1e-5), v[1])),
        new("LayerNorm", ["2, 1, 3"], static x => LayerNorm(x[0], axes: 2), "2, 1, 3", static v => InRuns(v[0], 2, static run => Normal(run, 1e-5))),
        new("RmsNorm", ["2, 3", "weight 3"], static x => RmsNorm(x[0], x[1]), "2, 3", static v => InRuns(v[0], 2, row => Scaled(OverRoot(row), v[1]))),
        new("RmsNorm", ["weight 4"], static x => RmsNorm(x[0]), "4", static v => OverRoot(v[0])),
        new("RmsNorm", ["3, 1, 2"], static x => RmsNorm(x[0], axes: 3), "3, 1, 2", static v => OverRoot(v[0])),
        new("GroupNorm", ["4, 3", "weight 4", "weight 4"], static x => GroupNorm(x[0], 2, x[1], x[2]), "4, 3", static v => PerChannel(InRuns(v[0], 2, static run => Normal(run, 1e-5)), v[1], v[2])),
        new("GroupNorm", ["2, 1, 3"], static x => GroupNorm(x[0], 1), "2, 1, 3", static v => Normal(v[0], 1e-5)),
        new("GroupNorm", ["weight 3, 2, 2"], static x => GroupNorm(x[0], 3), "3, 2, 2", static v => InRuns(v[0], 3, static run => Normal(run, 1e-5))),
        new("InstanceNorm", ["2, 3", "weight 2", "weight 2"], static x => InstanceNorm(x[0], x[1], x[2]), "2, 3", static v => PerChannel(InRuns(v[0], 2, static run => Normal(run, 1e-5)), v[1], v[2])),
        new("InstanceNorm", ["1, 2, 2"], static x => InstanceNorm(x[0]), "1, 2, 2", static v => Normal(v[0], 1e-5)),
        new("InstanceNorm", ["weight 3, 4"], static x => InstanceNorm(x[0], epsilon: 0.1f), "3, 4", static v => InRuns(v[0], 3, static run => Normal(run, 0.1))),
        new("BatchNorm", ["weight 2, 3", "weight 2", "weight 2"], static x => BatchNorm(x[0], gain: x[1], bias: x[2]), "2, 3", static v => PerChannel(InRuns(v[0], 2, static run => Normal(run, 1e-5)), v[1], v[2])),
        new("BatchNorm", ["weight 1, 2, 2"], static x => BatchNorm(x[0]), "1, 2, 2", static v => Normal(v[0], 1e-5)),
        new("BatchNorm", ["weight 3, 4"], static x => BatchNorm(x[0], epsilon: 0.1f), "3, 4", static v => InRuns(v[0], 3, static run => Normal(run, 0.1))),
        .. Recurrent("Rnn", 1, static (x, first, reverse) => Rnn(x[0], x[1], x[2], x[3], x[4], first ? x[5] : null, first ? x[6] : null, reverse).Outputs, Elman),
        .. Recurrent("Gru", 3, static (x, first, reverse) => Gru(x[0], x[1], x[2], x[3], x[4], first ? x[5] : null, first ? x[6] : null, reverse).Outputs, Gated),
        .. Recurrent("Lstm", 4, static (x, first, reverse) => Lstm(x[0], x[1], x[2], x[3], x[4], first ? x[5] : null, null, first ? x[6] : null, reverse).Outputs, LongShort),
        new("Rnn", ["3, 1", "weight 1, 2", "weight 2, 2"], static x => Rnn(x[0], x[1], x[2], activation: Activation.Sigmoid).State, "2", static v =>
            Unrolled([v[0], v[1], v[2], new double[2], new double[2]], 2, static (a, u, h) => ([.. a.Zip(u, static (p, q) => Logistic(p + q))], h.C), reverse: false)[^2..]),
        new("Lstm", ["weight 2, 3", "weight 3, 4", "weight 1, 4"], static x => Lstm(x[0], x[1], x[2]).Outputs, "2, 1", static v => Unrolled([v[0], v[1], v[2], new double[4], new double[4]], 1, LongShort, reverse: false)),
        new("Attention", ["3, 4", "2, 4", "2, 4"], static x => Attention(x[0], x[1], x[2], heads: 2), "3, 4", static v => Attended(v[0], v[1], v[2], 3, 2, 2, 2, static (_, _, _) => 0)),
        new("Attention", ["3, 2", "3, 2", "3, 5"], static x => Attention(x[0], x[1], x[2], causal: true, scale: 0.25f), "3, 5", static v =>
            Attended([.. v[0].Select(static q => q * 0.25 * Math.Sqrt(2))], v[1], v[2], 3, 3, 1, 1, static (_, t, s) => s > t ? double.NegativeInfinity : 0)),
        new("Attention", ["2, 8", "3, 4", "3, 2", "4, 2, 3"], static x => Attention(x[0], x[1], x[2], null, x[3], heads: 4), "2, 4", static v => Attended(v[0], v[1], v[2], 2, 3, 4, 2, (h, t, s) => v[3][(((h * 2) + t) * 3) + s])),
        new("Attention", ["1, 1", "4, 1", "4, 1", "4"], static x => Attention(x[0], x[1], x[2], Abs(x[3]) - 0.7f), "1, 1", static v =>
            Attended(v[3].All(static m => Math.Abs(m) <= 0.7) ? [0] : v[0], v[1], v[2], 1, 4, 1, 1, (_, _, s) => v[3].All(static m => Math.Abs(m) <= 0.7) || Math.Abs(v[3][s]) > 0.7 ? 0 : double.NegativeInfinity)),
        new("Attention", ["weight 2, 2", "3, 2", "weight 3, 2", "i32[]"], static x => Attention(x[0], x[1], x[2], Concat(0, Ones("1"), LengthMask(x[3], "2"))), "2, 2", static v =>
            Attended(v[0], v[1], v[2], 2, 3, 1, 1, (_, _, s) => s <= v[3][0] ? 0 : double.NegativeInfinity)),
        new("SelfAttention", ["3, 2", "weight 2, 4", "weight 2, 4", "weight 2, 4", "weight 4, 3", "weight 4", "weight 4", "weight 4", "weight 3"],
            static x => SelfAttention(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[8], heads: 2, causal: true), "3, 3", static v => Self(v, 3, 2, 2, 2, causal: true, rotary: false)),
        new("SelfAttention", ["3, 2", "weight 2, 4", "weight 2, 2", "weight 2, 2", "weight 4, 3", "weight 4", "weight 2", "weight 2", "weight 3"],
            static x => SelfAttention(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[8], heads: 2, rotary: true), "3, 3", static v => Self(v, 3, 2, 2, 1, causal: false, rotary: true)),
        new("SelfAttention", ["1, 3", "weight 3, 1", "weight 3, 1", "weight 3, 2", "weight 2, 3"], static x => SelfAttention(x[0], x[1], x[2], x[3], x[4]), "1, 3", static v => Times(Times(v[0], v[3], 3), v[4], 2)),
        new("CrossAttention", ["2, 3", "3, 2", "weight 3, 4", "weight 2, 4", "weight 2, 4", "weight 4, 1"], static x => CrossAttention(x[0], x[1], x[2], x[3], x[4], x[5], heads: 2), "2, 1", static v => Cross(v, 2, 3, 3, 2, 2)),
        new("CrossAttention", ["weight 3, 1", "1, 2", "weight 1, 2", "weight 2, 2", "weight 2, 2", "weight 2, 3"], static x => CrossAttention(x[0], x[1], x[2], x[3], x[4], x[5]), "3, 3", static v => Cross(v, 3, 1, 1, 2, 1)),
        new("CrossAttention", ["1, 1", "4, 1", "weight 1, 3", "weight 1, 3", "weight 1, 3", "weight 3, 2"], static x => CrossAttention(x[0], x[1], x[2], x[3], x[4], x[5], heads: 3), "1, 2", static v => Cross(v, 1, 4, 1, 1, 3)),
        Step(2, 4, 4, heads: 2, rotary: false),
        Step(3, 4, 2, heads: 2, rotary: true),
        Step(1, 2, 2, heads: 1, rotary: true),
        new("SinusoidalPositions", ["3, 4"], static x => SinusoidalPositions(x[0]), "3, 4", static v => [.. v[0].Select(static (x, i) => x + Wave(i / 4, i % 4, 4))]),
        new("SinusoidalPositions", ["weight 2, 5"], static x => SinusoidalPositions(x[0], 100), "2, 5", static v => [.. v[0].Select(static (x, i) => x + Wave(i / 5, i % 5, 5, 100))]),
        new("SinusoidalPositions", ["2, 2, 1"], static x => SinusoidalPositions(x[0]), "2, 2, 1", static v => [.. v[0].Select(static (x, i) => x + Math.Sin(i % 2))]),
        new("RotaryPositions", ["3, 4"], static x => RotaryPositions(x[0]), "3, 4", static v => Turned(v[0], 3, 1, 0)),
        new("RotaryPositions", ["2, 8", string.Empty], static x => RotaryPositions(x[0], 2, start: x[1]), "2, 8", static v => Turned(v[0], 2, 2, v[1][0])),
        new("RotaryPositions", ["weight 3, 4"], static x => RotaryPositions(x[0], 2, neighbours: true), "3, 4", static v => Turned(v[0], 3, 2, 0)),
        new("RotaryPositions", ["weight 2, 2", string.Empty], static x => RotaryPositions(x[0], start: x[1]), "2, 2", static v => Turned(v[0], 2, 1, v[1][0])),
        new("RotaryPositions", ["1, 2"], static x => RotaryPositions(x[0]), "1, 2", static v => v[0]),
        new("LengthMask", ["i32[]"], static x => LengthMask(x[0], "3"), "3", static v => [.. Enumerable.Range(0, 3).Select(t => t < v[0][0] ? 1.0 : 0)]),
        new("LengthMask", ["i32[2]"], static x => LengthMask(x[0], "2"), "2, 2", static v => [v[0][0] > 0 ? 1 : 0, v[0][0] > 1 ? 1 : 0, v[0][1] > 0 ? 1 : 0, v[0][1] > 1 ? 1 : 0]),
        new("LengthMask", ["i32[3, 1]"], static x => LengthMask(x[0], "5"), "3, 1, 5", static v => [.. v[0].SelectMany(static length => Enumerable.Range(0, 5).Select(t => t < length ? 1.0 : 0))]),
        new("MaskedMean", ["2, 3", "i32[]"], static x => MaskedMean(x[0], x[1]), "3", static v => [.. Enumerable.Range(0, 3).Select(i => v[1][0] == 0 ? 0 : v[1][0] == 1 ? v[0][i] : (v[0][i] + v[0][i + 3]) / 2)]),
        new("MaskedMean", ["weight 3", "i32[]"], static x => MaskedMean(x[0], x[1]), string.Empty, static v => [v[0].Take((int)v[1][0]).DefaultIfEmpty().Average()]),
        new("MaskedMean", ["2, 1, 2", "weight 2"], static x => MaskedMean(x[0], Abs(x[1]) + 1f), "1, 2", static v => [.. Enumerable.Range(0, 2).Select(i =>
            ((v[0][i] * (Math.Abs(v[1][0]) + 1)) + (v[0][i + 2] * (Math.Abs(v[1][1]) + 1))) / (Math.Abs(v[1][0]) + Math.Abs(v[1][1]) + 2))]),
        new("SetStep", ["3, 2", "i32[]", "2"], static x => SetStep(x[0], x[1], x[2]), "3, 2", static v => [.. v[0].Select((x, i) => i / 2 == (int)v[1][0] ? v[2][i % 2] : x)]),
        new("SetStep", ["3", "i32[]", string.Empty], static x => SetStep(x[0], x[1], x[2]), "3", static v => [.. v[0].Select((x, i) => i == (int)v[1][0] ? v[2][0] : x)]),
        new("SetStep", ["weight 4, 1", "i32[]", "weight 1"], static x => SetStep(x[0], x[1], x[2]), "4, 1", static v => [.. v[0].Select((x, i) => i == (int)v[1][0] ? v[2][0] : x)]),
    ];

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private static double[] InRuns(double[] x, int runs, Func<double[], double[]> function) => [.. x.Chunk(x.Length / runs).SelectMany(function)];

    private static double[] Normal(double[] x, double epsilon)
    {
        double mean = x.Average();
        double variance = x.Average(v => v * v) - (mean * mean);
        return [.. x.Select(v => (v - mean) / Math.Sqrt(variance + epsilon))];
    }

    private static double[] OverRoot(double[] x) => [.. x.Select(v => v * Math.Pow(x.Average(static u => u * u) + 1e-6, -0.5))];

    private static double[] Scaled(double[] x, double[] gain) => [.. x.Zip(gain, static (a, b) => a * b)];

    private static double[] PerChannel(double[] x, double[] gain, double[] bias) => [.. x.Select((v, i) => (v * gain[i * gain.Length / x.Length]) + bias[i * gain.Length / x.Length])];

    /// <summary>Rows times a matrix.</summary>
    private static double[] Times(double[] x, double[] kernel, int inputs, double[]? bias = null)
    {
        int columns = kernel.Length / inputs;
        return [.. x.Chunk(inputs).SelectMany(row => Enumerable.Range(0, columns).Select(j => row.Select((v, i) => v * kernel[(i * columns) + j]).Sum() + (bias?[j] ?? 0)))];
    }

    /// <summary>A network forwards from nothing, and backwards from a state with lengths.</summary>
    private static IEnumerable<FunctionSample> Recurrent(
        string name, int gates, Func<Expr[], bool, bool, Expr> build, Func<double[], double[], (double[] H, double[] C), (double[] H, double[] C)> step)
    {
        string[] Weights(int features, int units) => [$"weight {features}, {gates * units}", $"weight {units}, {gates * units}", $"weight {gates * units}", $"weight {gates * units}"];
        yield return new(name, ["3, 2", .. Weights(2, 2)], x => build(x, false, false), "3, 2", v => Unrolled(v, 2, step, reverse: false));
        yield return new(name, ["3, 1", .. Weights(1, 2), "2", "i32[]"], x => build(x, true, false), "3, 2", v => Unrolled(v, 2, step, reverse: false));
        yield return new(name, ["3, 2", .. Weights(2, 1), "weight 1", "i32[]"], x => build(x, true, true), "3, 1", v => Unrolled(v, 1, step, reverse: true));
    }

    /// <summary>The outputs of a loop over x, W, U, b and d, perhaps from a state and up to a length; the step is given x W + b and h U + d.</summary>
    private static double[] Unrolled(double[][] v, int units, Func<double[], double[], (double[] H, double[] C), (double[] H, double[] C)> step, bool reverse)
    {
        int features = v[1].Length / v[3].Length;
        double[][] steps = [.. v[0].Chunk(features)];
        int length = v.Length > 6 ? (int)v[6][0] : steps.Length;
        (double[] H, double[] C) state = (v.Length > 5 ? v[5] : new double[units], new double[units]);
        double[][] outputs = [.. steps.Select(_ => new double[units])];
        foreach (int t in reverse ? Enumerable.Range(0, length).Reverse() : Enumerable.Range(0, length))
        {
            state = step(Times(steps[t], v[1], features, v[3]), Times(state.H, v[2], units, v[4]), state);
            outputs[t] = state.H;
        }

        return [.. outputs.SelectMany(static h => h)];
    }

    private static (double[] H, double[] C) Elman(double[] a, double[] u, (double[] H, double[] C) state) => ([.. a.Zip(u, static (p, q) => Math.Tanh(p + q))], state.C);

    private static (double[] H, double[] C) Gated(double[] a, double[] u, (double[] H, double[] C) state)
    {
        int units = state.H.Length;
        return ([.. state.H.Select((h, j) =>
        {
            double z = Logistic(a[units + j] + u[units + j]);
            return ((1 - z) * Math.Tanh(a[(2 * units) + j] + (Logistic(a[j] + u[j]) * u[(2 * units) + j]))) + (z * h);
        })], state.C);
    }

    private static (double[] H, double[] C) LongShort(double[] a, double[] u, (double[] H, double[] C) state)
    {
        int units = state.H.Length;
        double Gate(int gate, int j) => a[(gate * units) + j] + u[(gate * units) + j];
        double[] cell = [.. state.C.Select((c, j) => (Logistic(Gate(1, j)) * c) + (Logistic(Gate(0, j)) * Math.Tanh(Gate(2, j))))];
        return ([.. cell.Select((c, j) => Logistic(Gate(3, j)) * Math.Tanh(c))], cell);
    }

    /// <summary>Attention, one query and one head at a time.</summary>
    private static double[] Attended(double[] q, double[] k, double[] v, int steps, int places, int heads, int groups, Func<int, int, int, double> bias)
    {
        (int d, int e) = (q.Length / steps / heads, v.Length / places / groups);
        List<double> result = [];
        for (int t = 0; t < steps; t++)
        {
            for (int h = 0; h < heads; h++)
            {
                int g = h * groups / heads;
                double[] scores = [.. Enumerable.Range(0, places).Select(s =>
                    (Enumerable.Range(0, d).Sum(i => q[(((t * heads) + h) * d) + i] * k[(((s * groups) + g) * d) + i]) / Math.Sqrt(d)) + bias(h, t, s))];
                double[] weights = [.. scores.Select(score => Math.Exp(score - scores.Max()))];
                result.AddRange(Enumerable.Range(0, e).Select(i => weights.Select((w, s) => w * v[(((s * groups) + g) * e) + i]).Sum() / weights.Sum()));
            }
        }

        return [.. result];
    }

    private static double[] Self(double[][] v, int steps, int features, int heads, int groups, bool causal, bool rotary)
    {
        (double[] q, double[] k, double[] values) = (Times(v[0], v[1], features, v[5]), Times(v[0], v[2], features, v[6]), Times(v[0], v[3], features, v[7]));
        (q, k) = rotary ? (Turned(q, steps, heads, 0), Turned(k, steps, groups, 0)) : (q, k);
        double[] y = Attended(q, k, values, steps, steps, heads, groups, (_, t, s) => causal && s > t ? double.NegativeInfinity : 0);
        return Times(y, v[4], y.Length / steps, v[8]);
    }

    private static double[] Cross(double[][] v, int steps, int places, int features, int memory, int heads)
    {
        double[] y = Attended(Times(v[0], v[2], features), Times(v[1], v[3], memory), Times(v[1], v[4], memory), steps, places, heads, heads, static (_, _, _) => 0);
        return Times(y, v[5], y.Length / steps);
    }

    /// <summary>One step of attention, from the number of features, those of the queries and of the keys, and the heads.</summary>
    private static FunctionSample Step(int d, int f, int g, int heads, bool rotary)
    {
        string[] inputs = [$"{d}", $"3, {g}", $"3, {g}", "i32[]", $"weight {d}, {f}", $"weight {d}, {g}", $"weight {d}, {g}", $"weight {f}, {d}"];
        return new(
            "SelfAttentionStep", inputs, x => SelfAttentionStep(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], heads: heads, rotary: rotary).Output, $"{d}", v =>
            {
                (int position, int groups) = ((int)v[3][0], heads * g / f);
                (double[] q, double[] k) = (Times(v[0], v[4], d), Times(v[0], v[5], d));
                (q, k) = rotary ? (Turned(q, 1, heads, position), Turned(k, 1, groups, position)) : (q, k);
                double[] keys = [.. v[1].Take(position * g), .. k];
                double[] values = [.. v[2].Take(position * g), .. Times(v[0], v[6], d)];
                return Times(Attended(q, keys, values, 1, position + 1, heads, groups, static (_, _, _) => 0), v[7], f);
            });
    }

    private static double Wave(int step, int feature, int size, double period = 10_000)
    {
        double angle = step / Math.Pow(period, feature / 2 * 2.0 / size);
        return feature % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle);
    }

    /// <summary>Rotary positions; where a head has one pair, its features are neighbours and halves.</summary>
    private static double[] Turned(double[] x, int steps, int heads, double start)
    {
        int half = x.Length / steps / heads / 2;
        return [.. x.Chunk(2 * half).SelectMany((head, i) => head.Select((value, j) =>
        {
            double angle = (start + (i / heads)) * Math.Pow(10_000, -(double)(j % half) / half);
            return j < half ? (value * Math.Cos(angle)) - (head[j + half] * Math.Sin(angle)) : (value * Math.Cos(angle)) + (head[j - half] * Math.Sin(angle));
        }))];
    }
}
