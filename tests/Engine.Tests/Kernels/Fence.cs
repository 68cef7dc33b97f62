namespace Adjoint.Tests.Kernels;

/// <summary>A result span between guard values, which must be untouched at the end; the result begins as NaN.</summary>
internal readonly struct Fence : IDisposable
{
    private const int Guard = 40;
    private const float Mark = -12345f;
    private readonly float[] _values;

    public Fence(int length)
    {
        _values = new float[length + (2 * Guard)];
        Array.Fill(_values, Mark);
        Span.Fill(float.NaN);
    }

    public Span<float> Span => _values.AsSpan(Guard, _values.Length - (2 * Guard));

    public void Dispose()
    {
        Assert.All(_values.Take(Guard), static x => Assert.Equal(Mark, x));
        Assert.All(_values.TakeLast(Guard), static x => Assert.Equal(Mark, x));
    }
}
