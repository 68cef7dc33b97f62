using Adjoint.Compiler.Plan;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>
/// The micro-batches of one batch. A lane is a thread with an arena of its own; it takes the next micro-batch whenever it is through
/// with one. What micro-batches add up is added in their order, whoever is first: a lane waits for its turn, and as they are taken in
/// order, the lane whose turn it is never waits for one that has not started.
/// </summary>
internal unsafe struct MicroBatchJob<TProgram> : IJob
    where TProgram : struct, IMicroBatchProgram
{
    /// <summary>About as long as a lane waits for the last addition of another; after that it lets other programs run.</summary>
    private const int SpinsBeforeYielding = 300;

    private int _next;
    private int _turn;
    private volatile bool _failed;

    public MicroBatchPlan Plan;
    public int Samples;
    public Pinned<float> Parameters;
    public Pinned<float> State;
    public Pinned<float> Inputs;
    public Pinned<int> IntegerInputs;
    public Pinned<int> Labels;
    public Pinned<float> Targets;
    public Pinned<int> Sizes;
    public Pinned<float> Result;

    /// <summary>Offsets and lengths of what the program sums up; empty when results lie along samples.</summary>
    public Pinned<int> Written;

    /// <summary>The arenas, one behind the other.</summary>
    public float* Arena;

    /// <summary>The floats of a lane: the program's, then, if results are sums, those of one micro-batch.</summary>
    public int LaneFloats;

    /// <summary>The floats that the program takes for the largest micro-batch.</summary>
    public int ProgramFloats;

    public Threads Threads;

    /// <summary>The sum of what the program returned.</summary>
    public float Total { get; private set; }

    /// <summary>Works on micro-batches until all are taken.</summary>
    public void Run<V>(int lane)
        where V : struct, ISimd<V>
    {
        Batch batch = new()
        {
            Count = Samples,
            Inputs = Inputs.Span,
            IntegerInputs = IntegerInputs.Span,
            Labels = Labels.Span,
            Targets = Targets.Span,
            Sizes = Sizes.Span,
        };
        Span<float> floats = new(Arena + ((nint)lane * LaneFloats), LaneFloats);
        for (int index = Interlocked.Increment(ref _next) - 1; index < Plan.Count; index = Interlocked.Increment(ref _next) - 1)
        {
            // The first writes its sums where they are wanted, the others theirs beside it.
            bool isAdded = Written.Length > 0 && index > 0;
            int first = Plan.First(index);
            MicroBatch part = new()
            {
                Batch = batch,
                First = first,
                Count = Plan.First(index + 1) - first,
                Parameters = Parameters.Span,
                State = State.Span,
                Arena = floats[..ProgramFloats],
                Threads = Threads,
            };
            Span<float> own = isAdded ? floats.Slice(ProgramFloats, Result.Length) : Result.Span;
            try
            {
                float loss = TProgram.Run(in part, own);
                if (!AwaitTurn(index))
                {
                    return;
                }

                Total += loss;
            }
            catch
            {
                _failed = true;
                throw;
            }

            for (int i = 0; isAdded && i < Written.Length; i += 2)
            {
                Add<V>(own.Slice(Written.Span[i], Written.Span[i + 1]), Result.Span.Slice(Written.Span[i], Written.Span[i + 1]));
            }

            Volatile.Write(ref _turn, index + 1);
        }
    }

    private static void Add<V>(ReadOnlySpan<float> values, Span<float> sums)
        where V : struct, ISimd<V>
    {
        int i = 0;
        for (; i <= sums.Length - V.Width; i += V.Width)
        {
            (V.Load(in sums[i]) + V.Load(in values[i])).Store(ref sums[i]);
        }

        int rest = sums.Length - i;
        if (rest > 0)
        {
            (V.Load(in sums[i], rest) + V.Load(in values[i], rest)).Store(ref sums[i], rest);
        }
    }

    /// <summary>Waits until all before a micro-batch have been added; false when one of them never will.</summary>
    private bool AwaitTurn(int index)
    {
        for (int spin = 0; Volatile.Read(ref _turn) != index; spin++)
        {
            if (_failed)
            {
                return false;
            }

            if (spin < SpinsBeforeYielding)
            {
                Thread.SpinWait(4);
            }
            else
            {
                Thread.Yield();
            }
        }

        return true;
    }

    /// <summary>A span that threads share while its memory is pinned.</summary>
    public readonly struct Pinned<T>(T* pointer, int length)
        where T : unmanaged
    {
        public int Length => length;

        public Span<T> Span => new(pointer, length);
    }
}
