using Adjoint.Compiler.Operations;

namespace Adjoint.Tests.Operations;

/// <summary>Samples of the functions of one or two numbers, each with the same function computed in another way.</summary>
internal static class FunctionSamples
{
    public static IEnumerable<OperationSample> All =>
    [
        .. Of(new Divide(), static x => x[0] * Math.Pow(x[1], -1)),
        .. Of(new Exp(), static x => Math.Cosh(x[0]) + Math.Sinh(x[0])),
        .. Of(new Log(), static x => 2 * Math.Atanh((x[0] - 1) / (x[0] + 1)), Values.Positive),
        .. Of(new Log1p(), static x => 2 * Math.Atanh(x[0] / (x[0] + 2)), Values.AboveMinusOne),
        .. Of(new Softplus(), static x => Math.Log(1 + Math.Exp(x[0]))),
        .. Of(new Erf(), static x => Integral(static t => 2 / Math.Sqrt(Math.PI) * Math.Exp(-t * t), x[0])),
        .. Of(new Gelu(false), static x => x[0] * (0.5 + Integral(Bell, x[0]))),
        .. Of(new Gelu(true), static x => x[0] / (1 + Math.Exp(-2 * Argument(x[0])))),
        .. Of(new GeluDerivative(false), static x => 0.5 + Integral(static t => (2 - (t * t)) * Bell(t), x[0])),
        .. Of(new GeluDerivative(true), static x => Logistic(2 * Argument(x[0])) + (x[0] * 2 * Slope(x[0]) * Logistic(2 * Argument(x[0])) * Logistic(-2 * Argument(x[0])))),
        .. Of(new Sqrt(), static x => Math.Exp(Math.Log(x[0]) / 2), Values.Positive),
        .. Of(new Power(-1.5), static x => 1 / (x[0] * Math.Sqrt(x[0])), Values.Positive),
        .. Of(new Power(2.5), static x => x[0] * x[0] * Math.Sqrt(x[0]), Values.Positive),
        .. Of(new Power(3), static x => x[0] * x[0] * x[0]),
        .. Of(new Power(-2), static x => 1 / (x[0] * x[0])),
        .. Of(new Power(1), static x => x[0]),
        .. Of(new Power(0), static _ => 1),
        .. Of(new GeneralPower(), static x => Math.Exp(x[1] * Math.Log(x[0])), Values.Positive),
        .. Of(new Sin(), static x => 2 * Math.Sin(x[0] / 2) * Math.Cos(x[0] / 2)),
        .. Of(new Cos(), static x => 1 - (2 * Math.Sin(x[0] / 2) * Math.Sin(x[0] / 2))),
        .. Of(new Abs(), static x => Math.Sqrt(x[0] * x[0])),
        .. Of(new Sign(), static x => x[0] / Math.Abs(x[0])),
        .. Of(new Floor(), static x => x[0] - ((x[0] % 1) + (x[0] < 0 ? 1 : 0))),
        .. Of(new Round(), static x => Math.Floor(x[0] + 0.5)),
        .. Of(new Maximum(), static x => (x[0] + x[1] + Math.Abs(x[0] - x[1])) / 2),
        .. Of(new Minimum(), static x => (x[0] + x[1] - Math.Abs(x[0] - x[1])) / 2),
        .. Of(new Greater(), static x => (1 + Math.Sign(x[0] - x[1])) / 2),
        .. Of(new Equal(), static x => 1 - Math.Abs(Math.Sign(x[0] - x[1])), Values.Halves),
    ];

    private static IEnumerable<OperationSample> Of(
        ElementwiseOperation operation, Func<double[], double> expected, Func<Random, int, int[], double[]>? draw = null) =>
        OperationSamples.Elementwise(operation, expected, draw ?? Values.AwayFromZero);

    /// <summary>The density of the normal distribution.</summary>
    private static double Bell(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>What the approximation of the Gaussian error linear unit takes the hyperbolic tangent of.</summary>
    private static double Argument(double x) => Math.Sqrt(2 / Math.PI) * (x + (0.044715 * Math.Pow(x, 3)));

    private static double Slope(double x) => Math.Sqrt(2 / Math.PI) * (1 + (3 * 0.044715 * x * x));

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>The integral from 0, by Simpson's rule; its error is below 1e-13 for functions as smooth as a bell.</summary>
    private static double Integral(Func<double, double> function, double end)
    {
        const int steps = 4000;
        double h = end / steps;
        return h / 3 * Enumerable.Range(0, steps + 1).Sum(i => (i is 0 or steps ? 1 : i % 2 == 0 ? 2 : 4) * function(i * h));
    }
}
