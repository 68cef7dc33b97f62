// Tiling. Nine weights, or nine vectors of sums of a derivative, stay in registers. What three columns of the kernel see lies one place apart, so of
// the plane only the three rows are loaded: the sums of a column, or dy, are moved by a lane instead (Neighbours.cs), and masked where a row ends.
// Nine loads at any place would take longer than the multiply-adds, since nearly all would cross a line. Masks are loaded at whole vectors,
// and repeat after the first number of positions that is both vectors and rows. A turn of the loop is one vector of positions, whose
// sums wait for no others; in between, a little of what the next block needs is asked for (Ahead.cs).
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>Kernels of 3x3 on planes that are seen in place, whose columns see the pixel before a position, that at it and that after it.</summary>
internal static unsafe class ThreeByThree
{
    /// <summary>Lanes of the widest vectors.</summary>
    private const int Vector = 16;
    private const int MostPeriod = 1024;

    /// <summary>Whether windows are of this kind.</summary>
    public static bool Suits(WindowSizes sizes) =>
        sizes is { KernelHeight: 3, KernelWidth: 3, DilationWidth: 1, PadLeft: 1 } && HasMasks(sizes.Width);

    /// <summary>Whether rows of a width repeat soon enough at whole vectors.</summary>
    public static bool HasMasks(int width) => width <= MostPeriod && Period(width) <= MostPeriod;

    /// <summary>Positions after which masks repeat, a whole number of vectors and of rows.</summary>
    public static int Period(int width) => checked(width / PhaseTaps.GreatestCommonDivisor(width, Vector) * Vector);

    /// <summary>Makes the masks of the first and, after them, of the last column: no bits at the positions whose rows begin or end, all at others.</summary>
    public static void FillMasks(int width, float* masks)
    {
        int period = Period(width);
        new Span<float>(masks, 2 * period).Fill(BitConverter.Int32BitsToSingle(-1));
        for (int q = 0; q < period; q += width)
        {
            masks[q] = 0f;
            masks[period + q + width - 1] = 0f;
        }
    }

    /// <summary>Filters planes that were copied.</summary>
    /// <param name="job">The product.</param>
    /// <param name="planes">The copies.</param>
    /// <param name="first">The number of the first plane.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="reading">What the next block reads.</param>
    /// <param name="writing">What the next block writes.</param>
    [MethodImpl(HotLoop.Options)]
    public static void Filter<V, TMap>(in ShiftedProduct<TMap> job, float* planes, int first, int count, Ahead reading, Ahead writing)
        where V : struct, ISimd<V>
        where TMap : struct, IMap1
    {
        int positions = job.Sizes.OutputHeight * job.Sizes.OutputWidth;
        int outputs = job.Outputs;
        int output = first % job.Groups * outputs;
        int end = job.Groups * outputs;
        int index = first * outputs * positions;
        int period = Period(job.Sizes.Width);
        float* masks = job.Shifts.Mask(0);
        nint row = job.Shifts.RowDistance;
        nint distance = job.Shifts.Distance;
        float* plane = job.Shifts.Source(planes, 0, 1);
        for (int p = 0; p < count; p++, plane += distance)
        {
            for (int m = 0; m < outputs; m++, output++, index += positions)
            {
                output = output == end ? 0 : output;
                float* weights = job.Weights + ((nint)output * 9);
                V w0 = V.Broadcast(weights[0]), w1 = V.Broadcast(weights[1]), w2 = V.Broadcast(weights[2]);
                V w3 = V.Broadcast(weights[3]), w4 = V.Broadcast(weights[4]), w5 = V.Broadcast(weights[5]);
                V w6 = V.Broadcast(weights[6]), w7 = V.Broadcast(weights[7]), w8 = V.Broadcast(weights[8]);
                V addend = job.Bias is null ? V.Zero : V.Broadcast(job.Bias[output]);
                float* x = plane;
                float* target = job.Result + index;
                V before = V.Zero;
                V a = V.Load(in x[0]), b = V.Load(in x[row]), c = V.Load(in x[2 * row]);
                V left = Column(w0, w3, w6, a, b, c);
                V middle = Column(w1, w4, w7, a, b, c);
                V right = Column(w2, w5, w8, a, b, c);
                int at = 0;
                for (int q = 0; q < positions; q += V.Width)
                {
                    reading.Step();
                    writing.Step();
                    x += V.Width;
                    a = V.Load(in x[0]);
                    b = V.Load(in x[row]);
                    c = V.Load(in x[2 * row]);
                    V nextRight = Column(w2, w5, w8, a, b, c);
                    V sum = middle + V.Select(V.Load(in masks[at]), Neighbours.Before(before, left), V.Zero);
                    sum += V.Select(V.Load(in masks[period + at]), Neighbours.After(right, nextRight), V.Zero);
                    if (job.Bias is not null)
                    {
                        sum += addend;
                    }

                    sum = job.Map.Invoke(sum, index + q);
                    if (positions - q >= V.Width)
                    {
                        sum.Store(ref target[q]);
                    }
                    else
                    {
                        sum.Store(ref target[q], positions - q);
                    }

                    before = left;
                    left = Column(w0, w3, w6, a, b, c);
                    middle = Column(w1, w4, w7, a, b, c);
                    right = nextRight;
                    at += V.Width;
                    at = at == period ? 0 : at;
                }
            }
        }
    }

