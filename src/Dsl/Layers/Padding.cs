namespace Adjoint;

/// <summary>How a sliding window treats the border of an image.</summary>
public enum Padding
{
    /// <summary>
    /// Zeros are added so that the output has ⌈size / stride⌉ positions; when their number is odd, the extra one is at the end.
    /// </summary>
    Same = 0,

    /// <summary>Nothing is added: the window stays inside, ⌊(size − window) / stride⌋ + 1 positions.</summary>
    Valid = 1,
}
