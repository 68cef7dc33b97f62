namespace Adjoint;

/// <summary>What a model is trained to make small: the mean over the batch of a loss per sample.</summary>
public enum Loss
{
    /// <summary>No loss is given. A model without one is an error at build time.</summary>
    None = 0,

    /// <summary>
    /// Softmax cross-entropy of a vector of logits against an integer label:
    /// <c>log(Σ exp(logits)) - logits[label]</c>, averaged over the batch. The output has the shape <c>[classes]</c>.
    /// </summary>
    CrossEntropy = 1,

    /// <summary>
    /// Mean squared error against a target of the output's shape: the mean of <c>(output - target)²</c> over the batch and
    /// all elements.
    /// </summary>
    MeanSquaredError = 2,
}
