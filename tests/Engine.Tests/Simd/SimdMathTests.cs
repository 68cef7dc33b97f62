using Adjoint.Compiler.Support;
using Adjoint.Kernels;
using Adjoint.Tests.Kernels;

namespace Adjoint.Tests.Simd;

public class SimdMathTests
{
    /// <summary>Prime, so that the sampled bit patterns have all kinds of significands; 2³² / 16411 is a quarter of a million samples.</summary>
    private const int Stride = 16411;

    public static TheoryData<int> Widths => Machine.Widths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Exp_IsWithinTwoUlpsOverTheWholeRange(int width) => AssertAccurate<ExpMap>(width, Math.Exp, 2);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Log_IsWithinTwoUlpsOverTheWholeRange(int width) => AssertAccurate<LogMap>(width, Math.Log, 2);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Tanh_IsWithinTwoUlpsOverTheWholeRange(int width) => AssertAccurate<Tanh>(width, Math.Tanh, 2);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Sigmoid_IsWithinFourUlpsOverTheWholeRange(int width) =>
        AssertAccurate<Sigmoid>(width, static x => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x)), 4);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Log1p_IsWithinThreeUlpsOverTheWholeRange(int width) => AssertAccurate<Log1pMap>(width, RealFunctions.Log1p, 3);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Softplus_IsWithinFourUlpsOverTheWholeRange(int width) =>
        AssertAccurate<SoftplusMap>(width, static x => x > 40 ? x : RealFunctions.Log1p(Math.Exp(x)), 4);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Erf_IsWithinThreeUlpsOverTheWholeRange(int width) => AssertAccurate<ErfMap>(width, RealFunctions.Erf, 3);

    [Theory]
    [MemberData(nameof(Widths))]
    public void SinAndCos_AreWithinTwoUlpsOverTheWholeRange(int width)
    {
        AssertAccurate<SinMap>(width, Math.Sin, 2);
        AssertAccurate<CosMap>(width, Math.Cos, 2);
    }

    /// <summary>Where the result is near zero nearly all digits of the angle cancel.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void SinAndCos_AreWithinTwoUlpsNextToMultiplesOfAQuarterTurn(int width)
    {
        float[] x = [.. Enumerable.Range(-8000, 16001).SelectMany(static n => Neighbours((float)(n * Math.PI / 2)))];
        AssertAccurate<SinMap>(width, x, Math.Sin, 2);
        AssertAccurate<CosMap>(width, x, Math.Cos, 2);

        static float[] Neighbours(float x) => [MathF.BitDecrement(x), x, MathF.BitIncrement(x)];
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Power_IsWithinSixUlpsOverTheWholeRange(int width)
    {
        foreach (float exponent in new[]
        {
            0f, 1f, 2f, 3f, -1f, -2f, -7f, 0.5f, -0.5f, 1.5f, -1.5f, 1f / 3, 2.4f, 0.1f, 1e-3f, -0.02f, 17f, 100f, 1e6f, -1e20f,
            float.PositiveInfinity, float.NegativeInfinity, float.NaN,
        })
        {
            AssertAccurate(width, EveryKind, x => Math.Pow(x, exponent), 6, new PowerMap(exponent));
        }
    }

    /// <summary>Near 1 the logarithm is small and the exponent large.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void Power_OfNumbersNearOne_IsWithinSixUlps(int width)
    {
        float[] x = [.. Enumerable.Range(0, 20_000).Select(static i => 0.7f + (i * 3e-5f))];
        foreach (float exponent in new[] { 50f, -77f, 251f, -240.5f })
        {
            AssertAccurate(width, x, x => Math.Pow(x, exponent), 6, new PowerMap(exponent));
        }
    }

    [Fact]
    public void WrongFunction_IsCaught() =>
        Assert.ThrowsAny<Exception>(() => AssertAccurate<ExpMap>((int)SimdWidth.Scalar, static x => Math.Exp(x) * 1.0000005, 2));

    [Theory]
    [InlineData(float.NaN, float.NaN, float.NaN, float.NaN, float.NaN)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity, float.PositiveInfinity, 1f, 1f)]
    [InlineData(float.NegativeInfinity, 0f, float.NaN, -1f, 0f)]
    [InlineData(0f, 1f, float.NegativeInfinity, 0f, 0.5f)]
    public void SpecialValues_AreExact(float x, float exp, float log, float tanh, float sigmoid)
    {
        Assert.Equal(exp, One<ExpMap>(x));
        Assert.Equal(log, One<LogMap>(x));
        Assert.Equal(tanh, One<Tanh>(x));
        Assert.Equal(sigmoid, One<Sigmoid>(x));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void EveryOperation_GivesTheSameBitsInEveryWidth(int width)
    {
        float[] a = Numbers.Random(1003, seed: 1);
        float[] b = Numbers.Random(1003, seed: 2);
        (a[5], a[6], a[7], a[8]) = (float.NaN, float.PositiveInfinity, -0f, 1e-40f);
        (b[4], b[6], b[7], b[9]) = (float.NaN, float.NegativeInfinity, 0f, 0f);
        float[] expected = new float[a.Length];
        float[] actual = new float[a.Length];
        Elementwise.Map(Machine.WithWidth((int)SimdWidth.Scalar), a, b, expected, default(EverythingMap));
        Elementwise.Map(Machine.WithWidth(width), a, b, actual, default(EverythingMap));
        for (int i = 0; i < a.Length; i++)
        {
            Assert.True(expected[i].Equals(actual[i]), $"[{i}] a = {a[i]:R}, b = {b[i]:R}: {expected[i]:R}, {actual[i]:R}");
        }
    }

    /// <summary>Whatever stands above the last four bits.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void Choose_TakesTheValueThatTheLastBitsName(int width)
    {
        float[] index = [.. Enumerable.Range(0, 1003).Select(static i => BitConverter.Int32BitsToSingle((i * 0x12345) ^ (i << 28)))];
        float[] chosen = new float[index.Length];
        Elementwise.Map(Machine.WithWidth(width), index, chosen, default(ChooseMap));
        for (int i = 0; i < index.Length; i++)
        {
            Assert.Equal(100f + (BitConverter.SingleToInt32Bits(index[i]) & 15), chosen[i]);
        }
    }

    /// <summary>From a bit below to a bit above each border between two pieces, and on from the last.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void TanhAndErf_AreAccurateWherePiecesMeet(int width)
    {
        float[] tanh = [.. Enumerable.Range(0, 18).SelectMany(static i => Neighbours((i - 0.5f) * 39f / 64)), 20f, 1e30f];
        float[] erf = [.. Enumerable.Range(0, 18).SelectMany(static i => Neighbours((i - 0.5f) * 67f / 256)), 20f, 1e30f];
        AssertAccurate<Tanh>(width, tanh, Math.Tanh, 2);
        AssertAccurate<ErfMap>(width, erf, RealFunctions.Erf, 3);

        static float[] Neighbours(float x) => [MathF.BitDecrement(x), x, MathF.BitIncrement(x), -x];
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void MinAndMax_TakeNaNOverNumbers_AndOrderZeros(int width)
    {
        float[] a = [float.NaN, 1f, -0f, 0f, 2f];
        float[] b = [1f, float.NaN, 0f, -0f, 3f];
        float[] min = new float[5];
        float[] max = new float[5];
        Elementwise.Map(Machine.WithWidth(width), a, b, min, default(MinMap));
        Elementwise.Map(Machine.WithWidth(width), a, b, max, default(MaxMap));
        Numbers.AssertSameBits([-0f, -0f, 2f], min.AsSpan(2), "min");
        Numbers.AssertSameBits([0f, 0f, 3f], max.AsSpan(2), "max");
        Assert.All([min[0], min[1], max[0], max[1]], static x => Assert.True(float.IsNaN(x)));
    }

    [Theory]
    [InlineData(float.NaN, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity, float.PositiveInfinity, 1f, float.NaN, float.NaN)]
    [InlineData(float.NegativeInfinity, float.NaN, 0f, -1f, float.NaN, float.NaN)]
    [InlineData(-1f, float.NegativeInfinity, 0.31326169f, -0.84270079f, -0.84147098f, 0.54030231f)]
    [InlineData(-1.5f, float.NaN, 0.20141328f, -0.96610515f, -0.99749499f, 0.070737202f)]
    public void SpecialValues_OfFurtherFunctions(float x, float log1p, float softplus, float erf, float sin, float cos)
    {
        Assert.Equal(log1p, One<Log1pMap>(x), 1e-6f);
        Assert.Equal(softplus, One<SoftplusMap>(x), 1e-6f);
        Assert.Equal(erf, One<ErfMap>(x), 1e-6f);
        Assert.Equal(sin, One<SinMap>(x), 1e-6f);
        Assert.Equal(cos, One<CosMap>(x), 1e-6f);
    }

    [Fact]
    public void Zeros_KeepTheirSign()
    {
        foreach (float zero in new[] { 0f, -0f })
        {
            Numbers.AssertSameBits([zero], [One<Log1pMap>(zero)], "log1p");
            Numbers.AssertSameBits([zero], [One<ErfMap>(zero)], "erf");
            Numbers.AssertSameBits([zero], [One<SinMap>(zero)], "sin");
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Any_FindsOneLane(int width)
    {
        for (int lane = 0; lane < 16; lane++)
        {
            float[] x = new float[16];
            float[] y = new float[16];
            x[lane] = 1f;
            Elementwise.Map<AnyMap>(Machine.WithWidth(width), x, y);
            Assert.Equal(Math.Max(1, width / 32), y.Count(static any => any == 1));
            Assert.Equal(1f, y[lane]);
        }
    }

    private static float One<TOp>(float x)
        where TOp : struct, IMap1
    {
        float[] y = new float[1];
        Elementwise.Map<TOp>(Threads.Shared, new[] { x }, y);
        return y[0];
    }

    /// <summary>Numbers of every magnitude and sign, infinities, and many NaN.</summary>
    private static float[] EveryKind
    {
        get
        {
            float[] x = new float[(int)((1L << 32) / Stride)];
            for (int i = 0; i < x.Length; i++)
            {
                x[i] = BitConverter.UInt32BitsToSingle((uint)i * Stride);
            }

            (x[1], x[2], x[3], x[4], x[5]) = (-0f, float.PositiveInfinity, float.NegativeInfinity, 1f, -1f);
            return x;
        }
    }

    private static void AssertAccurate<TOp>(int width, Func<double, double> exact, double ulps)
        where TOp : struct, IMap1 => AssertAccurate<TOp>(width, EveryKind, exact, ulps);

    private static void AssertAccurate<TOp>(int width, float[] x, Func<double, double> exact, double ulps, TOp op = default)
        where TOp : struct, IMap1
    {
        float[] y = new float[x.Length];
        Elementwise.Map(Machine.WithWidth(width), x, y, op);
        double worst = 0;
        float where = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double error = Numbers.UlpsBetween(exact(x[i]), y[i]);
            if (error > worst)
            {
                (worst, where) = (error, x[i]);
            }
        }

        Assert.True(worst <= ulps, $"{worst} ulps at {where:R}");
    }

    private readonly struct ExpMap : IMap1
    {
        public V Invoke<V>(V a, int index)
            where V : struct, ISimd<V> => V.Exp(a);
    }

    private readonly struct LogMap : IMap1
    {
        public V Invoke<V>(V a, int index)
            where V : struct, ISimd<V> => V.Log(a);
    }

    private readonly struct Log1pMap : IMap1
    {
        public V Invoke<V>(V a, int index)
            where V : struct, ISimd<V> => V.Log1p(a);
    }

    private readonly struct SoftplusMap : IMap1
    {
        public V Invoke<V>(V a, int index)
            where V : struct, ISimd<V> => V.Softplus(a);
    }

    private readonly struct ChooseMap : IMap1
    {
        public V Invoke<V>(V a, int index)
            where V : struct, ISimd<V> => V.Choose(
                a, 100f, 101f, 102f, 103f, 104f, 105f, 106f, 107f, 108f, 109f, 110f, 111f, 112f, 113f, 114f, 115f);
    }

    private readonly struct ErfMap : IMap1
    {
        public V Invoke<V>(V a, int index)
            where V : struct, ISimd<V> => V.Erf(a);
    }

    private readonly struct SinMap : IMap1
    {
        public V Invoke<V>(V a, int index)
            where V : struct, ISimd<V> => V.Sin(a);
    }

    private readonly struct CosMap : IMap1
    {
        public V Invoke<V>(V a, int index)
            where V : struct, ISimd<V> => V.Cos(a);
    }

    private readonly struct PowerMap(float exponent) : IMap1
    {
        public V Invoke<V>(V a, int index)
            where V : struct, ISimd<V> => V.Power(a, V.Broadcast(exponent));
    }

    private readonly struct AnyMap : IMap1
    {
        public V Invoke<V>(V a, int index)
            where V : struct, ISimd<V> => V.Any(V.GreaterThan(a, V.Zero)) ? V.One : V.Zero;
    }

    private readonly struct MinMap : IMap2
    {
        public V Invoke<V>(V a, V b, int index)
            where V : struct, ISimd<V> => V.Min(a, b);
    }

    private readonly struct MaxMap : IMap2
    {
        public V Invoke<V>(V a, V b, int index)
            where V : struct, ISimd<V> => V.Max(a, b);
    }

    private readonly struct EverythingMap : IMap2
    {
        public V Invoke<V>(V a, V b, int index)
            where V : struct, ISimd<V>
        {
            V sum = V.MultiplyAdd(a, b, V.Sqrt(V.Abs(a))) + V.Round(b * V.Broadcast(9f)) - V.CopySign(a, b);
            V choice = V.Select(V.GreaterThan(a, b), V.Exp(a), V.Log(b));
            V other = V.Select(V.LessThan(a, b), V.Tanh(a), V.Sigmoid(b));
            V drop = V.DropoutMask(new RandomKey(3, 4), 5, index, 0.5f);
            V wave = V.Select(V.GreaterThan(a, V.Zero), V.Sin(a * V.Broadcast(1e5f)), V.Cos(b)) + V.Floor(a * V.Broadcast(7f));
            V smooth = V.Erf(a + a) + V.Log1p(b) + V.Softplus(a) + V.Power(V.Abs(a), b);
            V noise = V.Normal(new RandomKey(3, 4), 6, index);
            return V.Select(V.Equal(drop, V.Zero), sum, choice / (V.One - -other)) + V.Min(a, b) + V.Max(a, b) + drop + wave + smooth + noise;
        }
    }
}
