namespace Adjoint;

/// <summary>The Euclidean norm of a gradient with respect to all trained parameters.</summary>
internal static class GradientNorm
{
    public static float Of(TrainedRanges ranges, ReadOnlySpan<float> gradient, Threads threads)
    {
        double sum = 0;
        foreach (TrainedRange range in ranges)
        {
            sum += SquaredNorm.Of(threads, range.Of(gradient));
        }

        return (float)Math.Sqrt(sum);
    }
}
