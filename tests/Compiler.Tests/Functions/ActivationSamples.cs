using static Adjoint.Ops;

namespace Adjoint.Tests.Functions;

/// <summary>Samples of activations and of other functions of each element alone, each computed in another way too.</summary>
internal static class ActivationSamples
{
    public static IEnumerable<FunctionSample> All =>
    [
        .. FunctionSamples.Unary("Reciprocal", Reciprocal, static x => Math.Pow(x, -1)),
        .. FunctionSamples.Unary("Rsqrt", static x => Rsqrt(Abs(x)), static x => Math.Pow(Math.Abs(x), -0.5)),
        .. FunctionSamples.Unary("Expm1", Expm1, static x => Math.Exp(x) - 1),
        .. FunctionSamples.Unary("Clamp", static x => Clamp(x, -0.95f, 1.05f), static x => x < -0.95 ? -0.95 : x > 1.05 ? 1.05 : x),
        .. FunctionSamples.Binary("Clamp", static (a, b) => Clamp(a, b - 0.5f, b + 0.5f), static (a, b) => Math.Min(Math.Max(a, b - 0.5), b + 0.5)),
        .. FunctionSamples.Unary("RoundStraightThrough", RoundStraightThrough, static x => Math.Round(x)),
        .. FunctionSamples.Unary("FloorStraightThrough", FloorStraightThrough, Math.Floor),
        .. FunctionSamples.Binary("Power", static (a, b) => Power(Abs(a), b + 0f), static (a, b) => Math.Exp(b * Math.Log(Math.Abs(a)))),
        .. FunctionSamples.Binary("GreaterOrEqual", static (a, b) => Sign(a) >= Sign(b), static (a, b) => Math.Sign(a) < Math.Sign(b) ? 0 : 1),
        .. FunctionSamples.Binary("LessOrEqual", static (a, b) => Sign(a) <= Sign(b), static (a, b) => Math.Sign(a) > Math.Sign(b) ? 0 : 1),
        .. FunctionSamples.Binary("NotEqual", static (a, b) => NotEqual(Sign(a), Sign(b)), static (a, b) => Math.Sign(a) == Math.Sign(b) ? 0 : 1),
        .. FunctionSamples.Unary("Gelu", static x => Gelu(x, approximate: true), static x => x / (1 + Math.Exp(-2 * Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))))),
        .. FunctionSamples.Binary("PRelu", PRelu, static (x, slope) => Math.Max(x, 0) + (slope * Math.Min(x, 0))),
        .. FunctionSamples.Unary("Elu", static x => Elu(x, 0.7f), static x => x > 0 ? x : 0.7 * (Math.Exp(x) - 1)),
        .. FunctionSamples.Unary("Selu", Selu, static x => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (Math.Exp(x) - 1))),
        .. FunctionSamples.Unary("Celu", static x => Celu(x, 0.5f), static x => Math.Max(x, 0) + Math.Min(0, 0.5 * (Math.Exp(x / 0.5) - 1))),
        .. FunctionSamples.Unary("Mish", Mish, static x => x * Math.Tanh(Math.Log(1 + Math.Exp(x)))),
        .. FunctionSamples.Unary("Softsign", Softsign, static x => x > 0 ? 1 - (1 / (1 + x)) : (1 / (1 - x)) - 1),
        .. FunctionSamples.Unary("HardSigmoid", static x => HardSigmoid(2 * x), static x => 2 * x < -3 ? 0 : 2 * x > 3 ? 1 : (x / 3) + 0.5),
        .. FunctionSamples.Unary("HardSwish", static x => HardSwish(2 * x), static x => 2 * x < -3 ? 0 : 2 * x > 3 ? 2 * x : 2 * x * ((2 * x) + 3) / 6),
        .. FunctionSamples.Unary("Sine", static x => Sine(x, 3), static x => Math.Sin(3 * x)),
        .. Gates("Glu", Glu, static (a, b) => a / (1 + Math.Exp(-b))),
        .. Gates("Swiglu", Swiglu, static (a, b) => a * b / (1 + Math.Exp(-a))),
        new("Maxout", ["2, 6"], static x => Maxout(x[0], 3), "2, 2", static v => [.. v[0].Chunk(3).Select(static run => run.Max())]),
        new("Maxout", ["4, 1"], static x => Maxout(x[0], 2, 0), "2, 1", static v => [Math.Max(v[0][0], v[0][1]), Math.Max(v[0][2], v[0][3])]),
        new("Maxout", ["weight 5"], static x => Maxout(x[0], 5), "1", static v => [v[0].Max()]),
        new("SqueezeExcite", ["2, 1, 3", "weight 2, 3", "weight 3", "weight 3, 2", "weight 2"], static x => SqueezeExcite(x[0], x[1], x[2], x[3], x[4]), "2, 1, 3", static v => Excited(v)),
        new("SqueezeExcite", ["2, 3", "weight 2, 1", "weight 1, 2"], static x => SqueezeExcite(x[0], x[1], null, x[2], null), "2, 3", static v => Excited([v[0], v[1], [0], v[2], [0, 0]])),
        new("SqueezeExcite", ["weight 2, 3", "weight 2, 1", "weight 1, 2"], static x => SqueezeExcite(x[0], x[1], null, x[2], null), "2, 3", static v => Excited([v[0], v[1], [0], v[2], [0, 0]])),
        new("Eca", ["4, 3", "weight 3"], static x => Eca(x[0], x[1]), "4, 3", static v => Attended(v[0], 4, v[1])),
        new("Eca", ["3, 1, 2", "weight 5"], static x => Eca(x[0], x[1]), "3, 1, 2", static v => Attended(v[0], 3, v[1])),
        new("Eca", ["weight 5, 2", "weight 1"], static x => Eca(x[0], x[1]), "5, 2", static v => Attended(v[0], 5, v[1])),
        .. FunctionSamples.Unary("ChannelDropout", static x => x.Shape == "[]" ? x : ChannelDropout(x, 0.5f), static x => x),
        .. FunctionSamples.Unary("GaussianNoise", static x => GaussianNoise(x, 0.5f), static x => x),
        .. Penalties("L1Penalty", L1Penalty, Math.Abs),
        .. Penalties("L2Penalty", L2Penalty, static x => x * x),
    ];

    private static IEnumerable<FunctionSample> Gates(string name, Func<Expr, int, Expr> build, Func<double, double, double> gate) =>
    [
        new(name, ["6"], x => build(x[0], -1), "3", v => [.. v[0][..3].Zip(v[0][3..], gate)]),
        new(name, ["2, 2"], x => build(x[0], -1), "2, 1", v => [gate(v[0][0], v[0][1]), gate(v[0][2], v[0][3])]),
        new(name, ["weight 4, 3"], x => build(x[0], 0), "2, 3", v => [.. v[0][..6].Zip(v[0][6..], gate)]),
    ];

    private static IEnumerable<FunctionSample> Penalties(string name, Func<Expr[], Expr> build, Func<double, double> each) =>
    [
        new(name, ["weight 2, 3"], x => build(x), string.Empty, v => [v[0].Sum(each)]),
        new(name, ["weight 3", "weight 1, 5"], x => build(x), string.Empty, v => [v[0].Sum(each) + v[1].Sum(each)]),
        new(name, ["2, 1", "weight 2"], x => build(x), string.Empty, v => [v[0].Sum(each) + v[1].Sum(each)]),
    ];

    /// <summary>Squeeze and excitation of two channels, from x, W₁, b₁, W₂ and b₂.</summary>
    private static double[] Excited(double[][] v)
    {
        (int places, int hidden) = (v[0].Length / 2, v[2].Length);
        double[] z = [v[0][..places].Average(), v[0][places..].Average()];
        double[] h = [.. Enumerable.Range(0, hidden).Select(j => Math.Max(0, (z[0] * v[1][j]) + (z[1] * v[1][hidden + j]) + v[2][j]))];
        double[] scale = [.. Enumerable.Range(0, 2).Select(c => 1 / (1 + Math.Exp(-h.Select((value, j) => value * v[3][(2 * j) + c]).Sum() - v[4][c])))];
        return [.. v[0].Select((x, i) => x * scale[i / places])];
    }

    private static double[] Attended(double[] x, int channels, double[] kernel)
    {
        int places = x.Length / channels;
        double[] z = [.. x.Chunk(places).Select(static channel => channel.Average())];
        double Scale(int c) => 1 / (1 + Math.Exp(-kernel.Select((k, i) => c + i - (kernel.Length / 2) is var at && at >= 0 && at < channels ? k * z[at] : 0).Sum()));
        return [.. x.Select((value, i) => value * Scale(i / places))];
    }
}
