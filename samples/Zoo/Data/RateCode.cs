namespace Zoo.Data;

/// <summary>Images as spikes.</summary>
internal static class RateCode
{
    /// <summary>At each step a pixel gives a spike with the probability of its ink.</summary>
    /// <param name="random">Where spikes come from.</param>
    /// <param name="images">The images, <c>[count, pixels]</c>, from 0 to 1.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="steps">How many steps of time.</param>
    /// <returns>The spikes, 0 or 1, <c>[count, steps, pixels]</c>.</returns>
    public static float[] Draw(Random random, ReadOnlySpan<float> images, int count, int steps)
    {
        int pixels = images.Length / count;
        float[] spikes = new float[count * steps * pixels];
        for (int i = 0; i < spikes.Length; i++)
        {
            spikes[i] = random.NextSingle() < images[(i / (steps * pixels) * pixels) + (i % pixels)] ? 1 : 0;
        }

        return spikes;
    }
}
