namespace Adjoint.Kernels;

/// <summary>What a tile of <see cref="KernelColumnsDots"/> multiplies: some positions of several images.</summary>
internal unsafe struct KernelColumnsFactors
{
    /// <summary>The first output at the first position of the first image.</summary>
    public float* Dy;

    /// <summary>Floats from the first output to the others, of which several may be the same.</summary>
    public nint Output1;
    public nint Output2;
    public nint Output3;

    /// <summary>Floats from an image of dy to the next.</summary>
    public nint DyImage;

    /// <summary>The pixel that the middle column of the kernel meets in the first channel at the first position of the first image.</summary>
    public float* X;

    /// <summary>Floats from the first channel to the second, which may be the same.</summary>
    public nint Channel;

    /// <summary>Floats from an image to the next.</summary>
    public nint XImage;

    /// <summary>The images.</summary>
    public int Images;

    /// <summary>Positions in each.</summary>
    public int Positions;

    /// <summary>
    /// As <see cref="ThreeByThree.FillMasks"/> makes them: of the pixels before the positions of a row, of which the first is one, and a period later of those after.
    /// </summary>
    public float* Masks;

    /// <summary>Positions after which masks repeat.</summary>
    public nint Period;
}
