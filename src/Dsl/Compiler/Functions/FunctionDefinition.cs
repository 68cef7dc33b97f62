namespace Adjoint.Compiler.Functions;

/// <summary>A function of the language: what an operator on expressions, a method of <c>Expr</c> or of <c>Ops</c> means.</summary>
/// <param name="Name">The method's name; for an operator, that of the arithmetic.</param>
/// <param name="Build">
/// Adds its value to the graph. Arguments and results are nodes, numbers (<c>long</c> and <c>double</c>), texts, truth values, functions, and
/// arrays of such, which are tuples too.
/// </param>
internal sealed record FunctionDefinition(string Name, Func<FunctionCall, object?> Build);
