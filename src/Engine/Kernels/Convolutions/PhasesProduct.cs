// Tiling. At a stride above one each phase of the derivative by the input is a product of its own (InputGradientPhase.cs), all of which read the same
// image of dy and write between one another's pixels. A block runs all phases of its image one after another, so that both stay in the
// second-level cache. Pixels that no phase writes are cleared just before, with all others of the image.
namespace Adjoint.Kernels;

/// <summary>Some products that are cut into equally many blocks.</summary>
/// <param name="phases">The products.</param>
/// <param name="count">How many there are.</param>
/// <param name="cleared">The result, if it has pixels that none of them writes and each block is an image; else null.</param>
/// <param name="length">Floats of an image of the result.</param>
internal readonly unsafe struct PhasesProduct<TProduct>(TProduct* phases, int count, float* cleared, int length) : IJob
    where TProduct : unmanaged, IJob
{
    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        if (cleared is not null)
        {
            new Span<float>(cleared + ((nint)block * length), length).Clear();
        }

        for (int phase = 0; phase < count; phase++)
        {
            phases[phase].Run<V>(block);
        }
    }
}
