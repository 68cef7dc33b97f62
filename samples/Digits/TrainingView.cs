using Adjoint;

namespace Digits;

/// <summary>Shows a training while it runs: its loss, its accuracy on the validation rows, its speed.</summary>
internal abstract class TrainingView : IProgress<EpochReport>
{
    private TimeSpan _previous;
    private int _samples;

    /// <summary>Runs a training in view.</summary>
    /// <param name="screen">Where to show it.</param>
    /// <param name="train">Trains, and passes the view to the training as <see cref="FitOptions.Progress"/> and <see cref="FitOptions.OnStep"/>.</param>
    /// <returns>What the training returns.</returns>
    public static DigitNet Show(Screen screen, Func<TrainingView, DigitNet> train) =>
        screen.IsLive ? LiveTrainingView.Show(screen, train) : train(new PlainTrainingView(screen));

    /// <summary>Takes note of a step.</summary>
    public virtual void OnStep(StepReport step) => _samples += step.Samples;

    /// <summary>Takes note of an epoch.</summary>
    public void Report(EpochReport report)
    {
        double speed = _samples / Math.Max((report.Elapsed - _previous).TotalSeconds, 1e-6);
        _previous = report.Elapsed;
        _samples = 0;
        string accuracy = report.Validation?.Accuracy is { } share ? $"  accuracy {share:F3}" : string.Empty;
        Show(report, $"loss {report.TrainLoss:F4}{accuracy}  {speed,7:N0} samples/s");
    }

    /// <summary>Shows an epoch.</summary>
    /// <param name="report">The epoch.</param>
    /// <param name="figures">What it is about: loss, accuracy and speed.</param>
    protected abstract void Show(EpochReport report, string figures);
}
