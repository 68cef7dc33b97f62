using System.Diagnostics;
using Adjoint;
using Tasks.Data;

namespace Tasks.Problems;

/// <summary>What a task is run with, and what it tells of its training.</summary>
/// <param name="folder">Where the files of data are.</param>
/// <param name="seed">What every random number depends on.</param>
/// <param name="threads">The threads to train on.</param>
/// <param name="output">Where to write what happens.</param>
public sealed class Session(DataFolder folder, int seed, Threads threads, TextWriter output) : IProgress<EpochReport>
{
    private static readonly TimeSpan _longestSilence = TimeSpan.FromSeconds(10);

    private long _lastLine = Stopwatch.GetTimestamp();

    /// <summary>Where the files of data are.</summary>
    public DataFolder Folder { get; } = folder;

    /// <summary>What every random number depends on.</summary>
    public int Seed { get; } = seed;

    /// <summary>The threads to train on.</summary>
    public Threads Threads { get; } = threads;

    /// <summary>Where to write what happens.</summary>
    public TextWriter Output { get; } = output;

    /// <summary>The same settings of a training, with what the user asked for and in view of the user.</summary>
    public FitOptions Shown(FitOptions options) => options with { Seed = Seed, Threads = Threads, Progress = this, OnStep = OnStep };

    /// <summary>Writes a line about an epoch.</summary>
    public void Report(EpochReport report)
    {
        string heldOut = report.Validation is not { } validation ? string.Empty
            : validation.Accuracy is { } accuracy ? $"  held-out loss {validation.Loss:F4}, accuracy {accuracy:F4}"
            : $"  held-out loss {validation.Loss:F4}";
        WriteLine($"epoch {report.Epoch,3} of {report.Epochs}  loss {report.TrainLoss:F4}{heldOut}  {report.Elapsed.TotalSeconds,6:F1} s");
    }

    /// <summary>In a long epoch, writes a line now and then.</summary>
    private void OnStep(StepReport step)
    {
        if (Stopwatch.GetElapsedTime(_lastLine) >= _longestSilence)
        {
            WriteLine($"epoch {step.Epoch,3} of {step.Epochs}, step {step.Step} of {step.Steps}  loss {step.Loss:F4}");
        }
    }

    private void WriteLine(string line)
    {
        Output.WriteLine(line);
        _lastLine = Stopwatch.GetTimestamp();
    }
}
