namespace Adjoint;

/// <summary>How a weight starts. The inputs of an element are those of the first axis, or, from three axes on, of all but the first.</summary>
public enum Init
{
    /// <summary><see cref="He"/> for two axes and more, <see cref="Zeros"/> for less.</summary>
    Default = 0,

    /// <summary>Zero.</summary>
    Zeros,

    /// <summary>The constant <c>Scale</c>, 1 by default.</summary>
    Constant,

    /// <summary>Uniform in ±<c>Scale</c>, ±0.05 by default.</summary>
    Uniform,

    /// <summary>Normal with the deviation <c>Scale</c>, 0.02 by default.</summary>
    Normal,

    /// <summary>Uniform in ±<c>Scale</c> · √(6 / (inputs + outputs)) (Glorot and Bengio 2010).</summary>
    Xavier,

    /// <summary>Normal with the deviation <c>Scale</c> · √(2 / (inputs + outputs)).</summary>
    XavierNormal,

    /// <summary>Uniform in ±<c>Scale</c> · √(6 / inputs) (He et al. 2015).</summary>
    He,

    /// <summary>Normal with the deviation <c>Scale</c> · √(2 / inputs).</summary>
    HeNormal,

    /// <summary><c>Scale</c> times a random matrix with orthonormal rows or columns (Saxe et al. 2014); the first axis against the others.</summary>
    Orthogonal,

    /// <summary>Zero but for a share of <c>Density</c>, which is normal with the deviation <c>Scale</c>, 0.1 by default (Martens 2010).</summary>
    Sparse,

    /// <summary>What the method <c>From</c> gives.</summary>
    Given,
}
