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

    /// <summary>Mean absolute error against a target of the output's shape: the mean of <c>|output - target|</c>; its slope at 0 is 0.</summary>
    MeanAbsoluteError = 3,

    /// <summary>
    /// Huber's loss against a target of the output's shape: the mean of <c>d²/2</c> for differences up to 1 and <c>|d| - 1/2</c> beyond, so that
    /// outliers pull no harder than others. <c>Ops.Huber</c> takes another bound.
    /// </summary>
    Huber = 4,

    /// <summary>
    /// Sigmoid cross-entropy of logits against targets from 0 to 1, one for each output: for questions that are answered with yes or no, each on its
    /// own. The output is not to have a sigmoid of its own.
    /// </summary>
    BinaryCrossEntropy = 5,

    /// <summary>The hinge loss, the mean of <c>max(0, 1 - target · output)</c>, for targets 1 and -1 of the output's shape.</summary>
    Hinge = 6,

    /// <summary>
    /// The focal loss, <c>-(1 - p)² · log p</c> for the probability p that the softmax of the logits gives an integer label (Lin et al. 2017): what is
    /// classified well counts little. <c>Ops.SoftmaxFocal</c> takes another exponent.
    /// </summary>
    Focal = 7,

    /// <summary>
    /// Softmax cross-entropy against a distribution over the classes, <c>-Σ target · log softmax(output)</c>, averaged over the rows. The target has
    /// the output's shape, <c>[.., classes]</c>.
    /// </summary>
    SoftTargetCrossEntropy = 8,

    /// <summary>
    /// The Kullback-Leibler divergence of the softmax of the logits from a target distribution of their shape, <c>[.., classes]</c>, averaged over the
    /// rows: as <see cref="SoftTargetCrossEntropy"/>, less the target's own entropy, so that it can reach 0.
    /// </summary>
    KullbackLeibler = 9,

    /// <summary>1 less the cosine of the angle between output and target, vectors along the last axis, averaged over the rows.</summary>
    CosineDistance = 10,
}
