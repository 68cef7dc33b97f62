using static Adjoint.Ops;

namespace Adjoint.Tests.Functions;

/// <summary>Samples of functions whose value is a derivative, each worked out by hand too.</summary>
internal static class DerivativeSamples
{
    public static IEnumerable<FunctionSample> All =>
    [
        new("Jvp", ["3", "3", "3"], static x => Jvp(Sin(x[0]) * x[1], x[0], x[2]), "3", static v => [.. v[0].Select((a, i) => Math.Cos(a) * v[1][i] * v[2][i])]),
        new("Jvp", ["3", "weight 3, 2", "3"], static x => Jvp(Dense(x[0], x[1]), x[0], x[2]), "2", static v => Rows(v[2], v[1], 2)),
        new("Jvp", ["3", "weight 3, 2", "weight 3, 2"], static x => Jvp(Dense(x[0], x[1]), x[1], x[2]), "2", static v => Rows(v[0], v[2], 2)),
        new("Jvp", ["2, 1, 3"], static x => Jvp(Exp(2 * x[0]), x[0], 0.5f), "2, 1, 3", static v => [.. v[0].Select(static a => Math.Exp(2 * a))]),
        new("Jvp", ["3"], static x => Jvp(Fold(static (h, item) => h * item, 1f, x[0]), x[0], Flip(x[0], 0)), string.Empty, static v =>
            [(v[0][1] * v[0][2] * v[0][2]) + (v[0][0] * v[0][2] * v[0][1]) + (v[0][0] * v[0][1] * v[0][0])]),
        new("HessianProduct", ["3", "3"], static x => HessianProduct(x[0] * x[0] * x[0], x[0], x[1]), "3", static v => [.. v[0].Zip(v[1], static (a, b) => 6 * a * b)]),
        new("HessianProduct", ["2", "2"], static x => HessianProduct(Sum(x[0]) * Sum(x[0]), x[0], x[1] * x[0]), "2", static v =>
            [2 * ((v[0][0] * v[1][0]) + (v[0][1] * v[1][1])), 2 * ((v[0][0] * v[1][0]) + (v[0][1] * v[1][1]))]),
        new("HessianProduct", ["2, 1", "2, 1"], static x => HessianProduct(x[0] * 3, x[0], x[1]), "2, 1", static _ => [0, 0]),
        new("Jacobian", ["3"], static x => Jacobian(Exp(x[0]) * Sum(x[0]), x[0]), "3, 3", static v => [.. Enumerable.Range(0, 9).Select(i =>
            (i / 3 == i % 3 ? Math.Exp(v[0][i / 3]) * v[0].Sum() : 0) + Math.Exp(v[0][i / 3]))]),
        new("Jacobian", ["2", "weight 2, 3"], static x => Jacobian(Dense(x[0], x[1]), x[0]), "3, 2", static v => [.. Enumerable.Range(0, 6).Select(i => v[1][(i % 2 * 3) + (i / 2)])]),
        new("Jacobian", ["2, 1", "1, 3"], static x => Jacobian(Sum(x[0] * x[1], 1), x[1]), "2, 1, 3", static v => [.. v[0].SelectMany(static a => new[] { a, a, a })]),
        new("PerSample", ["3", "weight 3"], static x => x[0] + PerSample(x[1]), "3", static v => [.. v[0].Zip(v[1], static (a, w) => a + w)]),
        new("PerSample", ["3", "weight 3"], static x => OwnGradient(x[1], kernel => Sum(Square(x[0] * kernel))), "3", static v => [.. v[0].Zip(v[1], static (a, w) => 2 * a * a * w)]),
        new("PerSample", ["2", "weight 2, 1"], static x => OwnGradient(x[1], kernel => Square(Sum(Dense(x[0], kernel)))), "2, 1", static v => [.. v[0].Select(a => 2 * a * ((v[0][0] * v[1][0]) + (v[0][1] * v[1][1])))]),
        new("PerSample", ["1, 5", "weight 5"], static x => x[0] * PerSample(x[1]), "1, 5", static v => [.. v[0].Zip(v[1], static (a, w) => a * w)]),
    ];

    private static Expr OwnGradient(Expr weight, Func<Expr, Expr> loss)
    {
        Expr own = PerSample(weight);
        return Gradient(loss(own), own);
    }

    private static double[] Rows(double[] x, double[] kernel, int columns) =>
        [.. Enumerable.Range(0, columns).Select(j => x.Select((value, i) => value * kernel[(i * columns) + j]).Sum())];
}
