namespace Adjoint;

/// <summary>How a training ended.</summary>
public enum FitOutcome
{
    /// <summary>No training has ended yet.</summary>
    None = 0,

    /// <summary>All epochs were run.</summary>
    Completed = 1,

    /// <summary>The cancellation token stopped it before the next step.</summary>
    Cancelled = 2,

    /// <summary>The loss stopped being finite, and <see cref="TrainingDivergedException"/> was thrown.</summary>
    Diverged = 3,

    /// <summary>Something else was thrown, for instance by a progress callback.</summary>
    Failed = 4,
}

/// <summary>
/// A record of one training. Make one, pass it in <see cref="FitOptions.History"/> and read it afterwards; a new training with it
/// begins it anew. It may be read while the training runs only from the training's own callbacks.
/// </summary>
public sealed class FitHistory
{
    private readonly List<EpochReport> _epochs = [];

    /// <summary>The reports of the completed epochs, in order.</summary>
    public IReadOnlyList<EpochReport> Epochs => _epochs;

    /// <summary>The report of the epoch whose parameters the trained model holds, or null when no epoch was completed.</summary>
    public EpochReport? Best { get; private set; }

    /// <summary>How the training ended.</summary>
    public FitOutcome Outcome { get; internal set; }

    internal void Begin()
    {
        _epochs.Clear();
        Best = null;
        Outcome = FitOutcome.None;
    }

    internal void Add(EpochReport report)
    {
        _epochs.Add(report);
        if (report.IsBest)
        {
            Best = report;
        }
    }
}
