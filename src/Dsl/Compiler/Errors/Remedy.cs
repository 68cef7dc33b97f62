namespace Adjoint.Compiler.Errors;

/// <summary>What puts a mistake right where the declaration's text alone does not tell.</summary>
internal abstract record Remedy;

/// <summary>An argument of the layer gets another value.</summary>
/// <param name="Argument">The argument's name.</param>
/// <param name="Value">The value in C#.</param>
internal sealed record SetArgument(string Argument, string Value) : Remedy;

/// <summary>A layer without arguments comes before the one that is reported.</summary>
/// <param name="Layer">The layer's name.</param>
internal sealed record InsertBefore(string Layer) : Remedy;
