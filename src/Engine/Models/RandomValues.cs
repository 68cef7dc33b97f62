using Adjoint.Compiler.Support;

namespace Adjoint;

/// <summary>
/// The random numbers that a parameter starts from: each element has a counter of its own, whose four words are its draws.
/// </summary>
/// <param name="seed">The key.</param>
/// <param name="stream">The number of the parameter in its model.</param>
internal readonly struct RandomValues(ulong seed, uint stream)
{
    private const double Unit = 1.0 / (1L << 32);

    /// <summary>Even in [−1, 1), by word 0. 2u − 1 is exact for u on the grid of 2⁻²⁴.</summary>
    public float Symmetric(uint element) => (2 * Philox.Uniform(seed, step: 0, stream, element)) - 1;

    /// <summary>Normal with the deviation 1, by word 1.</summary>
    public double Normal(uint element) => NormalQuantile.Of(Block(element).W1);

    /// <summary>True for a share of the elements, by word 3.</summary>
    public bool IsChosen(uint element, float share) => Block(element).W3 * Unit < share;

    private (uint W0, uint W1, uint W2, uint W3) Block(uint element) => Philox.Block(element, stream, 0, 0, unchecked((uint)seed), (uint)(seed >> 32));
}
