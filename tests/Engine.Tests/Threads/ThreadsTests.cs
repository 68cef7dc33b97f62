using Adjoint.Kernels;

namespace Adjoint.Tests.Threading;

public class ThreadsTests
{
    private const long Large = Threads.ParallelCost;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void EveryBlock_RunsOnce(int count)
    {
        Threads threads = new(count);
        for (int round = 0; round < 200; round++)
        {
            int[] runs = new int[round + 1];
            CountingJob job = new(runs);
            threads.Run(ref job, runs.Length, Large);
            Assert.All(runs, static n => Assert.Equal(1, n));
        }
    }

    [Fact]
    public void LargeJob_UsesOtherThreads_AndSmallJobDoesNot()
    {
        Threads threads = new(3);
        HashSet<int> seen = [];
        MeetingJob meeting = new(new Barrier(3), seen);
        threads.Run(ref meeting, 3, Large);
        Assert.Equal(3, seen.Count);
        seen.Clear();
        MeetingJob alone = new(new Barrier(1), seen);
        threads.Run(ref alone, 3, Large - 1);
        Assert.Equal([Environment.CurrentManagedThreadId], seen);
    }

    [Fact]
    public void Exception_ReachesTheCaller_AndTheThreadsStayUsable()
    {
        Threads threads = new(3);
        for (int round = 0; round < 50; round++)
        {
            int at = round % 8;
            InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => Fail(threads, at));
            Assert.Equal($"block {round % 8}", error.Message);
            int[] runs = new int[8];
            CountingJob next = new(runs);
            threads.Run(ref next, 8, Large);
            Assert.All(runs, static n => Assert.Equal(1, n));
        }

        // A job that a lambda has captured would be an object's, which the collector moves.
        static void Fail(Threads threads, int at)
        {
            FailingJob job = new(at);
            threads.Run(ref job, 8, Large);
        }
    }

    [Fact]
    public void JobInsideABlock_RunsOnThatThread()
    {
        Threads threads = new(2);
        NestingJob job = new(threads, new int[4, 4]);
        threads.Run(ref job, 4, Large);
        foreach (int thread in job.Runs)
        {
            Assert.NotEqual(0, thread);
        }
    }

    [Fact]
    public async Task ManyCallers_MayShareThreads()
    {
        Threads threads = new(2);
        Task[] callers = new Task[4];
        for (int c = 0; c < callers.Length; c++)
        {
            callers[c] = Task.Run(() =>
            {
                for (int round = 0; round < 200; round++)
                {
                    int[] runs = new int[20];
                    CountingJob job = new(runs);
                    threads.Run(ref job, runs.Length, Large);
                    Assert.All(runs, static n => Assert.Equal(1, n));
                }
            });
        }

        await Task.WhenAll(callers);
    }

    [Fact]
    public void ParkedWorkers_WakeUp()
    {
        Threads threads = new(2);
        for (int round = 0; round < 3; round++)
        {
            HashSet<int> seen = [];
            MeetingJob job = new(new Barrier(2), seen);
            threads.Run(ref job, 2, Large);
            Assert.Equal(2, seen.Count);
            Thread.Sleep(50);
        }
    }

    [Fact]
    public void CountBelowOne_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Threads(0));
        Assert.Equal(Environment.ProcessorCount, Threads.Shared.Count);
    }

    private readonly record struct CountingJob(int[] Runs) : IJob
    {
        public void Run<V>(int block)
            where V : struct, ISimd<V> => Interlocked.Increment(ref Runs[block]);
    }

    /// <summary>Blocks that wait for each other, so that they must run on different threads.</summary>
    private readonly record struct MeetingJob(Barrier Barrier, HashSet<int> Seen) : IJob
    {
        public void Run<V>(int block)
            where V : struct, ISimd<V>
        {
            lock (Seen)
            {
                Seen.Add(Environment.CurrentManagedThreadId);
            }

            Assert.True(Barrier.SignalAndWait(TimeSpan.FromSeconds(20)));
        }
    }

    private readonly record struct FailingJob(int At) : IJob
    {
        public void Run<V>(int block)
            where V : struct, ISimd<V>
        {
            if (block == At)
            {
                throw new InvalidOperationException($"block {block}");
            }
        }
    }

    private readonly record struct NestingJob(Threads Threads, int[,] Runs) : IJob
    {
        public void Run<V>(int block)
            where V : struct, ISimd<V>
        {
            InnerJob inner = new(Runs, block, Environment.CurrentManagedThreadId);
            Threads.Run(ref inner, 4, Large);
        }
    }

    private readonly record struct InnerJob(int[,] Runs, int Outer, int Thread) : IJob
    {
        public void Run<V>(int block)
            where V : struct, ISimd<V>
        {
            Assert.Equal(Thread, Environment.CurrentManagedThreadId);
            Runs[Outer, block] = Thread;
        }
    }
}
