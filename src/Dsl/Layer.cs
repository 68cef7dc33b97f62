namespace Adjoint;

/// <summary>A part of a model, called like a function: it takes an expression and gives the expression of its output.</summary>
/// <param name="input">What the part is applied to; its batch axis leads and is implicit.</param>
/// <returns>The part's output.</returns>
public delegate Expr Layer(Expr input);
