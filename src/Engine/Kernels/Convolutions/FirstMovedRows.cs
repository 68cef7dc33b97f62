using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>Pixels at even columns are sums of the last column and, moved, of the first.</summary>
internal unsafe struct FirstMovedRows : IJoinedRows
{
    private JoinedPlaces _places;

    public static bool MovesLast => false;

    public JoinedPlaces Places { readonly get => _places; set => _places = value; }

    public int FirstOutput { readonly get; set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Write<V, TVectors>(int output, V first0, V first1, V middle0, V middle1, V last0, V last1)
        where V : struct, ISimd<V>
        where TVectors : struct, ISize
    {
        nint offset = (FirstOutput + output) * _places.Plane;
        nint carried = (FirstOutput + output) * V.Width;
        V before = V.Zero;
        if (_places.CarriedIn is not null)
        {
            before = V.Load(in _places.CarriedIn[carried]);
        }

        if (_places.CarriedOut is not null)
        {
            first1.Store(ref _places.CarriedOut[carried]);
        }

        V evens = last0 + Neighbours.Masked(V.Load(in _places.Mask0[0]), Neighbours.Before(before, first0));
        (V low, V high) = EveryOther.Join(evens, middle0);
        low.Store(ref _places.Target0[offset]);
        high.Store(ref _places.Target1[offset]);
        evens = last1 + Neighbours.Masked(V.Load(in _places.Mask1[0]), Neighbours.Before(first0, first1));
        (low, high) = EveryOther.Join(evens, middle1);
        low.Store(ref _places.Target2[offset]);
        high.Store(ref _places.Target3[offset]);
    }
}
