using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Adjoint;

/// <summary>
/// Background threads that help a caller through the blocks of one job at a time. A call allocates nothing: a job is a function
/// pointer and the address of a struct on the caller's stack.
/// </summary>
/// <remarks>
/// The caller opens the job; workers that notice join it. Each thread has a run of blocks of its own, the same for all jobs of so many blocks, and
/// takes blocks of others when it has none left: so a thread finds in its own cache what it wrote in the job before, and comes from a block to
/// the next in memory. When all are taken the caller closes the job, after which nobody can join, and waits for those who did. A worker
/// that wakes late finds the job closed and costs nothing. Workers spin for a while before they park, since training asks again
/// within microseconds.
/// </remarks>
internal sealed unsafe class WorkerPool(int workers)
{
    private const int Open = 1 << 30;

    /// <summary>About 50 microseconds, longer than the gaps between the kernels of a training step.</summary>
    private const int SpinsBeforeParking = 300;

    /// <summary>Whole numbers from one counter to the next: two cache lines, which processors fetch together.</summary>
    private const int CounterPitch = 32;

    private readonly object _gate = new();

    /// <summary>The next block of each thread's run, the caller's first.</summary>
    private readonly int[] _next = new int[(workers + 2) * CounterPitch];
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
        for (int number = 0; number <= workers; number++)
        {
            Next(number) = FirstOf(number);
        }

        Volatile.Write(ref _shared.State, Open);
        Interlocked.Increment(ref _shared.Generation);
        if (Volatile.Read(ref _parked) > 0)
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }

        TakeBlocks(0);
        Interlocked.And(ref _shared.State, ~Open);
        AwaitOthers();

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
            int number = i + 1;
            new Thread(() => Work(number)) { IsBackground = true, Name = "Adjoint worker" }.Start();
        }
    }

    private void Work(int number)
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
                TakeBlocks(number);
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

    /// <summary>
    /// Waits for the others to finish their last blocks, which takes microseconds; to yield the processor may take milliseconds
    /// when other programs want it, so that comes only after a while.
    /// </summary>
    private void AwaitOthers()
    {
        for (int spin = 0; Volatile.Read(ref _shared.State) != 0; spin++)
        {
            if (spin < SpinsBeforeParking)
            {
                Thread.SpinWait(4);
            }
            else
            {
                Thread.Yield();
            }
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

    /// <summary>Takes all blocks of a thread's own run, then what the others have left of theirs.</summary>
    private void TakeBlocks(int number)
    {
        try
        {
            for (int i = 0; i <= workers; i++)
            {
                int run = number + i;
                run -= run > workers ? workers + 1 : 0;
                int end = FirstOf(run + 1);
                while (Volatile.Read(ref Next(run)) < end)
                {
                    int block = Interlocked.Increment(ref Next(run)) - 1;
                    if (block >= end)
                    {
                        break;
                    }

                    _run(_job, block);
                }
            }
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _failure, exception, null);
            for (int run = 0; run <= workers; run++)
            {
                Interlocked.Exchange(ref Next(run), FirstOf(run + 1));
            }
        }
    }

    /// <summary>The first block of a thread's run.</summary>
    private int FirstOf(int run) => (int)((long)_blocks * run / (workers + 1));

    private ref int Next(int run) => ref _next[(run + 1) * CounterPitch];

    /// <summary>The words that threads contend for, each on a cache line of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Shared
    {
        [FieldOffset(128)]
        public int Generation;

        [FieldOffset(256)]
        public int State;
    }
}
