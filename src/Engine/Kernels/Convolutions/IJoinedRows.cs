namespace Adjoint.Kernels;

/// <summary>
/// What <see cref="JoinedSums{TRows}"/> makes of a tile of two whole vectors, if no row ends within half of one. Each side has a type of its own: with a choice between
/// them the compiler would no longer put the end of a tile into it, and keep all sums in memory.
/// </summary>
internal interface IJoinedRows : IKernelColumnsWriter
{
    /// <summary>Whether the sums of the last column are moved, to the position before; else those of the first are, to the one after.</summary>
    static abstract bool MovesLast { get; }

    /// <summary>Where everything lies.</summary>
    JoinedPlaces Places { set; }
}
