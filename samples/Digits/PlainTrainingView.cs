using Adjoint;
using Spectre.Console;

namespace Digits;

/// <summary>One line for each epoch.</summary>
internal sealed class PlainTrainingView(Screen screen) : TrainingView
{
    /// <inheritdoc/>
    protected override void Show(EpochReport report, string figures) =>
        screen.Console.WriteLine($"epoch {report.Epoch,3} of {report.Epochs}  {figures}");
}
