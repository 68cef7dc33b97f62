namespace Adjoint.Kernels;

/// <summary>The sums of a tile, and where it lies among the outputs.</summary>
internal unsafe ref struct KernelColumnsSums
{
    /// <summary>[outputs, 3, one or two vectors].</summary>
    public float* Sums;

    /// <summary>For each output of the group a vector, which lasts from a tile of its row to the next.</summary>
    public float* Carried;

    /// <summary>The number of the image, of which each group has its own.</summary>
    public int Image;

    /// <summary>The group.</summary>
    public int Group;

    /// <summary>The number of the first output in its group.</summary>
    public int Output;

    /// <summary>The outputs.</summary>
    public int Outputs;

    /// <summary>The first position.</summary>
    public int Position;

    /// <summary>The positions.</summary>
    public int Positions;

    /// <summary>Whether the tile begins within a row.</summary>
    public bool Continues;

    /// <summary>Whether the tile ends within a row.</summary>
    public bool IsContinued;

    /// <summary>Whether the tile is two whole vectors.</summary>
    public readonly bool IsWhole<V>()
        where V : struct, ISimd<V> => Positions == KernelColumnsTile.MostVectors * V.Width;

    /// <summary>Whether there is a second vector of positions.</summary>
    public readonly bool IsPair<V>()
        where V : struct, ISimd<V> => Positions > V.Width;
}
