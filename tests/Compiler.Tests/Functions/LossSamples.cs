using static Adjoint.Ops;

namespace Adjoint.Tests.Functions;

/// <summary>Samples of losses, each computed in another way too.</summary>
internal static class LossSamples
{
    public static IEnumerable<FunctionSample> All =>
    [
        .. OfElements("SquaredError", SquaredError, static (y, t) => (y - t) * (y - t)),
        .. OfElements("AbsoluteError", AbsoluteError, static (y, t) => Math.Max(y - t, t - y)),
        .. OfElements("Huber", static (y, t) => Huber(y, t, 1.5f), static (y, t) => Math.Abs(y - t) <= 1.5 ? (y - t) * (y - t) / 2 : 1.5 * (Math.Abs(y - t) - 0.75)),
        .. OfElements("SmoothL1", static (y, t) => SmoothL1(y, t, 0.5f), static (y, t) => Math.Abs(y - t) <= 0.5 ? (y - t) * (y - t) : Math.Abs(y - t) - 0.25),
        .. OfElements("Hinge", static (y, t) => Hinge(y, Sign(t)), static (y, t) => Math.Max(0, 1 - (y * Math.Sign(t)))),
        .. OfElements("SigmoidCrossEntropy", static (x, t) => SigmoidCrossEntropy(x, Sigmoid(t)), static (x, t) => Binary(Probability(x), Probability(t))),
        .. OfElements("SigmoidFocal", static (x, t) => SigmoidFocal(x, t > 0, 3), static (x, t) => Focal(x, t, 3)),
        .. OfElements("SigmoidFocal", static (x, t) => SigmoidFocal(x, t > 0, 0.5f, 0.25f), static (x, t) => (t > 0 ? 0.25 : 0.75) * Focal(x, t, 0.5)),
        .. OfLabels("SoftmaxCrossEntropy", static (x, labels) => SoftmaxCrossEntropy(x, labels), static (row, label) => -Math.Log(FunctionSamples.Soft(row)[label])),
        .. OfLabels("SoftmaxCrossEntropy", static (x, labels) => SoftmaxCrossEntropy(x, labels, 0.25f), static (row, label) =>
            -FunctionSamples.Soft(row).Select((p, i) => ((i == label ? 0.75 : 0) + (0.25 / row.Length)) * Math.Log(p)).Sum()),
        .. OfLabels("MaskedCrossEntropy", MaskedCrossEntropy, static (row, label) => -Math.Log(FunctionSamples.Soft(row)[label])),
        new("LabelMask", ["i32[]"], static x => LabelMask(x[0], 3), string.Empty, static _ => [1]),
        new("LabelMask", ["i32[2]"], static x => LabelMask(x[0], 5), "2", static _ => [1, 1]),
        new("LabelMask", ["i32[1, 3]"], static x => LabelMask(x[0], 3), "1, 3", static _ => [1, 1, 1]),
        .. OfLabels("SoftmaxFocal", static (x, labels) => SoftmaxFocal(x, labels, 1.5f), static (row, label) =>
            -Math.Pow(1 - FunctionSamples.Soft(row)[label], 1.5) * Math.Log(FunctionSamples.Soft(row)[label])),
        .. OfLabels("SoftmaxFocal", static (x, labels) => SoftmaxFocal(x, labels, 0), static (row, label) => -Math.Log(FunctionSamples.Soft(row)[label])),
        .. OfRows("SoftTargetCrossEntropy", static (x, t) => SoftTargetCrossEntropy(x, Softmax(t)), static (x, t) =>
            -FunctionSamples.Soft(x).Zip(FunctionSamples.Soft(t), static (p, q) => q * Math.Log(p)).Sum()),
        .. OfRows("KullbackLeibler", static (x, t) => KullbackLeibler(x, Softmax(t)), static (x, t) =>
            FunctionSamples.Soft(x).Zip(FunctionSamples.Soft(t), static (p, q) => q * Math.Log(q / p)).Sum()),
        .. OfRows("CosineSimilarity", static (a, b) => CosineSimilarity(a, b), Cosine),
        .. OfRows("CosineEmbedding", static (a, b) => CosineEmbedding(a, b, 1), static (a, b) => 1 - Cosine(a, b)),
        .. OfRows("CosineEmbedding", static (a, b) => CosineEmbedding(a, b, -1, 0.05f), static (a, b) => Math.Max(0, Cosine(a, b) - 0.05f)),
        .. OfRows("TripletMargin", static (a, b) => TripletMargin(a, b, 2 * b, 0.5f), static (a, b) => Math.Max(0, Distance(a, b, 1) - Distance(a, b, 2) + 0.5)),
        new("CosineSimilarity", ["2, 3", "2, 3"], static x => CosineSimilarity(x[0], x[1], 0), "3", static v => [.. Enumerable.Range(0, 3).Select(i => Cosine([v[0][i], v[0][i + 3]], [v[1][i], v[1][i + 3]]))]),
        new("GaussianNll", ["3", "3", "3"], static x => GaussianNll(x[0], Square(x[1]), x[2]), string.Empty, static v => [Normal(v, 3)]),
        new("GaussianNll", ["2, 1", "2, 1", "2, 1"], static x => GaussianNll(x[0], Square(x[1]), x[2]), string.Empty, static v => [Normal(v, 2)]),
        new("GaussianNll", ["", "", ""], static x => GaussianNll(x[0], Square(x[1]), x[2]), string.Empty, static v => [Normal(v, 1)]),
        Contrast("3"),
        Contrast("2"),
        Contrast("5"),
        Contrast("1"),
        new("Ctc", ["3, 4", "i32[2]", "i32[]"], static x => Ctc(x[0], x[1], lengths: x[2], blank: 3), string.Empty, static v => [BySpelling(v[0], 4, 3, v[1][..(int)v[2][0]], 3)]),
        new("Ctc", ["4, 4", "i32[2]"], static x => Ctc(x[0], x[1], blank: 3), string.Empty, static v => [BySpelling(v[0], 4, 4, v[1], 3)]),
        new("Ctc", ["4, 5", "i32[1]", "i32[]"], static x => Ctc(x[0], x[1], ArgMax(Pad(OneHot(x[2], 3), 0, 2, 0), 0), blank: 4), string.Empty, static v => [BySpelling(v[0], 5, 2 + (int)v[2][0], v[1], 4)]),
        new("Ctc", ["1, 4", "i32[1]"], static x => Ctc(x[0], x[1], blank: 3), string.Empty, static v => [BySpelling(v[0], 4, 1, v[1], 3)]),
    ];

