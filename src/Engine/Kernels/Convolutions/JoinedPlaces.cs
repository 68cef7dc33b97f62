namespace Adjoint.Kernels;

/// <summary>Where a tile of two whole vectors goes that is joined to rows of pixels.</summary>
internal unsafe struct JoinedPlaces
{
    /// <summary>Where the pixels of the four halves of the vectors go in the first output of the group.</summary>
    public float* Target0;
    public float* Target1;
    public float* Target2;
    public float* Target3;

    /// <summary>Floats from an output to the next.</summary>
    public nint Plane;

    /// <summary>Where the pixels before them went, if the tile begins within a row; else null.</summary>
    public float* Before;

    /// <summary>For each output of the group, the last vector of sums of the first column of the tile before, if it does; else null.</summary>
    public float* CarriedIn;

    /// <summary>Where the same goes for the next tile, if this ends within a row; else null.</summary>
    public float* CarriedOut;

    /// <summary>The masks of the sums that are moved, at both vectors.</summary>
    public float* Mask0;
    public float* Mask1;
}