    /// <summary>Adds to the nine vectors of sums Σ dy · patch of one plane of dy.</summary>
    /// <param name="shifts">The planes.</param>
    /// <param name="planes">Where they lie.</param>
    /// <param name="plane">The number of the plane.</param>
    /// <param name="positions">How many there are.</param>
    /// <param name="dy">The plane of dy.</param>
    /// <param name="sums">[3, 3] of vectors, as long as the widest.</param>
    [MethodImpl(HotLoop.Options)]
    public static void AddGradient<V>(in ShiftedPlanes shifts, float* planes, int plane, int positions, float* dy, float* sums)
        where V : struct, ISimd<V>
    {
        V s0 = V.Load(in sums[0]), s1 = V.Load(in sums[Vector]), s2 = V.Load(in sums[2 * Vector]);
        V s3 = V.Load(in sums[3 * Vector]), s4 = V.Load(in sums[4 * Vector]), s5 = V.Load(in sums[5 * Vector]);
        V s6 = V.Load(in sums[6 * Vector]), s7 = V.Load(in sums[7 * Vector]), s8 = V.Load(in sums[8 * Vector]);
        float* x = shifts.Source(planes, plane, 1);
        float* masks = shifts.Mask(0);
        int period = Period(shifts.Width);
        nint row = shifts.RowDistance;
        V before = V.Zero;
        V middle = Part<V>(dy, positions);
        V left = V.Select(V.Load(in masks[0]), middle, V.Zero);
        V right = V.Select(V.Load(in masks[period]), middle, V.Zero);
        int at = 0;
        for (int rest = positions; rest > 0; rest -= V.Width, dy += V.Width, x += V.Width)
        {
            // Of dy what lies beyond the positions is of others; planes of x end in zeros.
            at += V.Width;
            at = at == period ? 0 : at;
            V next = Part<V>(dy + V.Width, rest - V.Width);
            V nextLeft = V.Select(V.Load(in masks[at]), next, V.Zero);
            V after = Neighbours.After(left, nextLeft);
            V earlier = Neighbours.Before(before, right);
            V a = V.Load(in x[0]), b = V.Load(in x[row]), c = V.Load(in x[2 * row]);
            V.AddProduct(after, a, ref s0);
            V.AddProduct(middle, a, ref s1);
            V.AddProduct(earlier, a, ref s2);
            V.AddProduct(after, b, ref s3);
            V.AddProduct(middle, b, ref s4);
            V.AddProduct(earlier, b, ref s5);
            V.AddProduct(after, c, ref s6);
            V.AddProduct(middle, c, ref s7);
            V.AddProduct(earlier, c, ref s8);
            before = right;
            middle = next;
            left = nextLeft;
            right = V.Select(V.Load(in masks[period + at]), next, V.Zero);
        }

        s0.Store(ref sums[0]);
        s1.Store(ref sums[Vector]);
        s2.Store(ref sums[2 * Vector]);
        s3.Store(ref sums[3 * Vector]);
        s4.Store(ref sums[4 * Vector]);
        s5.Store(ref sums[5 * Vector]);
        s6.Store(ref sums[6 * Vector]);
        s7.Store(ref sums[7 * Vector]);
        s8.Store(ref sums[8 * Vector]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Column<V>(V top, V centre, V bottom, V a, V b, V c)
        where V : struct, ISimd<V>
    {
        V sum = top * a;
        V.AddProduct(centre, b, ref sum);
        V.AddProduct(bottom, c, ref sum);
        return sum;
    }

    /// <summary>A vector, of which some lanes or all may be beyond the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Part<V>(float* source, int lanes)
        where V : struct, ISimd<V>
    {
        if (lanes >= V.Width)
        {
            return V.Load(in *source);
        }

        return lanes > 0 ? V.Load(in *source, lanes) : V.Zero;
    }
}
