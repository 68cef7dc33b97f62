namespace Adjoint.Emit;

/// <summary>The C# of a model's members or programs.</summary>
/// <param name="Stem">The beginning of the file's name.</param>
/// <param name="Text">
/// The text. Where a comment refers to a line of the declaration it holds the origin id between the characters U+0001 and U+0002, so that it
/// stays the same when lines move.
/// </param>
internal sealed record GeneratedFile(string Stem, string Text);
