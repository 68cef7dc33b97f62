using Adjoint.Kernels;
using Adjoint.Tests.Kernels;

namespace Adjoint.Tests.Simd;

public class SimdMathTests
{
    /// <summary>Prime, so that the sampled bit patterns have all kinds of significands; 2³² / 4099 is a million samples.</summary>
    private const int Stride = 4099;

    public static TheoryData<int> Widths => Machine.Widths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Exp_IsWithinTwoUlpsOverTheWholeRange(int width) => AssertAccurate<ExpMap>(width, Math.Exp, 2);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Log_IsWithinTwoUlpsOverTheWholeRange(int width) => AssertAccurate<LogMap>(width, Math.Log, 2);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Tanh_IsWithinFourUlpsOverTheWholeRange(int width) => AssertAccurate<Tanh>(width, Math.Tanh, 4);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Sigmoid_IsWithinFourUlpsOverTheWholeRange(int width) =>
        AssertAccurate<Sigmoid>(width, static x => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x)), 4);

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

    private static float One<TOp>(float x)
        where TOp : struct, IMap1
    {
        float[] y = new float[1];
        Elementwise.Map<TOp>(Threads.Shared, [x], y);
        return y[0];
    }

    private static void AssertAccurate<TOp>(int width, Func<double, double> exact, double ulps)
        where TOp : struct, IMap1
    {
        float[] x = new float[(int)((1L << 32) / Stride)];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = BitConverter.UInt32BitsToSingle((uint)i * Stride);
        }

        float[] y = new float[x.Length];
        Elementwise.Map<TOp>(Machine.WithWidth(width), x, y);
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
            return V.Select(V.Equal(drop, V.Zero), sum, choice / (V.One - -other)) + V.Min(a, b) + V.Max(a, b) + drop;
        }
    }
}
