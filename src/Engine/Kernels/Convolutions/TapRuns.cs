namespace Adjoint.Kernels;

/// <summary>The taps that a row of outputs meets, channel after channel: all of them, or of each channel those in some rows of the kernel.</summary>
/// <param name="offsets">How far each tap lies behind the first of all, from the first that counts on.</param>
/// <param name="runs">Runs of taps that follow one another.</param>
/// <param name="length">Taps of a run.</param>
/// <param name="gap">Taps between a run and the next.</param>
internal readonly unsafe struct TapRuns(int* offsets, int runs, int length, int gap)
{
    public int* Offsets { get; } = offsets;

    public int Runs { get; } = runs;

    public int Length { get; } = length;

    public int Gap { get; } = gap;
}
