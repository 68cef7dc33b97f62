using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Adjoint;

/// <summary>
/// Background threads that help a caller through the blocks of one job at a time. A call allocates nothing: a job is a function
/// pointer and the address of a struct on the caller's stack.
/// </summary>
/// <remarks>
/// The caller opens the job; workers that notice join it, and the blocks are handed out by a counter. When they are all taken the
/// caller closes the job, after which nobody can join, and waits for those who did. A worker that wakes late finds the job closed
/// and costs nothing. Workers spin for a while before they park, since training asks again within microseconds.
/// </remarks>
internal sealed unsafe class WorkerPool(int workers)
{
    private const int Open = 1 << 30;

    /// <summary>About 50 microseconds, longer than the gaps between the kernels of a training step.</summary>
    private const int SpinsBeforeParking = 300;

    private readonly object _gate = new();
    private Shared _shared;
    private bool _started;
    private bool _stopped;
    private int _busy;
    private int _parked;
    private Exception? _failure;

    private delegate*<void*, int, void> _run;
    private void* _job;
    private int _blocks;

    /// <summary>The number of threads besides the caller's.</summary>
    public int Workers => workers;

    /// <summary>Runs all blocks together with the caller, or returns false at once when the workers serve another caller.</summary>
    public bool TryRun(delegate*<void*, int, void> run, void* job, int blocks)
    {
        if (Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            return false;
        }

        if (!_started)
        {
            Start();
        }

        _run = run;
        _job = job;
        _blocks = blocks;
        _failure = null;
        _shared.Next = 0;
        Volatile.Write(ref _shared.State, Open);
        Interlocked.Increment(ref _shared.Generation);
        if (Volatile.Read(ref _parked) > 0)
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }

        TakeBlocks();
        Interlocked.And(ref _shared.State, ~Open);
        SpinWait wait = default;
        while (Volatile.Read(ref _shared.State) != 0)
        {
            // The others are finishing their last blocks, which takes microseconds: no sleep of a millisecond here.
            wait.SpinOnce(sleep1Threshold: -1);
        }

        Exception? failure = _failure;
        _failure = null;
        Volatile.Write(ref _busy, 0);
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return true;
    }

    /// <summary>Lets the workers end.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            Interlocked.Increment(ref _shared.Generation);
            Monitor.PulseAll(_gate);
        }
    }

    private void Start()
    {
        _started = true;
        for (int i = 0; i < workers; i++)
        {
            new Thread(Work) { IsBackground = true, Name = "Adjoint worker" }.Start();
        }
    }

    private void Work()
    {
        int seen = 0;
        while (true)
        {
            seen = AwaitChange(seen);
            if (Volatile.Read(ref _stopped))
            {
                return;
            }

            if (TryJoin())
            {
                TakeBlocks();
                Interlocked.Decrement(ref _shared.State);
            }
        }
    }

    private int AwaitChange(int seen)
    {
        for (int spin = 0; spin < SpinsBeforeParking; spin++)
        {
            int generation = Volatile.Read(ref _shared.Generation);
            if (generation != seen)
            {
                return generation;
            }

            Thread.SpinWait(4);
        }

        lock (_gate)
        {
            // Announced before the last look: the caller changes the generation before it looks for parked workers.
            Interlocked.Increment(ref _parked);
            while (Volatile.Read(ref _shared.Generation) == seen)
            {
                Monitor.Wait(_gate);
            }

            Interlocked.Decrement(ref _parked);
            return Volatile.Read(ref _shared.Generation);
        }
    }

    private bool TryJoin()
    {
        int state = Volatile.Read(ref _shared.State);
        while ((state & Open) != 0)
        {
            int found = Interlocked.CompareExchange(ref _shared.State, state + 1, state);
            if (found == state)
            {
                return true;
            }

            state = found;
        }

        return false;
    }

    private void TakeBlocks()
    {
        try
        {
            while (true)
            {
                int block = Interlocked.Increment(ref _shared.Next) - 1;
                if (block >= _blocks)
                {
                    return;
                }

                _run(_job, block);
            }
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _failure, exception, null);
            Interlocked.Exchange(ref _shared.Next, _blocks);
        }
    }

    /// <summary>The words that threads contend for, each on a cache line of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 512)]
    private struct Shared
    {
        [FieldOffset(128)]
        public int Generation;

        [FieldOffset(256)]
        public int State;

        [FieldOffset(384)]
        public int Next;
    }
}
