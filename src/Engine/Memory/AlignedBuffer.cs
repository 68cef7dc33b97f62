using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Adjoint;

/// <summary>
/// Zeroed floats that begin on a 64-byte boundary, one cache line and one widest vector, and never move. They live in a pinned
/// array of the collector's, so that there is nothing to dispose.
/// </summary>
internal sealed class AlignedBuffer
{
    private const int Alignment = 64;
    private const int Slack = Alignment / sizeof(float);
    private readonly float[] _storage;
    private readonly int _start;

    /// <summary>Allocates <paramref name="length"/> floats.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative or more than an array can hold.</exception>
    public AlignedBuffer(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaxLength);
        _storage = GC.AllocateArray<float>((int)length + Slack, pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_storage, 0);
        HugePages.Advise(address, length * sizeof(float));
        _start = (int)(-address & (Alignment - 1)) / sizeof(float);
        Length = (int)length;
    }

    /// <summary>The most floats that a buffer can hold.</summary>
    public static int MaxLength => Array.MaxLength - Slack;

    /// <summary>The number of floats.</summary>
    public int Length { get; }

    /// <summary>All floats of the buffer.</summary>
    public Span<float> Span => _storage.AsSpan(_start, Length);

    /// <summary>The address of the first float; valid while this object is referenced.</summary>
    internal unsafe float* Pointer => (float*)Unsafe.AsPointer(ref _storage[_start]);
}
