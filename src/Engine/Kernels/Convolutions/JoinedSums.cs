// In the derivative by the input at a stride of two, pixels at even columns meet the middle column of the kernel alone. Those at odd columns meet the first
// of the turned kernel at their position, and the last at the next. So the middle sums and the sum of the others are the columns of a row
// of pixels, in turns.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>result[2q] = middle[q] and result[2q + 1] = first[q] + last[q + 1], within the rows; each row of positions goes to a row of pixels.</summary>
internal unsafe struct JoinedSums : IKernelColumnsEnd
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

    [SkipLocalsInit]
    [MethodImpl(HotLoop.Options)]
    public readonly void Write<V>(in KernelColumnsSums tile)
        where V : struct, ISimd<V>
    {
        bool isPair = tile.IsPair<V>();
        nint pitch = isPair ? 2 * V.Width : V.Width;
        int at = (tile.Position % Period) + Period;
        int next = at + V.Width == 2 * Period ? Period : at + V.Width;
        V last0 = V.Load(in Masks[at]);
        V last1 = V.Load(in Masks[next]);
        nint plane = (nint)Grid.PlaneHeight * Grid.PlaneWidth;
        float* target = Result + (((tile.Image * (nint)Outputs) + tile.Output) * plane);
        float* sums = tile.Sums;
        int half = V.Width / 2;
        bool isDirect = half > 0 && Width % half == 0 && Grid.PlaneWidth == 2 * Width;
        nint* places = stackalloc nint[4];
        for (int i = 0; isDirect && i * half < tile.Positions; i++)
        {
            places[i] = Place(tile.Position + (i * half));
        }

        float* pixels = stackalloc float[MostOutputs * MostPixels];
        float* part = pixels;
        nint before = tile.Continues ? Place(tile.Position - 1) + 1 : 0;
        for (int m = 0; m < tile.Outputs; m++, sums += 3 * pitch, target += plane, part += MostPixels)
        {
            if (tile.Continues)
            {
                target[before] += sums[2 * pitch];
            }

            V last = V.Load(in sums[2 * pitch]);
            V nextLast = isPair ? V.Load(in sums[(2 * pitch) + V.Width]) : V.Zero;
            (V low, V high) = EveryOther.Join(V.Load(in sums[pitch]), V.Load(in sums[0]) + V.Select(last0, Neighbours.After(last, nextLast), V.Zero));
            low.Store(ref isDirect ? ref target[places[0]] : ref part[0]);
            if (tile.Positions > half || !isDirect)
            {
                high.Store(ref isDirect ? ref target[places[1]] : ref part[V.Width]);
            }

            if (isPair)
            {
                V odds = V.Load(in sums[V.Width]) + V.Select(last1, Neighbours.After(nextLast, V.Zero), V.Zero);
                (low, high) = EveryOther.Join(V.Load(in sums[pitch + V.Width]), odds);
                low.Store(ref isDirect ? ref target[places[2]] : ref part[2 * V.Width]);
                if (tile.Positions > 3 * half || !isDirect)
                {
                    high.Store(ref isDirect ? ref target[places[3]] : ref part[3 * V.Width]);
                }
            }
        }

        if (!isDirect)
        {
            Copy<V>(tile.Position, tile.Positions, tile.Outputs, pixels, target - (tile.Outputs * plane));
        }
    }

    /// <summary>Copies pixels to the rows they belong to, of which the last may be one that the plane lacks.</summary>
    [MethodImpl(HotLoop.Options)]
    private readonly void Copy<V>(int position, int positions, int outputs, float* pixels, float* target)
        where V : struct, ISimd<V>
    {
        nint plane = (nint)Grid.PlaneHeight * Grid.PlaneWidth;
        while (positions > 0)
        {
            int column = position % Width;
            int run = Math.Min(Width - column, positions);
            int length = Math.Min(2 * run, Grid.PlaneWidth - (2 * column));
            float* row = target + Place(position);
            for (int m = 0; m < outputs; m++, row += plane)
            {
                Strip.Copy<V>(pixels + (m * MostPixels), row, length);
            }

            pixels += 2 * run;
            position += run;
            positions -= run;
        }
    }

    /// <summary>Where the pixel at the even column of a position lies in its plane.</summary>
    private readonly nint Place(int position)
    {
        (int row, int column) = Math.DivRem(position, Width);
        return ((nint)(Grid.FirstRow + (row * Grid.RowStep)) * Grid.PlaneWidth) + (2 * column);
    }
}
