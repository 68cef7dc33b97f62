namespace Adjoint.Compiler.Support;

/// <summary>What the Gaussian error linear unit is made of, in double precision.</summary>
internal static class GeluFunctions
{
    /// <summary>The factor of the cube in the approximation by tanh.</summary>
    public const double Cubic = 0.044715;

    /// <summary>√(2/π).</summary>
    public const double Scale = 0.79788456080286535588;

    /// <summary>Φ(x).</summary>
    public static double Weight(double x) => 0.5 + (0.5 * RealFunctions.Erf(x * Math.Sqrt(0.5)));

    /// <summary>(1 + tanh(√(2/π) (x + 0.044715 x³))) / 2.</summary>
    public static double WeightByTanh(double x) => 0.5 + (0.5 * Math.Tanh(Scale * (x + (Cubic * x * x * x))));

    /// <summary>Φ(x) + x φ(x).</summary>
    public static double Derivative(double x) => double.IsInfinity(x) ? Weight(x) : Weight(x) + (x * Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI));

    /// <summary>The derivative of x times the weight by tanh.</summary>
    public static double DerivativeByTanh(double x)
    {
        double weight = WeightByTanh(x);
        return double.IsInfinity(x) ? weight : weight + (2 * x * weight * (1 - weight) * Scale * (1 + (3 * Cubic * x * x)));
    }
}
