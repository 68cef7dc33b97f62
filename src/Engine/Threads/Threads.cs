using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>
/// The threads that kernels run on: the calling thread and a few background workers, which start when first needed and end when
/// this object is collected. The number of threads changes how fast a result comes, never its bits.
/// </summary>
/// <remarks>
/// Several threads may use one instance at once; while the workers are busy for one caller, the others' kernels run on the
/// callers' own threads.
/// </remarks>
public sealed class Threads
{
    /// <summary>Below this much work (in floating-point operations, roughly) waking others costs more than it saves.</summary>
    internal const long ParallelCost = 200_000;

    private readonly WorkerPool _pool;
    private readonly SimdWidth _width;

    /// <summary>Makes a set of threads.</summary>
    /// <param name="count">How many, the calling thread included.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    public Threads(int count)
        : this(count, SimdWidths.Widest)
    {
    }

    /// <summary>Makes a set of threads whose kernels use vectors of the given width.</summary>
    internal Threads(int count, SimdWidth width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _pool = new WorkerPool(count - 1);
        _width = width;
    }

    /// <summary>Ends the workers; there are none when the constructor refused its argument.</summary>
    ~Threads() => _pool?.Stop();

    /// <summary>The threads shared by all who ask for no others: as many as there are processors.</summary>
    public static Threads Shared { get; } = new(Environment.ProcessorCount);

    /// <summary>The number of threads, the calling one included.</summary>
    public int Count => _pool.Workers + 1;

    /// <summary>The floats of a vector of its kernels.</summary>
    internal int Lanes => (int)_width / (8 * sizeof(float));

    /// <summary>
    /// Runs all blocks of a job and returns when they are done. The first exception that a block throws is thrown here, after
    /// all threads have left the job. A job started from inside a block runs on that block's thread.
    /// </summary>
    /// <param name="job">The job, which must stay where it is: a local variable.</param>
    /// <param name="blocks">The number of blocks.</param>
    /// <param name="cost">The floating-point operations of all blocks, roughly; small jobs stay on the caller's thread.</param>
    internal void Run<TJob>(ref TJob job, int blocks, long cost)
        where TJob : struct, IJob
    {
        // The one place where a width is chosen: the tests of support fold away, and with them the widths a processor lacks.
        if (_width == SimdWidth.Bits512 && Vector512.IsHardwareAccelerated)
        {
            Run<TJob, Simd512>(ref job, blocks, cost);
        }
        else if (_width == SimdWidth.Bits256 && Vector256.IsHardwareAccelerated)
        {
            Run<TJob, Simd256>(ref job, blocks, cost);
        }
        else if (_width == SimdWidth.Bits128 && Vector128.IsHardwareAccelerated)
        {
            Run<TJob, Simd128>(ref job, blocks, cost);
        }
        else
        {
            Run<TJob, Simd1>(ref job, blocks, cost);
        }
    }

    private unsafe void Run<TJob, V>(ref TJob job, int blocks, long cost)
        where TJob : struct, IJob
        where V : struct, ISimd<V>
    {
        if (blocks > 1 && cost >= ParallelCost && _pool.Workers > 0
            && _pool.TryRun(&RunBlock<TJob, V>, Unsafe.AsPointer(ref job), blocks))
        {
            // Keeps this object, and so its workers, until the job is done.
            GC.KeepAlive(this);
            return;
        }

        for (int block = 0; block < blocks; block++)
        {
            job.Run<V>(block);
        }
    }

    private static unsafe void RunBlock<TJob, V>(void* job, int block)
        where TJob : struct, IJob
        where V : struct, ISimd<V> => Unsafe.AsRef<TJob>(job).Run<V>(block);
}
