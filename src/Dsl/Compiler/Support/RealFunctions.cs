namespace Adjoint.Compiler.Support;

/// <summary>Functions of real numbers that <see cref="Math"/> lacks, in double precision.</summary>
internal static class RealFunctions
{
    // Beyond this 1 − erf x is below half a unit in the last place of 1.
    private const double ErfIsOne = 6;

    /// <summary>
    /// <c>log(1 + x)</c>. With <c>u = 1 + x</c> as rounded, <c>log u / (u − 1)</c> hardly differs from <c>log(1 + x) / x</c>, because
    /// that function is flat where the rounding matters.
    /// </summary>
    public static double Log1p(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : u - 1 == x ? Math.Log(u) : Math.Log(u) * (x / (u - 1));
    }

    /// <summary>
    /// The error function by <c>2/√π · exp(−x²) · Σ 2ⁿ x^(2n+1) / (1·3·5 ⋯ (2n+1))</c>, whose terms all have one sign.
    /// </summary>
    public static double Erf(double x)
    {
        if (!(Math.Abs(x) < ErfIsOne))
        {
            return x > 0 ? 1 : x < 0 ? -1 : x;
        }

        double sum = 0;
        double term = x;
        for (int n = 1; sum + term != sum; n++)
        {
            sum += term;
            term *= 2 * x * x / ((2 * n) + 1);
        }

        // Zero keeps its sign.
        return sum == 0 ? x : 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
