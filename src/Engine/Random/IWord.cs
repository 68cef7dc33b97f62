using Adjoint.Kernels;

namespace Adjoint;

/// <summary>A vector of 32-bit words as wide as the float vector <typeparamref name="V"/>: just what Philox needs.</summary>
/// <typeparam name="TSelf">The vector type itself.</typeparam>
/// <typeparam name="V">The float vector with as many lanes.</typeparam>
internal interface IWord<TSelf, V>
    where TSelf : struct, IWord<TSelf, V>
    where V : struct, ISimd<V>
{
    static abstract TSelf Broadcast(uint value);

    /// <summary>first, first + 1, first + 2 …</summary>
    static abstract TSelf Count(uint first);

    static abstract TSelf operator ^(TSelf left, TSelf right);

    /// <summary>The low and high words of the 64-bit products.</summary>
    static abstract TSelf Multiply(TSelf value, uint factor, out TSelf high);

    /// <summary>The upper 24 bits of each lane as a whole number, which a float holds exactly.</summary>
    static abstract V UpperBitsToSingle(TSelf value);
}
