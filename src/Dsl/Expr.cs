namespace Adjoint;

/// <summary>A value in a model's computation, known by its shape while the program is derived.</summary>
public sealed class Expr;
