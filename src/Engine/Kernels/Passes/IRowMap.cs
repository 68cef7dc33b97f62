using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>An operator on up to eight operands; what it is given for those beyond its own is zero.</summary>
internal interface IRowMap
{
    /// <summary>The number of its operands.</summary>
    static abstract int Count { get; }

    /// <summary>As an operator on as many operands does.</summary>
    V Invoke<V>(V a, V b, V c, V d, V e, V f, V g, V h, int index)
        where V : struct, ISimd<V>;
}

/// <summary>An operator on one operand.</summary>
internal readonly struct OfOne<TOp>(TOp op) : IRowMap
    where TOp : struct, IMap1
{
    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V a, V b, V c, V d, V e, V f, V g, V h, int index)
        where V : struct, ISimd<V> => op.Invoke(a, index);
}

/// <summary>An operator on two operands.</summary>
internal readonly struct OfTwo<TOp>(TOp op) : IRowMap
    where TOp : struct, IMap2
{
    public static int Count => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V a, V b, V c, V d, V e, V f, V g, V h, int index)
        where V : struct, ISimd<V> => op.Invoke(a, b, index);
}

/// <summary>An operator on three operands.</summary>
internal readonly struct OfThree<TOp>(TOp op) : IRowMap
    where TOp : struct, IMap3
{
    public static int Count => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V a, V b, V c, V d, V e, V f, V g, V h, int index)
        where V : struct, ISimd<V> => op.Invoke(a, b, c, index);
}

/// <summary>An operator on four operands.</summary>
internal readonly struct OfFour<TOp>(TOp op) : IRowMap
    where TOp : struct, IMap4
{
    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V a, V b, V c, V d, V e, V f, V g, V h, int index)
        where V : struct, ISimd<V> => op.Invoke(a, b, c, d, index);
}

/// <summary>An operator on five operands.</summary>
internal readonly struct OfFive<TOp>(TOp op) : IRowMap
    where TOp : struct, IMap5
{
    public static int Count => 5;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V a, V b, V c, V d, V e, V f, V g, V h, int index)
        where V : struct, ISimd<V> => op.Invoke(a, b, c, d, e, index);
}

/// <summary>An operator on six operands.</summary>
internal readonly struct OfSix<TOp>(TOp op) : IRowMap
    where TOp : struct, IMap6
{
    public static int Count => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V a, V b, V c, V d, V e, V f, V g, V h, int index)
        where V : struct, ISimd<V> => op.Invoke(a, b, c, d, e, f, index);
}

/// <summary>An operator on seven operands.</summary>
internal readonly struct OfSeven<TOp>(TOp op) : IRowMap
    where TOp : struct, IMap7
{
    public static int Count => 7;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V a, V b, V c, V d, V e, V f, V g, V h, int index)
        where V : struct, ISimd<V> => op.Invoke(a, b, c, d, e, f, g, index);
}

/// <summary>An operator on eight operands.</summary>
internal readonly struct OfEight<TOp>(TOp op) : IRowMap
    where TOp : struct, IMap8
{
    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V a, V b, V c, V d, V e, V f, V g, V h, int index)
        where V : struct, ISimd<V> => op.Invoke(a, b, c, d, e, f, g, h, index);
}

/// <summary>No operator: there is no second sum.</summary>
internal readonly struct NoSum : IRowMap
{
    public static int Count => 0;

    public V Invoke<V>(V a, V b, V c, V d, V e, V f, V g, V h, int index)
        where V : struct, ISimd<V> => V.Zero;
}
