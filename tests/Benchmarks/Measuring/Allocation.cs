namespace Adjoint.Benchmarks.Measuring;

/// <summary>What a step allocates on the managed heap, on all threads.</summary>
internal static class Allocation
{
    private const int Rounds = 5;
    private const int Calls = 4;

    /// <summary>
    /// Calls a step that is warm some times more. The runtime itself allocates now and then, whatever is called; what the step allocates it allocates
    /// every time, and so in the round with the least.
    /// </summary>
    /// <returns>The bytes of a call.</returns>
    public static double Of(Action step)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int call = 0; call < Calls; call++)
            {
                step();
            }

            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return (double)least / Calls;
    }
}
