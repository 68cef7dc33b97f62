namespace Adjoint.Emit;

/// <summary>The C# of one model.</summary>
/// <param name="HintName">The name of its files, without extension.</param>
/// <param name="Members">What a user sees while typing: the members that the record gets.</param>
/// <param name="Program">
/// The bodies of its programs; empty for a model that only serves others. Where a comment refers to a line of the declaration it holds the origin id between the characters
/// U+0001 and U+0002, so that this text stays the same when lines move.
/// </param>
internal sealed record GeneratedModel(string HintName, string Members, string Program);
