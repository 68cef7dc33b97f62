namespace Adjoint;

/// <summary>How well a model does on a data set.</summary>
/// <param name="Loss">The mean loss over all rows, computed as in prediction.</param>
/// <param name="Accuracy">
/// The share of rows whose greatest output is that of their label, or null for a model that does not classify. Of equal outputs the first counts,
/// and NaN is never the greatest.
/// </param>
/// <param name="Confusion">What was taken for what, or null for a model that does not classify.</param>
/// <param name="Count">The number of rows.</param>
public sealed record Evaluation(float Loss, float? Accuracy, ConfusionMatrix? Confusion, int Count);
