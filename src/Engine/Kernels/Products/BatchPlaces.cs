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

    /// <summary>Refuses so many abreast that the last ones would be incomplete.</summary>
    public static void RequireAbreast(int count, int abreast)
    {
        Require.Positive(abreast, nameof(abreast));
        if (count % abreast != 0)
        {
            throw new ArgumentException($"Expected a multiple of the {abreast} matrices that lie abreast, found {count}.", nameof(abreast));
        }
    }
}
