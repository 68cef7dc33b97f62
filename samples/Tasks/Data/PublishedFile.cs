namespace Tasks.Data;

/// <summary>A file of a public data set.</summary>
/// <param name="Path">Where it is expected, within the folder of all data.</param>
/// <param name="Origin">Where it is published.</param>
public sealed record PublishedFile(string Path, string Origin);
