namespace Adjoint.Compiler.Support;

/// <summary>
/// From an evenly drawn word to a normal number: the value below which a share p of the standard normal distribution lies, by Wichura's
/// rational functions (1988, algorithm AS 241), whose relative error is 10⁻¹⁶. Only the four operations and the square root are used, which
/// every machine rounds alike, so the same word is the same number everywhere.
/// </summary>
internal static class NormalQuantile
{
    // Within 0.425 of the median: a function of 0.180625 − q².
    private static readonly double[] CentreAbove =
    [
        3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
        4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
    ];

    private static readonly double[] CentreBelow =
    [
        1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
        2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3,
    ];

    // Further out: a function of √(−ln p) − 1.6. It holds up to √(−ln p) = 5, and a word gives 4.79 at most.
    private static readonly double[] TailAbove =
    [
        1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
        1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
    ];

    private static readonly double[] TailBelow =
    [
        1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
    ];

    /// <summary>The normal number of a word, which stands for <c>p = (word + ½) / 2³²</c>; at most 6.4 away from 0.</summary>
    public static double Of(uint word)
    {
        double p = (word + 0.5) / (1L << 32);
        double q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            double centre = 0.180625 - (q * q);
            return q * Polynomial(CentreAbove, centre) / Polynomial(CentreBelow, centre);
        }

        double tail = Math.Sqrt(-Log(Math.Min(p, 1 - p))) - 1.6;
        double distance = Polynomial(TailAbove, tail) / Polynomial(TailBelow, tail);
        return q < 0 ? -distance : distance;
    }

    private static double Polynomial(double[] coefficients, double x)
    {
        double value = 0;
        for (int i = coefficients.Length - 1; i >= 0; i--)
        {
            value = (value * x) + coefficients[i];
        }

        return value;
    }

    /// <summary>
    /// The natural logarithm of a normal double. With x = m · 2ᵉ, m in [√½, √2) and z = (m − 1) / (m + 1), it is
    /// <c>e ln 2 + 2 (z + z³/3 + z⁵/5 + …)</c>; |z| stays below 0.172, so that twelve terms reach the last bit.
    /// </summary>
    private static double Log(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> 52) - 1023;
        double m = BitConverter.Int64BitsToDouble((bits & ((1L << 52) - 1)) | (1023L << 52));
        if (m > 1.4142135623730951)
        {
            m /= 2;
            exponent++;
        }

        double z = (m - 1) / (m + 1);
        double square = z * z;
        double sum = 0;
        for (int n = 23; n >= 1; n -= 2)
        {
            sum = (sum * square) + (1.0 / n);
        }

        return (exponent * 0.6931471805599453) + (2 * z * sum);
    }
}
