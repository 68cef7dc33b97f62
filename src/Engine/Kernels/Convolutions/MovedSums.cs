// At a stride of one the first column of the kernel sees the pixel before a position and the last that after it. So their sums are moved by a
// position, and masked where a row ends. What a tile needs of the one before it was carried here; what that one needs of this is
// added to it now.
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>result[q] = map(middle[q] + first[q − 1] + last[q + 1] + bias), within the rows.</summary>
internal unsafe struct MovedSums<TMap> : IKernelColumnsEnd
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

    [MethodImpl(HotLoop.Options)]
    public readonly void Write<V>(in KernelColumnsSums tile)
        where V : struct, ISimd<V>
    {
        int index = (((tile.Image * Outputs) + tile.Output) * Plane) + tile.Position;
        Write<V>(tile, Result + index, Bias is null ? null : Bias + (tile.Group * Outputs) + tile.Output);
        if (typeof(TMap) != typeof(Identity))
        {
            // The last position of a tile that ends within a row is finished by the next.
            int before = tile.Continues ? 1 : 0;
            int count = before + tile.Positions - (tile.IsContinued ? 1 : 0);
            Epilogue.BiasPerColumn<V, TMap>(Result + index - before, null, tile.Outputs, count, Plane, index - before, Map);
        }
    }

    [MethodImpl(HotLoop.Options)]
    private readonly void Write<V>(in KernelColumnsSums tile, float* target, float* bias)
        where V : struct, ISimd<V>
    {
        bool isPair = tile.IsPair<V>();
        int rest = isPair ? tile.Positions - V.Width : tile.Positions;
        nint pitch = isPair ? 2 * V.Width : V.Width;
        int at = tile.Position % Period;
        int next = at + V.Width == Period ? 0 : at + V.Width;
        V first0 = V.Load(in Masks[at]), last0 = V.Load(in Masks[at + Period]);
        V first1 = V.Load(in Masks[next]), last1 = V.Load(in Masks[next + Period]);
        float* sums = tile.Sums;
        float* carried = tile.Carried;
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
            sum += V.Select(first0, Neighbours.Before(V.Load(in carried[0]), first), V.Zero);
            float* part = target;
            if (isPair)
            {
                V nextFirst = V.Load(in sums[V.Width]);
                V nextLast = V.Load(in sums[(2 * pitch) + V.Width]);
                sum += V.Select(last0, Neighbours.After(last, nextLast), V.Zero);
                (sum + addends).Store(ref target[0]);
                sum = V.Load(in sums[pitch + V.Width]);
                sum += V.Select(first1, Neighbours.Before(first, nextFirst), V.Zero);
                sum += V.Select(last1, Neighbours.After(nextLast, V.Zero), V.Zero);
                first = nextFirst;
                part += V.Width;
            }
            else
            {
                sum += V.Select(last0, Neighbours.After(last, V.Zero), V.Zero);
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
}
