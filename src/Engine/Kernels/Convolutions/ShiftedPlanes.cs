using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// Planes that are seen in place by the taps of a kernel, where rows of outputs are as long as those of the image: tap (i, j) sees the value for position
/// q at a constant distance from it. Rows of zeros above and below make this true of all rows; at the ends of rows a column of the
/// kernel sees pixels of the neighbouring rows instead of the border, and what it makes of these is masked. So a plane is copied once whatever
/// the kernel, and positions are those of the plane, dense at any width.
/// </summary>
internal readonly unsafe struct ShiftedPlanes
{
    /// <summary>Positions that are masked at once: four of the widest vectors.</summary>
    public const int MostLanes = 64;

    /// <summary>Lanes of the widest vectors. Pixels begin at a multiple of them, so that vectors that are copied cross no lines.</summary>
    private const int Vector = 16;

    private readonly WindowSizes _sizes;
    private readonly float* _masks;
    private readonly int _inside;
    private readonly int _length;
    private readonly int _front;
    private readonly int _lead;

    /// <summary>Describes planes, and makes their masks.</summary>
    /// <param name="sizes">The sizes.</param>
    /// <param name="masks">Room for <see cref="MasksLength"/> floats.</param>
    public ShiftedPlanes(WindowSizes sizes, float* masks)
    {
        _sizes = sizes;
        _masks = masks;
        int top = Math.Min(sizes.PadTop, PaddedRows);
        int rows = Math.Clamp(PaddedRows - top, 0, sizes.Height);
        int above = sizes.PadLeft + (top * sizes.Width);
        _front = Blocks.Count(above, Vector) * Vector;
        _lead = _front - above;
        _inside = rows * sizes.Width;
        _length = checked(_lead + sizes.PadLeft + (PaddedRows * sizes.Width) + Math.Max(0, Shift(sizes.KernelWidth - 1)));
        if (ThreeByThree.Suits(sizes))
        {
            ThreeByThree.FillMasks(sizes.Width, masks);
            return;
        }

        float visible = BitConverter.Int32BitsToSingle(-1);
        for (int j = 0; j < sizes.KernelWidth; j++)
        {
            float* mask = Mask(j);
            for (int q = 0; q < MaskLength; q++)
            {
                int column = (q % sizes.Width) + Shift(j);
                mask[q] = column >= 0 && column < sizes.Width ? visible : 0f;
            }
        }
    }

    /// <summary>Floats from a plane to the next, of which the last are zeros for a vector that goes beyond the plane; more follow the last plane.</summary>
    public int Distance => Blocks.Count(_length + Vector - 1, Vector) * Vector;

    /// <summary>Columns of a plane.</summary>
    public int Width => _sizes.Width;

    /// <summary>Floats from what a row of the kernel sees to what the next sees.</summary>
    public int RowDistance => _sizes.DilationHeight * _sizes.Width;

    private int PaddedRows => _sizes.OutputHeight + ((_sizes.KernelHeight - 1) * _sizes.DilationHeight);

    private int MaskLength => _sizes.Width + MostLanes;

    /// <summary>Whether windows of these sizes see planes so.</summary>
    public static bool Suit(WindowSizes sizes) =>
        sizes is { StrideHeight: 1, StrideWidth: 1, Channels: 1 } && sizes.OutputWidth == sizes.Width && sizes.PadLeft <= sizes.Width;

    /// <summary>Floats of the masks.</summary>
    public static long MasksLength(WindowSizes sizes) =>
        ThreeByThree.Suits(sizes) ? 2L * ThreeByThree.Period(sizes.Width) : Require.Product(sizes.KernelWidth, sizes.Width + MostLanes, 1);

    /// <summary>Floats for some planes and for whole vectors beyond.</summary>
    public long Length(int planes) => Require.Product(planes, Distance, 1) + MostLanes;

    /// <summary>Positions that a column of the kernel lies behind the position it is seen from.</summary>
    public int Shift(int column) => (column * _sizes.DilationWidth) - _sizes.PadLeft;

    /// <summary>Whether a column of the kernel never sees beyond the ends of rows.</summary>
    public bool IsInside(int column) => Shift(column) == 0;

    /// <summary>
    /// For a position by its column, and those that follow: all bits set where a column of the kernel sees a pixel of the position's row, or none. For
    /// kernels of three columns only the first of these masks is theirs (<see cref="ThreeByThree.FillMasks"/>).
    /// </summary>
    public float* Mask(int column) => _masks + ((nint)column * MaskLength);

    /// <summary>Where the first row and the given column of the kernel see position 0 of a plane.</summary>
    public float* Source(float* planes, int plane, int column) => planes + ((nint)plane * Distance) + _lead + _sizes.PadLeft + Shift(column);

    /// <summary>Copies planes that follow one another, from each to the next <paramref name="step"/> floats of the source apart.</summary>
    [MethodImpl(HotLoop.Options)]
    public void Copy<V>(float* source, nint step, float* planes, int count)
        where V : struct, ISimd<V>
    {
        float* end = planes;
        for (int p = 0; p < count; p++, source += step)
        {
            float* target = planes + ((nint)p * Distance) + _front;
            Clear<V>(end, target);
            Copy<V>(source, target, _inside);
            end = target + _inside;
        }

        new Span<float>(end, (int)(planes + Length(count) - end)).Clear();
    }

    /// <summary>Copies floats; the last vector begins earlier where it would go beyond the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<V>(float* source, float* target, int length)
        where V : struct, ISimd<V>
    {
        if (length < V.Width)
        {
            Strip.Copy<V>(source, target, length);
            return;
        }

        int last = length - V.Width;
        V end = V.Load(in source[last]);
        for (int i = 0; i < last; i += V.Width)
        {
            V.Load(in source[i]).Store(ref target[i]);
        }

        end.Store(ref target[last]);
    }

    /// <summary>Zeros from a place to another, or somewhat beyond, where there is room for vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Clear<V>(float* from, float* to)
        where V : struct, ISimd<V>
    {
        for (; from < to; from += V.Width)
        {
            V.Zero.Store(ref *from);
        }
    }
}
