namespace Adjoint.Compiler.Plan;

/// <summary>
/// How a batch is cut into micro-batches, and how many of them are under way at once. The cuts depend on the numbers of samples alone,
/// so results have the same bits for any number of threads.
/// </summary>
/// <param name="samples">The samples of the batch.</param>
/// <param name="most">The most samples of a micro-batch.</param>
internal readonly struct MicroBatchPlan(int samples, int most)
{
    /// <summary>Two or four threads find equally much work in a multiple of four.</summary>
    private const int Multiple = 4;

    /// <summary>The number of micro-batches.</summary>
    public int Count { get; } = samples <= most ? 1 : (int)Math.Min(samples, (((long)samples + most - 1) / most + Multiple - 1) / Multiple * Multiple);

    /// <summary>The samples of the largest.</summary>
    public int Largest => (int)(((long)samples + Count - 1) / Count);

    /// <summary>The first sample of one of them; of the one behind the last, the number of samples.</summary>
    public int First(int index) => (int)((long)samples * index / Count);

    /// <summary>
    /// How many are under way at once: one for each thread when that leaves threads idle for at most a quarter of the time; otherwise one,
    /// whose kernels share the threads.
    /// </summary>
    public int LanesFor(int threads)
    {
        int rounds = (Count + threads - 1) / threads;
        return Count >= threads && 4L * Count >= 3L * rounds * threads ? threads : 1;
    }
}
