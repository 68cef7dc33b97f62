using Adjoint.Kernels;

namespace Adjoint;

/// <summary>
/// Runs an optimizer's arithmetic in one pass over all parameters: each value is loaded once, moved and stored once. The buffers are cut
/// into blocks of a fixed length, and lane for lane all vector widths agree, so neither threads nor width change a bit.
/// </summary>
internal static unsafe class ParameterUpdate
{
    /// <summary>Floats in one block: with a gradient and two moments 128 KB, which stay in a core's own cache.</summary>
    private const int BlockLength = 8 * 1024;

    /// <summary>Operations for each parameter, roughly: other threads pay off from some 25,000 parameters on (10 µs of Adam).</summary>
    private const long CostPerParameter = 8;

    public static void Run<TUpdate>(in OptimizerStep step, TUpdate update)
        where TUpdate : struct, IUpdate
    {
        Span<float> first = TUpdate.Moments > 0 ? step.Moment(0) : default;
        Span<float> second = TUpdate.Moments > 1 ? step.Moment(1) : default;
        int length = step.Parameters.Length;
        fixed (float* parameters = step.Parameters, gradient = step.Gradient, m = first, v = second)
        {
            Job<TUpdate> job = new(parameters, gradient, m, v, length, update);
            step.Threads.Run(ref job, (int)(((long)length + BlockLength - 1) / BlockLength), length * CostPerParameter);
        }
    }

    private struct Job<TUpdate>(float* parameters, float* gradient, float* first, float* second, int length, TUpdate update) : IJob
        where TUpdate : struct, IUpdate
    {
        public readonly void Run<V>(int block)
            where V : struct, ISimd<V>
        {
            TUpdate rule = update;
            int i = block * BlockLength;
            int end = Math.Min(length, i + BlockLength);
            for (; i <= end - V.Width; i += V.Width)
            {
                V p = V.Load(ref parameters[i]);
                V m = TUpdate.Moments > 0 ? V.Load(ref first[i]) : V.Zero;
                V v = TUpdate.Moments > 1 ? V.Load(ref second[i]) : V.Zero;
                rule.Invoke(ref p, V.Load(ref gradient[i]), ref m, ref v);
                p.Store(ref parameters[i]);
                if (TUpdate.Moments > 0)
                {
                    m.Store(ref first[i]);
                }

                if (TUpdate.Moments > 1)
                {
                    v.Store(ref second[i]);
                }
            }

            int rest = end - i;
            if (rest > 0)
            {
                V p = V.Load(ref parameters[i], rest);
                V m = TUpdate.Moments > 0 ? V.Load(ref first[i], rest) : V.Zero;
                V v = TUpdate.Moments > 1 ? V.Load(ref second[i], rest) : V.Zero;
                rule.Invoke(ref p, V.Load(ref gradient[i], rest), ref m, ref v);
                p.Store(ref parameters[i], rest);
                if (TUpdate.Moments > 0)
                {
                    m.Store(ref first[i], rest);
                }

                if (TUpdate.Moments > 1)
                {
                    v.Store(ref second[i], rest);
                }
            }
        }
    }
}
