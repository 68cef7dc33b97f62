// Tiling. At a stride above one each phase of the derivative by the input is a product of its own (InputGradientPhase.cs), all of which read the same
// image of dy and write between one another's pixels. A block runs all phases of its image one after another, so that both stay in the
// second-level cache.
namespace Adjoint.Kernels;

/// <summary>Some patch products that are cut into equally many blocks.</summary>
internal readonly unsafe struct PhasesProduct(PatchProduct<Identity>* phases, int count) : IJob
{
    public void Run<V>(int block)
        where V : struct, ISimd<V>
    {
        for (int phase = 0; phase < count; phase++)
        {
            phases[phase].Run<V>(block);
        }
    }
}
