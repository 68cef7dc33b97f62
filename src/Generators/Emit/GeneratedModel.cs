namespace Adjoint.Emit;

/// <summary>The two files written for a model.</summary>
/// <param name="HintName">The stem of their names, as <see cref="HintNames.Stem"/> gives it.</param>
/// <param name="Members">What the editor shows: the members, without positions in the source.</param>
/// <param name="Program">Their bodies, with markers of origins where lines are to be printed.</param>
internal sealed record GeneratedModel(string HintName, string Members, string Program);
