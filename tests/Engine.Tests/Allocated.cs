namespace Adjoint.Tests;

/// <summary>What an action allocates on the calling thread, once warm.</summary>
internal static class Allocated
{
    private const int WarmUps = 50;
    private const int Rounds = 20;

    /// <summary>
    /// The least bytes of several rounds. A collection that another test sets off hands out the thread's allocation buffer anew, and
    /// what was left of it counts as allocated; that happens in some rounds, an allocation by the action in all of them.
    /// </summary>
    public static long ByEach(Action action)
    {
        // Scratch memory is a thread's own, and which thread takes a block is chance: often enough for this one to have taken one.
        for (int i = 0; i < WarmUps; i++)
        {
            action();
        }

        return Enumerable.Range(0, Rounds).Min(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }
}
