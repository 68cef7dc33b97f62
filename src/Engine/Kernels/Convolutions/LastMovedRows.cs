using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>Pixels at odd columns are sums of the first column and, moved, of the last.</summary>
internal unsafe struct LastMovedRows : IJoinedRows
{
    private JoinedPlaces _places;

    public static bool MovesLast => true;

    public JoinedPlaces Places { readonly get => _places; set => _places = value; }

    public int FirstOutput { readonly get; set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Write<V, TVectors>(int output, V first0, V first1, V middle0, V middle1, V last0, V last1)
        where V : struct, ISimd<V>
        where TVectors : struct, ISize
    {
        nint offset = (FirstOutput + output) * _places.Plane;
        if (_places.Before is not null)
        {
            // The last addend of the last pixel of the tile before.
            (V.Load(in _places.Before[offset]) + Neighbours.After(V.Zero, last0)).Store(ref _places.Before[offset]);
        }

        V odds = first0 + Neighbours.Masked(V.Load(in _places.Mask0[0]), Neighbours.After(last0, last1));
        (V low, V high) = EveryOther.Join(middle0, odds);
        low.Store(ref _places.Target0[offset]);
        high.Store(ref _places.Target1[offset]);
        odds = first1 + Neighbours.Masked(V.Load(in _places.Mask1[0]), Neighbours.After(last1, V.Zero));
        (low, high) = EveryOther.Join(middle1, odds);
        low.Store(ref _places.Target2[offset]);
        high.Store(ref _places.Target3[offset]);
    }
}
