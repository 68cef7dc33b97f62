namespace Adjoint;

/// <summary>What a training says after each step. A value, so that reporting allocates nothing.</summary>
/// <param name="Epoch">The epoch, counted from 1.</param>
/// <param name="Epochs">The number of epochs asked for.</param>
/// <param name="Step">The step within the epoch, counted from 1.</param>
/// <param name="Steps">The number of steps in each epoch.</param>
/// <param name="Samples">The number of samples of this step; the last step of an epoch may have fewer than the others.</param>
/// <param name="Loss">The mean loss of the step's samples, before the parameters moved.</param>
/// <param name="LearningRate">The learning rate of the step, schedule included.</param>
public readonly record struct StepReport(int Epoch, int Epochs, int Step, int Steps, int Samples, float Loss, float LearningRate);