    private static IEnumerable<FunctionSample> OfElements(string name, Func<Expr, Expr, Expr> build, Func<double, double, double> each) =>
    [
        new(name, ["2, 2", "2, 2"], x => build(x[0], x[1]), string.Empty, v => [v[0].Zip(v[1], each).Average()]),
        new(name, ["3, 1, 2", "weight 2"], x => build(x[0], x[1]), string.Empty, v => [v[0].Select((y, i) => each(y, v[1][i % 2])).Average()]),
        new(name, [string.Empty, string.Empty], x => build(x[0], x[1]), string.Empty, v => [each(v[0][0], v[1][0])]),
        new(name, ["weight 3", "weight 3"], x => build(x[0], x[1]), string.Empty, v => [v[0].Zip(v[1], each).Average()]),
    ];

    private static IEnumerable<FunctionSample> OfLabels(string name, Func<Expr, Expr, Expr> build, Func<double[], int, double> each) =>
    [
        new(name, ["3", "i32[]"], x => build(x[0], x[1]), string.Empty, v => [each(v[0], (int)v[1][0])]),
        new(name, ["2, 3", "i32[2]"], x => build(x[0], x[1]), "2", v => [.. v[0].Chunk(3).Select((row, i) => each(row, (int)v[1][i]))]),
        new(name, ["1, 2, 5", "i32[1, 2]"], x => build(x[0], x[1]), "1, 2", v => [.. v[0].Chunk(5).Select((row, i) => each(row, (int)v[1][i]))]),
    ];

    private static IEnumerable<FunctionSample> OfRows(string name, Func<Expr, Expr, Expr> build, Func<double[], double[], double> each) =>
    [
        new(name, ["3", "3"], x => build(x[0], x[1]), string.Empty, v => [each(v[0], v[1])]),
        new(name, ["2, 1, 4", "weight 4"], x => build(x[0], x[1]), "2, 1", v => [.. v[0].Chunk(4).Select(row => each(row, v[1]))]),
        new(name, ["weight 2, 3", "weight 2, 3"], x => build(x[0], x[1]), "2", v => [.. v[0].Chunk(3).Zip(v[1].Chunk(3), each)]),
    ];

    /// <summary>Queries and keys, of which each sample's loss knows all.</summary>
    private static FunctionSample Contrast(string shape) => new("InfoNce", [shape, shape], static x => InfoNce(x[0], x[1], 0.5f), string.Empty, static _ => [])
    {
        ExpectedOfBatch = static (v, batch) =>
        {
            double[][] queries = [.. v[0].Chunk(v[0].Length / batch)];
            double[][] keys = [.. v[1].Chunk(v[1].Length / batch)];
            return [.. queries.Select((query, i) => -Math.Log(FunctionSamples.Soft([.. keys.Select(key => Cosine(query, key) / 0.5)])[i]))];
        },
    };

    /// <summary>Adds up the probabilities of all sequences of classes that are the labels once repetitions and then blanks are left out.</summary>
    private static double BySpelling(double[] logits, int classes, int steps, double[] labels, int blank)
    {
        double[][] rows = [.. logits.Chunk(classes).Take(steps).Select(FunctionSamples.Soft)];
        double total = 0;
        for (int code = 0; code < (int)Math.Pow(classes, steps); code++)
        {
            int[] path = [.. Enumerable.Range(0, steps).Select(t => code / (int)Math.Pow(classes, t) % classes)];
            IEnumerable<double> spelled = path.Where((c, t) => c != blank && (t == 0 || path[t - 1] != c)).Select(static c => (double)c);
            total += spelled.SequenceEqual(labels) ? path.Select((c, t) => rows[t][c]).Aggregate(1.0, static (product, p) => product * p) : 0;
        }

        return -Math.Log(total);
    }

    private static double Normal(double[][] v, int count) => Enumerable.Range(0, count).Average(i =>
        (Math.Log(v[1][i] * v[1][i]) + Math.Pow((v[2][i] - v[0][i]) / v[1][i], 2)) / 2);

    private static double Cosine(double[] a, double[] b) =>
        a.Zip(b, static (x, y) => x * y).Sum() / Math.Sqrt(a.Sum(static x => x * x) * b.Sum(static x => x * x));

    private static double Distance(double[] a, double[] b, double factor) => Math.Sqrt(a.Zip(b, (x, y) => Math.Pow(x - (factor * y), 2)).Sum());

    private static double Probability(double x) => 1 / (1 + Math.Exp(-x));

    private static double Binary(double p, double t) => (-t * Math.Log(p)) - ((1 - t) * Math.Log(1 - p));

    private static double Focal(double x, double t, double gamma)
    {
        double p = t > 0 ? Probability(x) : 1 - Probability(x);
        return -Math.Pow(1 - p, gamma) * Math.Log(p);
    }
}
