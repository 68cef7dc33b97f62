using Adjoint;
using Spectre.Console;

namespace Digits;

/// <summary>Two bars that fill: one for the epoch, one for the training.</summary>
internal sealed class LiveTrainingView : TrainingView
{
    private readonly ProgressTask _epoch;
    private readonly ProgressTask _training;

    private LiveTrainingView(ProgressContext context)
    {
        _epoch = context.AddTask("epoch");
        _training = context.AddTask("training");
    }

    /// <summary>Runs a training in view of the terminal.</summary>
    public static new DigitNet Show(Screen screen, Func<TrainingView, DigitNet> train)
    {
        Progress progress = screen.Console.Progress().Columns(
            new ProgressBarColumn { Width = 20 },
            new TaskDescriptionColumn { Alignment = Justify.Left });
        return progress.Start(context => train(new LiveTrainingView(context)));
    }

    /// <inheritdoc/>
    public override void OnStep(StepReport step)
    {
        base.OnStep(step);
        _epoch.MaxValue = step.Steps;
        _epoch.Value = step.Step;
        _training.MaxValue = (double)step.Steps * step.Epochs;
        _training.Value = ((double)step.Steps * (step.Epoch - 1)) + step.Step;
    }

    /// <inheritdoc/>
    protected override void Show(EpochReport report, string figures)
    {
        _epoch.Description = figures;
        _training.Description = $"epoch {report.Epoch} of {report.Epochs}";
    }
}
