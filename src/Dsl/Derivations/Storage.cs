namespace Adjoint;

/// <summary>How values are kept from the forward pass for the backward pass.</summary>
public enum Storage
{
    /// <summary>As they are: 32 bits.</summary>
    Single,

    /// <summary>IEEE half precision, 16 bits: 11 bits of precision, magnitudes from 6e-8 to 65,504. Larger ones become the largest.</summary>
    Half,

    /// <summary>The upper 16 bits of a float, rounded: 8 bits of precision, all magnitudes.</summary>
    BFloat16,

    /// <summary>
    /// Whole numbers from -127 to 127 times a scale, which is the largest magnitude of a group divided by 127: an error of at most 1/254 of that.
    /// </summary>
    Int8,
}
