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

/// <summary>A named size gets a value where a model is used.</summary>
/// <param name="Size">The name.</param>
internal sealed record BindSize(string Size) : Remedy;

/// <summary>What is reported is removed: a layer from its part, a function from around its argument.</summary>
internal sealed record RemoveThis : Remedy;
