using System.Runtime.InteropServices;

namespace Adjoint.Kernels;

/// <summary>The argument checks of kernels; each message says what was expected and what was found.</summary>
internal static class Require
{
    public static void Length<T>(ReadOnlySpan<T> span, long expected, string name)
    {
        if (span.Length != expected)
        {
            throw new ArgumentException($"Expected {expected} elements, found {span.Length}.", name);
        }
    }

    public static void LengthOrEmpty<T>(ReadOnlySpan<T> span, long expected, string name)
    {
        if (!span.IsEmpty && span.Length != expected)
        {
            throw new ArgumentException($"Expected {expected} elements or none, found {span.Length}.", name);
        }
    }

    /// <summary>Repeated values come out even at the end of a result.</summary>
    public static void Multiple(long length, int values, int each, string name)
    {
        if (length > 0 && (values == 0 || length % ((long)values * each) != 0))
        {
            throw new ArgumentException($"Expected values that are repeated to a whole part of {length} elements, found {values} x {each}.", name);
        }
    }

    /// <summary>Matrices that lie abreast are all there.</summary>
    public static void Abreast(int count, int abreast, string name)
    {
        Positive(abreast, name);
        if (count % abreast != 0)
        {
            throw new ArgumentException($"Expected a multiple of the {abreast} matrices that lie abreast, found {count}.", name);
        }
    }

    /// <summary>Repeated values change at the ends of rows only.</summary>
    public static void WholeRows(int run, int inner, string name)
    {
        if (inner > 0 && run % inner != 0)
        {
            throw new ArgumentException($"Expected values that are repeated by whole rows of {inner} elements, found runs of {run}.", name);
        }
    }

    public static void Positive(int value, string name) => ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);

    /// <summary>The product of sizes that are not negative; the greatest number when it is beyond that, so that no length equals it.</summary>
    public static long Product(int a, int b, int c, int d = 1)
    {
        Int128 product = (Int128)((long)a * b) * ((long)c * d);
        return product > long.MaxValue ? long.MaxValue : (long)product;
    }

    /// <summary>The sizes of [outer, middle, inner] are not negative.</summary>
    public static void Shape(int outer, int middle, int inner)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(outer);
        ArgumentOutOfRangeException.ThrowIfNegative(middle);
        ArgumentOutOfRangeException.ThrowIfNegative(inner);
    }

    /// <summary>The result may be an input exactly, but not a shifted part of it.</summary>
    public static void SameOrApart(ReadOnlySpan<float> input, ReadOnlySpan<float> result, string name)
    {
        if (input.Overlaps(result, out int offset) && offset != 0)
        {
            throw new ArgumentException(
                $"Expected the input to be the result itself or apart from it, found an overlap at offset {offset}.", name);
        }
    }

    public static void Apart<T, TResult>(ReadOnlySpan<T> input, ReadOnlySpan<TResult> result, string name)
        where T : unmanaged
        where TResult : unmanaged
    {
        if (MemoryMarshal.AsBytes(input)
            .Overlaps(MemoryMarshal.AsBytes(result)))
        {
            throw new ArgumentException("Expected the input to be apart from the result, found an overlap.", name);
        }
    }
}
