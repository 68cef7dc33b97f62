namespace Adjoint;

/// <summary>What a training says after each epoch.</summary>
/// <param name="Epoch">The epoch, counted from 1.</param>
/// <param name="Epochs">The number of epochs asked for.</param>
/// <param name="TrainLoss">The mean over the samples of the epoch of the loss that each step found before it moved the parameters.</param>
/// <param name="Validation">The evaluation of the validation set after the epoch, or null without one.</param>
/// <param name="IsBest">
/// Whether the parameters are now the best so far: by validation loss when there is a validation set, otherwise always.
/// </param>
/// <param name="LearningRate">The learning rate of the epoch's last step.</param>
/// <param name="Elapsed">The time since the training began.</param>
public sealed record EpochReport(
    int Epoch, int Epochs, float TrainLoss, Evaluation? Validation, bool IsBest, float LearningRate, TimeSpan Elapsed);
