using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>Positions along an axis, computed from flat indices.</summary>
public static class Positions
{
    /// <summary>More than any vector has lanes: two positions that are further apart are not in one vector.</summary>
    private const int Far = 64;

    /// <summary>
    /// For each lane <c>(index + lane) / inner % size</c>: the position of an element along an axis with <paramref name="size"/>
    /// positions, <paramref name="inner"/> elements apart. Exact up to 2²⁴.
    /// </summary>
    /// <typeparam name="V">The vector type.</typeparam>
    /// <param name="index">The flat index of lane 0's element.</param>
    /// <param name="inner">The elements from a position to the next, at least 1.</param>
    /// <param name="size">The positions of the axis, at least 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Along<V>(int index, int inner, int size)
        where V : struct, ISimd<V>
    {
        int steps = index / inner;
        int rest = index - (steps * inner);
        V position = V.Broadcast(steps % size);
        if (inner == 1)
        {
            position += V.Indices;
        }
        else if (inner < Far)
        {
            position += Quotient(V.Indices + V.Broadcast(rest), inner);
        }
        else
        {
            position += V.Select(V.LessThan(V.Indices, V.Broadcast(inner - rest)), V.Zero, V.One);
        }

        V count = V.Broadcast(size);
        return position - (count * (size < Far ? Quotient(position, size) : V.Select(V.LessThan(position, count), V.Zero, V.One)));
    }

    /// <summary>
    /// ⌊number / divisor⌋ for small whole numbers. The number is moved to the middle of those with the same quotient, so that
    /// the nearest integer to the division is right whichever way it rounds.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Quotient<V>(V number, int divisor)
        where V : struct, ISimd<V> => V.Round((number - V.Broadcast(0.5f * (divisor - 1))) / V.Broadcast(divisor));
}
