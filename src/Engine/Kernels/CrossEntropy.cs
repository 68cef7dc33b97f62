// Tiling. As for softmax: a row's passes run while it lies in the first-level cache, and blocks are runs of rows of about 4096
// elements. Loss and residual share the exponentials, so a training step computes them once. Rows of few classes lie along the lanes
// (TurnedRows.cs).
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// The cross-entropy of softmax against integer labels, by rows of logits [rows, classes]. With max the row's maximum,
/// loss = max + ln Σⱼ e^(logit[j] − max) − logit[label], which neither overflows nor underflows. A row with NaN, with +∞ or of −∞
/// alone gives NaN.
/// </summary>
public static unsafe class CrossEntropy
{
    private const int BlockLength = 4096;
    private const int CostPerElement = 20;

    /// <summary>losses[r] = −ln softmax(logits[r])[labels[r]].</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="logits">The logits, [rows, classes].</param>
    /// <param name="labels">The labels, [rows], each from 0 to classes − 1.</param>
    /// <param name="losses">The losses, [rows], apart from the logits.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="classes">The number of classes.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or spans overlap.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class; the message names its row.</exception>
    public static void Loss(
        Threads threads, ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, Span<float> losses, int rows, int classes)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Require.Length<float>(losses, rows, nameof(losses));
        Run(threads, logits, labels, losses, [], rows, classes, 1f);
    }

    /// <summary>residual[r] = scale · (softmax(logits[r]) − onehot(labels[r])): the derivative of the losses.</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="logits">The logits, [rows, classes].</param>
    /// <param name="labels">The labels, [rows], each from 0 to classes − 1.</param>
    /// <param name="residual">The result, [rows, classes]; may be the logits.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="scale">A factor, such as 1 / rows for the derivative of the mean loss.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or spans overlap in part.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class; the message names its row.</exception>
    public static void Residual(
        Threads threads,
        ReadOnlySpan<float> logits,
        ReadOnlySpan<int> labels,
        Span<float> residual,
        int rows,
        int classes,
        float scale = 1)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Require.Length<float>(residual, (long)rows * classes, nameof(residual));
        Run(threads, logits, labels, [], residual, rows, classes, scale);
    }

    /// <summary>Both the losses and the residual, from the same exponentials.</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="logits">The logits, [rows, classes].</param>
    /// <param name="labels">The labels, [rows], each from 0 to classes − 1.</param>
    /// <param name="losses">The losses, [rows], apart from the logits and the residual.</param>
    /// <param name="residual">The residual, [rows, classes]; may be the logits.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="scale">A factor of the residual, such as 1 / rows; the losses are not scaled.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or spans overlap.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class; the message names its row.</exception>
    public static void LossAndResidual(
        Threads threads,
        ReadOnlySpan<float> logits,
        ReadOnlySpan<int> labels,
        Span<float> losses,
        Span<float> residual,
        int rows,
        int classes,
        float scale = 1)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Require.Length<float>(losses, rows, nameof(losses));
        Require.Length<float>(residual, (long)rows * classes, nameof(residual));
        Require.Apart<float, float>(residual, losses, nameof(residual));
        Run(threads, logits, labels, losses, residual, rows, classes, scale);
    }

    private static void Run(
        Threads threads,
        ReadOnlySpan<float> logits,
        ReadOnlySpan<int> labels,
        Span<float> losses,
        Span<float> residual,
        int rows,
        int classes,
        float scale)
    {
        Require.Shape(rows, classes, 1);
        Require.Length(logits, (long)rows * classes, nameof(logits));
        Require.Length(labels, rows, nameof(labels));
        Require.Apart<float, float>(logits, losses, nameof(logits));
        Require.SameOrApart(logits, residual, nameof(logits));
        for (int r = 0; r < rows; r++)
        {
            if ((uint)labels[r] >= (uint)classes)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(labels), labels[r], $"Expected labels from 0 to {classes - 1}, found {labels[r]} in row {r}.");
            }
        }

        fixed (float* logitStart = logits)
        fixed (int* labelStart = labels)
        fixed (float* lossStart = losses)
        fixed (float* residualStart = residual)
        {
            if (TurnedRows.Suit(rows, classes))
            {
                int turned = TurnedRows.RowsWithin(BlockLength, classes);
                TurnedJob job = new(logitStart, labelStart, lossStart, residualStart, rows, classes, turned, scale);
                threads.Run(ref job, Blocks.Count(rows, turned), (long)logits.Length * CostPerElement);
            }
            else
            {
                int rowsPerBlock = Math.Max(1, BlockLength / Math.Max(1, classes));
                Job job = new(logitStart, labelStart, lossStart, residualStart, rows, classes, rowsPerBlock, scale);
                threads.Run(ref job, Blocks.Count(rows, rowsPerBlock), (long)logits.Length * CostPerElement);
            }
        }
    }

    private readonly struct Job(
        float* logits, int* labels, float* losses, float* residual, int rows, int classes, int rowsPerBlock, float scale) : IJob
    {
        // The residual at the label is softmax - 1 = -(the others' share). Added up without the label's own term it keeps its digits when
        // the network is sure: 1 - 1e-6 has lost most of them. So does the loss, ln(1 + others), in double.
        public void Run<V>(int block)
            where V : struct, ISimd<V>
        {
            int end = Math.Min((block + 1) * rowsPerBlock, rows);
            for (int r = block * rowsPerBlock; r < end; r++)
            {
                float* row = logits + ((nint)r * classes);
                float* terms = residual is null ? null : residual + ((nint)r * classes);
                float max = RowPass.Max<V>(row, classes);
                int label = labels[r];

                // Read before the terms may overwrite it.
                float chosen = row[label] - max;
                float others = SumOfExp<V>(row, max, terms, 0, label) + SumOfExp<V>(row, max, terms, label + 1, classes);
                float own = SumOfExp<V>(row, max, terms, label, label + 1);
                if (losses is not null)
                {
                    losses[r] = (float)(Math.Log((double)others + own) - chosen);
                }

                if (terms is not null)
                {
                    terms[label] = -others;
                    RowPass.Scale<V>(terms, scale / (others + own), classes);
                }
            }
        }

        /// <summary>The sum over some columns of a row; also stores the terms unless they are null.</summary>
        private static float SumOfExp<V>(float* row, float max, float* terms, int first, int end)
            where V : struct, ISimd<V> => RowPass.SumOfExp<V>(row + first, max, terms is null ? null : terms + first, end - first);
    }

    private readonly struct TurnedJob(
        float* logits, int* labels, float* losses, float* residual, int rows, int classes, int rowsPerBlock, float scale) : IJob
    {
        // Digits are kept as in Job: the greatest term is 1, so the loss is ln(1 + the others) less the label's logit.
        [SkipLocalsInit]
        [MethodImpl(HotLoop.Options)]
        public void Run<V>(int block)
            where V : struct, ISimd<V>
        {
            float* panel = stackalloc float[TurnedRows.MostLength];
            float* lane = stackalloc float[TurnedRows.MostLanes];
            int end = Math.Min((block + 1) * rowsPerBlock, rows);
            for (int r = block * rowsPerBlock; r < end; r += V.Width)
            {
                int count = Math.Min(V.Width, end - r);
                TurnedRows.Turn<V>(logits + ((nint)r * classes), count, classes, panel);
                V max = TurnedRows.Max<V>(panel, classes);
                for (int i = 0; i < count; i++)
                {
                    lane[i] = labels[r + i];
                }

                V label = V.Load(in *lane, count);
                V chosen = V.Zero, own = V.Zero, others = V.Zero;
                for (int j = 0; j < classes; j++)
                {
                    V difference = V.Load(in panel[j * V.Width]) - max;
                    V term = V.Exp(difference);
                    V isLabel = V.Equal(label, V.Broadcast(j));
                    chosen = V.Select(isLabel, difference, chosen);
                    own = V.Select(isLabel, term, own);
                    others += V.Select(isLabel, V.Zero, term);
                    term.Store(ref panel[j * V.Width]);
                }

                if (losses is not null)
                {
                    V loss = V.Log1p((own - V.One) + others) - chosen;
                    loss.Store(ref losses[r], count);
                }

                if (residual is not null)
                {
                    V factor = V.Broadcast(scale) / (others + own);
                    for (int j = 0; j < classes; j++)
                    {
                        V term = V.Select(V.Equal(label, V.Broadcast(j)), -others, V.Load(in panel[j * V.Width]));
                        (term * factor).Store(ref panel[j * V.Width]);
                    }

                    TurnedRows.TurnBack<V>(panel, count, classes, residual + ((nint)r * classes));
                }
            }
        }
    }
}
