// In the derivative by the input at a stride of two, pixels in turns meet the middle column of the kernel alone, and both others. With a column of padding
// these are at odd columns, and meet the first column of the turned kernel at their position and the last at the next; without, they are at even
// columns, and meet the last at their position and the first at the one before. So the middle sums and the sums of the others are the columns of a
// row of pixels, in turns.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// With a column of padding result[2q] = middle[q] and result[2q + 1] = first[q] + last[q + 1], without result[2q] = last[q] + first[q − 1] and
/// result[2q + 1] = middle[q], within the rows; each row of positions goes to a row of pixels.
/// </summary>
internal unsafe struct JoinedSums<TRows> : IKernelColumnsEnd<TRows>
    where TRows : struct, IJoinedRows
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
    public readonly bool TryBegin<V>(in KernelColumnsSums tile, ref TRows writer)
        where V : struct, ISimd<V>
    {
        int half = V.Width / 2;
        if (!tile.IsWhole<V>() || half == 0 || Width % half != 0 || Grid.PlaneWidth != 2 * Width)
        {
            return false;
        }

        float* target = Result + (tile.Image * (nint)Outputs * Plane);
        float* mask = MasksOfMoved + (tile.Position % Period);
        writer.Places = new JoinedPlaces
        {
            Target0 = target + Place(tile.Position),
            Target1 = target + Place(tile.Position + half),
            Target2 = target + Place(tile.Position + (2 * half)),
            Target3 = target + Place(tile.Position + (3 * half)),
            Plane = Plane,
            Before = tile.Continues ? target + Place(tile.Position - half) : null,
            CarriedIn = tile.Continues ? tile.Carried : null,
            CarriedOut = tile.IsContinued ? tile.Carried : null,
            Mask0 = mask,
            Mask1 = NextMask<V>(mask),
        };
        return true;
    }

    [SkipLocalsInit]
    [MethodImpl(HotLoop.Options)]
    public readonly void Write<V>(in KernelColumnsSums tile)
        where V : struct, ISimd<V>
    {
        bool isPair = tile.IsPair<V>();
        nint pitch = isPair ? 2 * V.Width : V.Width;
        float* mask = MasksOfMoved + (tile.Position % Period);
        V mask0 = V.Load(in mask[0]);
        V mask1 = V.Load(in NextMask<V>(mask)[0]);
        float* target = Result + (((tile.Image * (nint)Outputs) + tile.Output) * Plane);
        float* sums = tile.Sums;
        float* carried = tile.Carried + (tile.Output * V.Width);
        float* pixels = stackalloc float[MostOutputs * MostPixels];
        float* part = pixels;
        nint before = tile.Continues ? Place(tile.Position - 1) + 1 : 0;
        for (int m = 0; m < tile.Outputs; m++, sums += 3 * pitch, part += MostPixels, carried += V.Width)
        {
            V first0 = V.Load(in sums[0]), first1 = isPair ? V.Load(in sums[V.Width]) : V.Zero;
            V middle0 = V.Load(in sums[pitch]), middle1 = isPair ? V.Load(in sums[pitch + V.Width]) : V.Zero;
            V last0 = V.Load(in sums[2 * pitch]), last1 = isPair ? V.Load(in sums[(2 * pitch) + V.Width]) : V.Zero;
            if (TRows.MovesLast)
            {
                if (tile.Continues)
                {
                    target[(m * Plane) + before] += sums[2 * pitch];
                }

                first0 += Neighbours.Masked(mask0, Neighbours.After(last0, last1));
                first1 += Neighbours.Masked(mask1, Neighbours.After(last1, V.Zero));
                Store(part, middle0, first0);
                Store(part + (2 * V.Width), middle1, first1);
            }
            else
            {
                last0 += Neighbours.Masked(mask0, Neighbours.Before(V.Load(in carried[0]), first0));
                last1 += Neighbours.Masked(mask1, Neighbours.Before(first0, first1));
                (isPair ? first1 : first0).Store(ref carried[0]);
                Store(part, last0, middle0);
                Store(part + (2 * V.Width), last1, middle1);
            }
        }

        Copy<V>(tile.Position, tile.Positions, tile.Outputs, pixels, target);
    }

    public readonly void Finish<V>(in KernelColumnsSums tile)
        where V : struct, ISimd<V>
    {
        // Derivatives have neither bias nor map.
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<V>(float* pixels, V evens, V odds)
        where V : struct, ISimd<V>
    {
        (V low, V high) = EveryOther.Join(evens, odds);
        low.Store(ref pixels[0]);
        high.Store(ref pixels[V.Width]);
    }

    private readonly nint Plane => (nint)Grid.PlaneHeight * Grid.PlaneWidth;

    /// <summary>The masks of the sums that are moved: the last with padding, and the first without.</summary>
    private readonly float* MasksOfMoved => TRows.MovesLast ? Masks + Period : Masks;

    /// <summary>The masks of the vector after that of some masks.</summary>
    private readonly float* NextMask<V>(float* mask)
        where V : struct, ISimd<V> => mask + V.Width == MasksOfMoved + Period ? MasksOfMoved : mask + V.Width;

    /// <summary>Where the pixel at the even column of a position lies in its plane.</summary>
    private readonly nint Place(int position)
    {
        (int row, int column) = Math.DivRem(position, Width);
        return ((nint)(Grid.FirstRow + (row * Grid.RowStep)) * Grid.PlaneWidth) + (2 * column);
    }
}
