namespace Tasks.Problems;

/// <summary>What became of a task.</summary>
/// <param name="IsPassed">Whether the network reached what it must.</param>
/// <param name="Figures">What it reached, and the bar.</param>
public sealed record Verdict(bool IsPassed, string Figures);
