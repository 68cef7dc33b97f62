// At a stride of one the first column of the kernel sees the pixel before a position and the last that after it. So their sums are moved by a
// position, and masked where a row ends. What a tile needs of the one before it was carried here; what that one needs of this is
// added to it now.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>result[q] = map(middle[q] + first[q − 1] + last[q + 1] + bias), within the rows.</summary>
internal unsafe struct MovedSums<TMap> : IKernelColumnsEnd<MovedRows>
    where TMap : struct, IMap1
{
    /// <summary>[images, outputs, positions].</summary>
    public float* Result;

    /// <summary>Outputs of a group.</summary>
    public int Outputs;

    /// <summary>Positions of an output.</summary>
    public int Plane;

    /// <summary>As <see cref="ThreeByThree.FillMasks"/> makes them.</summary>
    public float* Masks;

    /// <summary>Positions after which masks repeat.</summary>
    public int Period;

    /// <summary>Of all groups; or null.</summary>
    public float* Bias;
    public TMap Map;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool TryBegin<V>(in KernelColumnsSums tile, ref MovedRows writer)
        where V : struct, ISimd<V>
    {
        if (!tile.IsWhole<V>() || tile.Continues || tile.IsContinued)
        {
            return false;
        }

        writer.Target = Result + (tile.Image * (nint)Outputs * Plane) + tile.Position;
        writer.Plane = Plane;
        writer.Bias = Bias is null ? null : Bias + (tile.Group * Outputs);
        writer.First0 = Masks + (tile.Position % Period);
        writer.First1 = NextMask<V>(writer.First0);
        writer.Last0 = writer.First0 + Period;
        writer.Last1 = writer.First1 + Period;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Finish<V>(in KernelColumnsSums tile)
        where V : struct, ISimd<V>
    {
        if (typeof(TMap) != typeof(Identity))
        {
            // The last position of a tile that ends within a row is finished by the next.
            int before = tile.Continues ? 1 : 0;
            int index = Index(tile) - before;
            int count = before + tile.Positions - (tile.IsContinued ? 1 : 0);
            Epilogue.BiasPerColumn<V, TMap>(Result + index, null, tile.Outputs, count, Plane, index, Map);
        }
    }

    [MethodImpl(HotLoop.Options)]
    public readonly void Write<V>(in KernelColumnsSums tile)
        where V : struct, ISimd<V>
    {
        float* target = Result + Index(tile);
        float* bias = Bias is null ? null : Bias + (tile.Group * Outputs) + tile.Output;
        bool isPair = tile.IsPair<V>();
        int rest = isPair ? tile.Positions - V.Width : tile.Positions;
        nint pitch = isPair ? 2 * V.Width : V.Width;
        float* mask = Masks + (tile.Position % Period);
        float* next = NextMask<V>(mask);
        V first0 = V.Load(in mask[0]), last0 = V.Load(in mask[Period]);
        V first1 = V.Load(in next[0]), last1 = V.Load(in next[Period]);
        float* sums = tile.Sums;
        float* carried = tile.Carried + (tile.Output * V.Width);
        for (int m = 0; m < tile.Outputs; m++, sums += 3 * pitch, target += Plane, carried += V.Width)
        {
            float addend = bias is null ? 0f : bias[m];
            if (tile.Continues)
            {
                target[-1] = target[-1] + sums[2 * pitch] + addend;
            }

            V addends = V.Broadcast(addend);
            V lastAddends = tile.IsContinued ? Neighbours.After(addends, V.Zero) : addends;
            V first = V.Load(in sums[0]);
            V last = V.Load(in sums[2 * pitch]);
            V sum = V.Load(in sums[pitch]);
            sum += Neighbours.Masked(first0, Neighbours.Before(V.Load(in carried[0]), first));
            float* part = target;
            if (isPair)
            {
                V nextFirst = V.Load(in sums[V.Width]);
                V nextLast = V.Load(in sums[(2 * pitch) + V.Width]);
                sum += Neighbours.Masked(last0, Neighbours.After(last, nextLast));
                (sum + addends).Store(ref target[0]);
                sum = V.Load(in sums[pitch + V.Width]);
                sum += Neighbours.Masked(first1, Neighbours.Before(first, nextFirst));
                sum += Neighbours.Masked(last1, Neighbours.After(nextLast, V.Zero));
                first = nextFirst;
                part += V.Width;
            }
            else
            {
                sum += Neighbours.Masked(last0, Neighbours.After(last, V.Zero));
            }

            sum += lastAddends;
            first.Store(ref carried[0]);
            if (rest == V.Width)
            {
                sum.Store(ref part[0]);
            }
            else
            {
                sum.Store(ref part[0], rest);
            }
        }
    }

    /// <summary>The flat index of the first position of the first output.</summary>
    private readonly int Index(in KernelColumnsSums tile) => (((tile.Image * Outputs) + tile.Output) * Plane) + tile.Position;

    /// <summary>The masks of the vector after that of some masks.</summary>
    private readonly float* NextMask<V>(float* mask)
        where V : struct, ISimd<V> => mask + V.Width == Masks + Period ? Masks : mask + V.Width;
}
