// In the derivative by the input at a stride of two, pixels at even columns meet the middle column of the kernel alone. Those at odd columns meet the first
// of the turned kernel at their position, and the last at the next. So the middle sums and the sum of the others are the columns of a row
// of pixels, in turns.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>result[2q] = middle[q] and result[2q + 1] = first[q] + last[q + 1], within the rows; each row of positions goes to a row of pixels.</summary>
internal unsafe struct JoinedSums : IKernelColumnsEnd<JoinedRows>
{
    /// <summary>Pixels of the widest tile, two for each position.</summary>
    private const int MostPixels = 64;

    /// <summary>The most outputs of a tile.</summary>
    private const int MostOutputs = 4;

    /// <summary>[images, outputs, height, width].</summary>
    public float* Result;

    /// <summary>Outputs of a group.</summary>
    public int Outputs;

    /// <summary>Where rows of positions go, and the size of the planes.</summary>
    public OutputGrid Grid;

    /// <summary>Positions of a row.</summary>
    public int Width;

    /// <summary>As <see cref="ThreeByThree.FillMasks"/> makes them.</summary>
    public float* Masks;

    /// <summary>Positions after which masks repeat.</summary>
    public int Period;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool TryBegin<V>(in KernelColumnsSums tile, ref JoinedRows writer)
        where V : struct, ISimd<V>
    {
        int half = V.Width / 2;
        if (!tile.IsWhole<V>() || half == 0 || Width % half != 0 || Grid.PlaneWidth != 2 * Width)
        {
            return false;
        }

        float* target = Result + (tile.Image * (nint)Outputs * Plane);
        writer.Target0 = target + Place(tile.Position);
        writer.Target1 = target + Place(tile.Position + half);
        writer.Target2 = target + Place(tile.Position + (2 * half));
        writer.Target3 = target + Place(tile.Position + (3 * half));
        writer.Before = tile.Continues ? target + Place(tile.Position - half) : null;
        writer.Plane = Plane;
        writer.Last0 = Masks + Period + (tile.Position % Period);
        writer.Last1 = NextMask<V>(writer.Last0);
        return true;
    }

    [SkipLocalsInit]
    [MethodImpl(HotLoop.Options)]
    public readonly void Write<V>(in KernelColumnsSums tile)
        where V : struct, ISimd<V>
    {
        bool isPair = tile.IsPair<V>();
        nint pitch = isPair ? 2 * V.Width : V.Width;
        float* mask = Masks + Period + (tile.Position % Period);
        V last0 = V.Load(in mask[0]);
        V last1 = V.Load(in NextMask<V>(mask)[0]);
        float* target = Result + (((tile.Image * (nint)Outputs) + tile.Output) * Plane);
        float* sums = tile.Sums;
        float* pixels = stackalloc float[MostOutputs * MostPixels];
        float* part = pixels;
        nint before = tile.Continues ? Place(tile.Position - 1) + 1 : 0;
        for (int m = 0; m < tile.Outputs; m++, sums += 3 * pitch, part += MostPixels)
        {
            if (tile.Continues)
            {
                target[(m * Plane) + before] += sums[2 * pitch];
            }

            V last = V.Load(in sums[2 * pitch]);
            V nextLast = isPair ? V.Load(in sums[(2 * pitch) + V.Width]) : V.Zero;
            V odds = V.Load(in sums[0]) + Neighbours.Masked(last0, Neighbours.After(last, nextLast));
            (V low, V high) = EveryOther.Join(V.Load(in sums[pitch]), odds);
            low.Store(ref part[0]);
            high.Store(ref part[V.Width]);
            if (isPair)
            {
                odds = V.Load(in sums[V.Width]) + Neighbours.Masked(last1, Neighbours.After(nextLast, V.Zero));
                (low, high) = EveryOther.Join(V.Load(in sums[pitch + V.Width]), odds);
                low.Store(ref part[2 * V.Width]);
                high.Store(ref part[3 * V.Width]);
            }
        }

        Copy<V>(tile.Position, tile.Positions, tile.Outputs, pixels, target);
    }

    public readonly void Finish<V>(in KernelColumnsSums tile)
        where V : struct, ISimd<V>
    {
    }

    /// <summary>Copies pixels to the rows they belong to, of which the last may be one that the plane lacks.</summary>
    [MethodImpl(HotLoop.Options)]
    private readonly void Copy<V>(int position, int positions, int outputs, float* pixels, float* target)
        where V : struct, ISimd<V>
    {
        while (positions > 0)
        {
            int column = position % Width;
            int run = Math.Min(Width - column, positions);
            int length = Math.Min(2 * run, Grid.PlaneWidth - (2 * column));
            float* row = target + Place(position);
            for (int m = 0; m < outputs; m++, row += Plane)
            {
                Strip.Copy<V>(pixels + (m * MostPixels), row, length);
            }

            pixels += 2 * run;
            position += run;
            positions -= run;
        }
    }

    private readonly nint Plane => (nint)Grid.PlaneHeight * Grid.PlaneWidth;

    /// <summary>The masks of the vector after that of some masks.</summary>
    private readonly float* NextMask<V>(float* mask)
        where V : struct, ISimd<V> => mask + V.Width == Masks + (2 * Period) ? Masks + Period : mask + V.Width;

    /// <summary>Where the pixel at the even column of a position lies in its plane.</summary>
    private readonly nint Place(int position)
    {
        (int row, int column) = Math.DivRem(position, Width);
        return ((nint)(Grid.FirstRow + (row * Grid.RowStep)) * Grid.PlaneWidth) + (2 * column);
    }
}
