using Tasks.Data;

namespace Tasks.Problems;

/// <summary>A network, what it learns from, and what it must reach.</summary>
/// <param name="Name">What the user calls it on the command line.</param>
/// <param name="Summary">What it is, in a line.</param>
public abstract record LearningTask(string Name, string Summary)
{
    /// <summary>All tasks, in the order of the list.</summary>
    public static IReadOnlyList<LearningTask> All { get; } =
    [
        new Mnist(),
        new ShakespeareTransformer(),
        new ShakespeareLstm(),
        new AddingProblem(),
        new GunPoint(),
        new Forecasting(),
    ];

    /// <summary>The files that it needs, which no part of the sample brings along; none for data that are computed.</summary>
    public virtual IReadOnlyList<PublishedFile> Files => [];

    /// <summary>Trains the network and measures it on what it has not seen.</summary>
    /// <exception cref="InvalidDataException">A file is not as it is published; the message names the place.</exception>
    public abstract Verdict Run(Session session);
}
