namespace Adjoint;

/// <summary>
/// Gives a static method over <see cref="Expr"/> a derivative of its own, such as a surrogate for that of a step. The other method takes
/// the same arguments and then the derivative of the loss by the result; it returns the derivative by each argument, as one
/// expression or as a tuple.
/// </summary>
/// <param name="method">The name of the method of the same type that computes the derivative.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GradientAttribute(string method) : Attribute
{
    /// <summary>The name of the method that computes the derivative.</summary>
    public string Method { get; } = method;
}
