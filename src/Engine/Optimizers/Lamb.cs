using System.Runtime.CompilerServices;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>
/// LAMB (You et al. 2020): Adam whose step of each tensor is as long, relative to the tensor, as the learning rate says. Made for very large batches.
/// </summary>
/// <remarks>
/// <code>
/// m ← β₁ m + (1 − β₁) g
/// v ← β₂ v + (1 − β₂) g²
/// r = (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε) + λ p
/// p ← p − η (‖p‖ / ‖r‖) r
/// </code>
/// The norms are those of one parameter tensor; the trust ratio ‖p‖ / ‖r‖ is 1 where either is 0. Moments 0 and 1 are m and v. A gradient that
/// is not finite makes its whole tensor not finite.
/// </remarks>
public sealed record Lamb : AdaptiveOptimizer
{
    /// <summary>Makes a LAMB optimizer with ε = 1e-6.</summary>
    /// <param name="learningRate">The learning rate, finite and above 0.</param>
    public Lamb(float learningRate = 1e-3f)
        : base(learningRate) => Epsilon = 1e-6f;

    /// <inheritdoc/>
    public override bool IsPerTensor => true;

    /// <inheritdoc/>
    public override long ScratchFor(ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return parameter.Length;
    }

    /// <inheritdoc/>
    public override unsafe void Update(in OptimizerStep step)
    {
        int length = step.Parameters.Length;
        int blocks = Blocks.Count(length, SquaredNorm.BlockLength);
        double* sums = (double*)Scratch.ForJob(4L * blocks);
        Span<float> direction = step.Scratch[..length];
        fixed (float* parameters = step.Parameters, gradient = step.Gradient, first = step.Moment(0), second = step.Moment(1), found = direction)
        {
            DirectionJob job = new()
            {
                Parameters = parameters,
                Gradient = gradient,
                First = first,
                Second = second,
                Direction = found,
                Length = length,
                Penalty = step.L2,
                Decay = step.WeightDecay,
                Update = new AdamUpdate(Means(step), (float)(1 / Correction1(step))),
                ParameterSums = sums,
                DirectionSums = sums + blocks,
            };
            step.Threads.Run(ref job, blocks, 12L * length);
        }

        double norm = Math.Sqrt(SquaredNorm.Sum(sums, blocks));
        double directionNorm = Math.Sqrt(SquaredNorm.Sum(sums + blocks, blocks));
        double trust = norm == 0 || directionNorm == 0 ? 1 : norm / directionNorm;
        Elementwise.Map(step.Threads, direction, step.Parameters, step.Parameters, new ScaledSum((float)(-step.LearningRate * trust)));
    }

    /// <summary>The moments, r, and the sums of squares of p and r in each block, while it is in the cache.</summary>
    private unsafe struct DirectionJob : IJob
    {
        public float* Parameters;
        public float* Gradient;
        public float* First;
        public float* Second;
        public float* Direction;
        public int Length;
        public float Penalty;
        public float Decay;
        public AdamUpdate Update;
        public double* ParameterSums;
        public double* DirectionSums;

        public readonly void Run<V>(int block)
            where V : struct, ISimd<V>
        {
            int start = block * SquaredNorm.BlockLength;
            int length = Math.Min(SquaredNorm.BlockLength, Length - start);
            Fill<V>(this, start, start + length);
            ParameterSums[block] = SquaredNorm.OfBlock<V>(Parameters + start, length);
            DirectionSums[block] = SquaredNorm.OfBlock<V>(Direction + start, length);
        }

        [MethodImpl(HotLoop.Options)]
        private static void Fill<V>(DirectionJob job, int i, int end)
            where V : struct, ISimd<V>
        {
            V none = V.Zero;
            for (; i <= end - V.Width; i += V.Width)
            {
                V m = V.Load(in job.First[i]);
                V v = V.Load(in job.Second[i]);
                job.DirectionOf(V.Load(in job.Parameters[i]), V.Load(in job.Gradient[i]), ref m, ref v, ref none).Store(ref job.Direction[i]);
                m.Store(ref job.First[i]);
                v.Store(ref job.Second[i]);
            }

            int rest = end - i;
            if (rest > 0)
            {
                V m = V.Load(in job.First[i], rest);
                V v = V.Load(in job.Second[i], rest);
                job.DirectionOf(V.Load(in job.Parameters[i], rest), V.Load(in job.Gradient[i], rest), ref m, ref v, ref none).Store(ref job.Direction[i], rest);
                m.Store(ref job.First[i], rest);
                v.Store(ref job.Second[i], rest);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly V DirectionOf<V>(V parameter, V gradient, ref V first, ref V second, ref V none)
            where V : struct, ISimd<V>
        {
            V penalized = V.MultiplyAdd(V.Broadcast(Penalty), parameter, gradient);
            return V.MultiplyAdd(V.Broadcast(Decay), parameter, Update.Invoke(penalized, ref first, ref second, ref none));
        }
    }
}
