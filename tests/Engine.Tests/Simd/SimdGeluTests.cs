using Adjoint.Compiler.Support;
using Adjoint.Kernels;
using Adjoint.Tests.Kernels;

namespace Adjoint.Tests.Simd;

public class SimdGeluTests
{
    /// <summary>What is documented: half a unit in the last place of 1 for the sum with a half, and a little more than that for the polynomial.</summary>
    private const double Tolerance = 1.4e-7;

    public static TheoryData<int> Widths => Machine.Widths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Derivatives_AreAsNearAsDocumentedOverTheWholeRange(int width)
    {
        AssertAccurate<DerivativeMap>(width, GeluFunctions.Derivative, 13f / 32);
        AssertAccurate<DerivativeByTanhMap>(width, GeluFunctions.DerivativeByTanh, 3f / 8);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Derivatives_AreThoseOfTheFunction(int width)
    {
        float[] x = [-1e30f, -3f, -0.7517916f, 0f, -0f, 1.4142135f, 30f, float.PositiveInfinity, float.NegativeInfinity];
        float[] y = new float[x.Length];
        Elementwise.Map(Machine.WithWidth(width), x, y, default(DerivativeMap));
        double[] expected = [0, -0.0119455, 0, 0.5, 0.5, 1.1289042, 1, 1, 0];
        for (int i = 0; i < x.Length; i++)
        {
            Assert.Equal(expected[i], y[i], 1e-6);
        }

        float[] notANumber = [float.NaN];
        Elementwise.Map(Machine.WithWidth(width), notANumber, y.AsSpan(0, 1), default(DerivativeMap));
        Elementwise.Map(Machine.WithWidth(width), notANumber, y.AsSpan(1, 1), default(DerivativeByTanhMap));
        Assert.True(float.IsNaN(y[0]) && float.IsNaN(y[1]));
    }

    /// <summary>Many numbers about the origin, powers of two down to the smallest and up to the greatest, and a bit on both sides of each border between two pieces.</summary>
    private static void AssertAccurate<TOp>(int width, Func<double, double> exact, float length)
        where TOp : struct, IMap1
    {
        float[] x =
        [
            .. Enumerable.Range(-100_000, 200_001).Select(static i => i * 1.01e-4f),
            .. Enumerable.Range(-149, 277).SelectMany(static power => new[] { MathF.ScaleB(1, power), MathF.ScaleB(-1, power) }),
            .. Enumerable.Range(0, 18).Select(i => (i - 0.5f) * length).SelectMany(static border => new[] { MathF.BitDecrement(border), border, MathF.BitIncrement(border), -border }),
        ];
        float[] y = new float[x.Length];
        Elementwise.Map(Machine.WithWidth(width), x, y, default(TOp));
        for (int i = 0; i < x.Length; i++)
        {
            Assert.True(Math.Abs(exact(x[i]) - y[i]) <= Tolerance, $"{y[i]:R} instead of {exact(x[i]):R} at {x[i]:R}");
        }
    }

    private readonly struct DerivativeMap : IMap1
    {
        public V Invoke<V>(V a, int index)
            where V : struct, ISimd<V> => V.GeluDerivative(a);
    }

    private readonly struct DerivativeByTanhMap : IMap1
    {
        public V Invoke<V>(V a, int index)
            where V : struct, ISimd<V> => V.GeluByTanhDerivative(a);
    }
}
