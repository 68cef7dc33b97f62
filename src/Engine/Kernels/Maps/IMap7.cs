namespace Adjoint.Kernels;

/// <summary>
/// An element-wise operation on seven inputs. A struct that implements it costs nothing to pass; its fields hold values that are
/// the same for all elements.
/// </summary>
public interface IMap7
{
    /// <summary>Computes as many elements of the result as <typeparamref name="V"/> has lanes.</summary>
    /// <typeparam name="V">The vector type of the processor at hand.</typeparam>
    /// <param name="a">Elements of the first input.</param>
    /// <param name="b">Elements of the second input.</param>
    /// <param name="c">Elements of the third input.</param>
    /// <param name="d">Elements of the fourth input.</param>
    /// <param name="e">Elements of the fifth input.</param>
    /// <param name="f">Elements of the sixth input.</param>
    /// <param name="g">Elements of the seventh input.</param>
    /// <param name="index">The flat index of lane 0's element; lanes are consecutive.</param>
    V Invoke<V>(V a, V b, V c, V d, V e, V f, V g, int index)
        where V : struct, ISimd<V>;
}
