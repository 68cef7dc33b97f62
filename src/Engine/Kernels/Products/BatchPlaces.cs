namespace Adjoint.Kernels;

/// <summary>Where the matrices of a batch begin, some of which lie abreast.</summary>
/// <param name="abreast">How many lie abreast.</param>
/// <param name="rows">The rows of each as stored.</param>
/// <param name="columns">The columns of each as stored.</param>
internal readonly struct BatchPlaces(int abreast, int rows, int columns)
{
    private readonly nint _group = (nint)abreast * rows * columns;

    /// <summary>The first element of a matrix.</summary>
    public nint this[int index] => abreast == 1 ? index * _group : (index / abreast * _group) + (index % abreast * columns);
}
