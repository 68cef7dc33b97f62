namespace Digits;

/// <summary>What a network says about an image.</summary>
/// <param name="Digit">The digit it takes it for.</param>
/// <param name="Certainty">The probability it gives that digit.</param>
public readonly record struct Guess(int Digit, float Certainty)
{
    /// <summary>Reads the network's outputs for one image.</summary>
    /// <param name="logits">One number for each digit; the greatest wins.</param>
    public static Guess From(ReadOnlySpan<float> logits)
    {
        int digit = 0;
        for (int i = 1; i < logits.Length; i++)
        {
            if (logits[i] > logits[digit])
            {
                digit = i;
            }
        }

        // The softmax at the greatest logit: exp(g) / Σ exp(lᵢ) = 1 / Σ exp(lᵢ − g), where no exponential overflows.
        double sum = 0;
        foreach (float logit in logits)
        {
            sum += Math.Exp(logit - logits[digit]);
        }

        return new Guess(digit, (float)(1 / sum));
    }
}
