using System.Runtime.CompilerServices;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>
/// Runs an optimizer's arithmetic in one pass over all parameters: each value is loaded once, moved and stored once, decay included. The buffers
/// are cut into blocks of a fixed length, and lane for lane all vector widths agree, so neither threads nor width change a bit.
/// </summary>
internal static unsafe class ParameterUpdate
{
    /// <summary>Floats in one block: with a gradient and two moments 128 KB, which stay in a core's own cache.</summary>
    private const int BlockLength = 8 * 1024;

    /// <summary>Operations for each parameter, roughly: other threads pay off from some 25,000 parameters on (10 µs of Adam).</summary>
    private const long CostPerParameter = 8;

    /// <summary>p ← p − (update(g + L2 · p) + η λ p).</summary>
    public static void Run<TUpdate>(in OptimizerStep step, TUpdate update)
        where TUpdate : struct, IUpdate
    {
        Span<float> first = TUpdate.Moments > 0 ? step.Moment(0) : default;
        Span<float> second = TUpdate.Moments > 1 ? step.Moment(1) : default;
        Span<float> third = TUpdate.Moments > 2 ? step.Moment(2) : default;
        int length = step.Parameters.Length;
        fixed (float* parameters = step.Parameters, gradient = step.Gradient, m = first, v = second, w = third)
        {
            Job<TUpdate> job = new()
            {
                Parameters = parameters,
                Gradient = gradient,
                First = m,
                Second = v,
                Third = w,
                Length = length,
                Penalty = step.L2,
                Decay = (float)((double)step.LearningRate * step.WeightDecay),
                Update = update,
            };
            step.Threads.Run(ref job, Blocks.Count(length, BlockLength), length * CostPerParameter);
        }
    }

    private struct Job<TUpdate> : IJob
        where TUpdate : struct, IUpdate
    {
        public float* Parameters;
        public float* Gradient;
        public float* First;
        public float* Second;
        public float* Third;
        public int Length;
        public float Penalty;
        public float Decay;
        public TUpdate Update;

        public readonly void Run<V>(int block)
            where V : struct, ISimd<V>
        {
            int start = block * BlockLength;
            Move<V>(this, start, Math.Min(Length, start + BlockLength));
        }

        [MethodImpl(HotLoop.Options)]
        private static void Move<V>(Job<TUpdate> job, int i, int end)
            where V : struct, ISimd<V>
        {
            for (; i <= end - V.Width; i += V.Width)
            {
                V p = V.Load(in job.Parameters[i]);
                V m = TUpdate.Moments > 0 ? V.Load(in job.First[i]) : V.Zero;
                V v = TUpdate.Moments > 1 ? V.Load(in job.Second[i]) : V.Zero;
                V w = TUpdate.Moments > 2 ? V.Load(in job.Third[i]) : V.Zero;
                job.Moved(p, V.Load(in job.Gradient[i]), ref m, ref v, ref w).Store(ref job.Parameters[i]);
                if (TUpdate.Moments > 0)
                {
                    m.Store(ref job.First[i]);
                }

                if (TUpdate.Moments > 1)
                {
                    v.Store(ref job.Second[i]);
                }

                if (TUpdate.Moments > 2)
                {
                    w.Store(ref job.Third[i]);
                }
            }

            int rest = end - i;
            if (rest > 0)
            {
                V p = V.Load(in job.Parameters[i], rest);
                V m = TUpdate.Moments > 0 ? V.Load(in job.First[i], rest) : V.Zero;
                V v = TUpdate.Moments > 1 ? V.Load(in job.Second[i], rest) : V.Zero;
                V w = TUpdate.Moments > 2 ? V.Load(in job.Third[i], rest) : V.Zero;
                job.Moved(p, V.Load(in job.Gradient[i], rest), ref m, ref v, ref w).Store(ref job.Parameters[i], rest);
                if (TUpdate.Moments > 0)
                {
                    m.Store(ref job.First[i], rest);
                }

                if (TUpdate.Moments > 1)
                {
                    v.Store(ref job.Second[i], rest);
                }

                if (TUpdate.Moments > 2)
                {
                    w.Store(ref job.Third[i], rest);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly V Moved<V>(V parameter, V gradient, ref V first, ref V second, ref V third)
            where V : struct, ISimd<V>
        {
            V penalized = V.MultiplyAdd(V.Broadcast(Penalty), parameter, gradient);
            V change = Update.Invoke(penalized, ref first, ref second, ref third);
            return parameter - V.MultiplyAdd(V.Broadcast(Decay), parameter, change);
        }
    }
}
