using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

/// <summary>Values that are kept in less memory come back rounded as they should be, row by row.</summary>
public class CompressionTests
{
    public static TheoryData<int, int> Sizes => new() { { 1, 1 }, { 3, 5 }, { 2, 31 }, { 7, 32 }, { 5, 33 }, { 4, 100 }, { 3, 1027 }, { 40, 700 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Int8_IsWithinHalfAStepOfItsRowsLargest(int rows, int length)
    {
        float[] x = Values(rows * length);
        float[] y = ThereAndBack(x, rows, length, 1 + ((length + 3) / 4), Compression.Int8, Compression.FromInt8);
        for (int row = 0; row < rows; row++)
        {
            float largest = x.AsSpan(row * length, length).ToArray().Max(MathF.Abs);
            for (int i = row * length; i < (row + 1) * length; i++)
            {
                Assert.InRange(MathF.Abs(x[i] - y[i]), 0, largest / 254f * 1.00001f);
            }
        }

        Assert.True(length == 1 || !x.AsSpan().SequenceEqual(y));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Half_IsTheRuntimesRounding(int rows, int length)
    {
        float[] x = Values(rows * length);
        float[] y = ThereAndBack(x, rows, length, (length + 1) / 2, Compression.Half, Compression.FromHalf);
        Assert.Equal(x.Select(static value => (float)(Half)Math.Clamp(value, -65504f, 65504f)), y);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void BFloat16_IsTheNearestOfSixteenBits(int rows, int length)
    {
        float[] x = Values(rows * length);
        float[] y = ThereAndBack(x, rows, length, (length + 1) / 2, Compression.BFloat16, Compression.FromBFloat16);
        for (int i = 0; i < x.Length; i++)
        {
            uint bits = BitConverter.SingleToUInt32Bits(x[i]) & 0xFFFF0000;
            (float below, float above) = (BitConverter.UInt32BitsToSingle(bits), BitConverter.UInt32BitsToSingle(bits + 0x10000));
            Assert.Equal(0u, BitConverter.SingleToUInt32Bits(y[i]) & 0xFFFF);
            Assert.Equal(Math.Min(Math.Abs((double)x[i] - below), Math.Abs((double)x[i] - above)), Math.Abs((double)x[i] - y[i]));
        }
    }

    [Fact]
    public void EveryHalf_ComesBack()
    {
        float[] x = [.. Enumerable.Range(0, 65536).Select(static bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits)).Where(float.IsFinite)];
        Assert.Equal(x, ThereAndBack(x, 1, x.Length, (x.Length + 1) / 2, Compression.Half, Compression.FromHalf));
    }

    [Fact]
    public void WhatIsNoNumber_StaysNone()
    {
        float[] x = [.. Enumerable.Range(0, 80).Select(static i => i == 40 ? float.NaN : i)];
        Assert.All(ThereAndBack(x, 1, 80, 21, Compression.Int8, Compression.FromInt8), static value => Assert.True(float.IsNaN(value)));
        Assert.Equal(40, Array.FindIndex(ThereAndBack(x, 1, 80, 40, Compression.Half, Compression.FromHalf), float.IsNaN));
        Assert.Equal(40, Array.FindIndex(ThereAndBack(x, 1, 80, 40, Compression.BFloat16, Compression.FromBFloat16), float.IsNaN));
        Assert.All(ThereAndBack([1, float.PositiveInfinity, 2], 1, 3, 2, Compression.Int8, Compression.FromInt8), static value => Assert.True(float.IsNaN(value)));
        Assert.Equal([0, 0, 0], ThereAndBack([0, -0f, 0], 1, 3, 2, Compression.Int8, Compression.FromInt8));
    }

    [Fact]
    public void RowsMayHaveRoomToSpare_ButNotTooLittle()
    {
        float[] x = Values(30);
        Assert.Equal(
            ThereAndBack(x, 3, 10, 4, Compression.Int8, Compression.FromInt8),
            ThereAndBack(x, 3, 10, 6, Compression.Int8, Compression.FromInt8));
        Assert.Throws<ArgumentException>(() => Compression.Int8(Threads.Shared, new float[30], new float[9], 3, 10));
        Assert.Throws<ArgumentException>(() => Compression.FromHalf(Threads.Shared, new float[14], new float[30], 3, 10));
        Assert.Throws<ArgumentException>(() => Compression.BFloat16(Threads.Shared, new float[29], new float[15], 3, 10));
    }

    private delegate void Kernel(Threads threads, ReadOnlySpan<float> from, Span<float> to, int rows, int length);

    private static float[] ThereAndBack(float[] x, int rows, int length, int floats, Kernel write, Kernel read)
    {
        float[] kept = new float[rows * floats];
        float[] y = new float[x.Length];
        write(Threads.Shared, x, kept, rows, length);
        read(Threads.Shared, kept, y, rows, length);
        return y;
    }

    // Of many magnitudes, small ones that have no exponent of their own in half precision among them.
    private static float[] Values(int count)
    {
        Random random = new(11);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) * MathF.Pow(10, random.Next(-8, 6)))];
    }
}
