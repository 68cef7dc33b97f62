namespace Adjoint;

/// <summary>The function of each element within a layer of several steps.</summary>
public enum Activation
{
    /// <summary>The hyperbolic tangent.</summary>
    Tanh = 0,

    /// <summary><c>max(x, 0)</c>.</summary>
    Relu,

    /// <summary><c>x · Φ(x)</c> with the normal distribution's Φ.</summary>
    Gelu,

    /// <summary><c>x · sigmoid(x)</c>.</summary>
    Silu,

    /// <summary><c>1 / (1 + exp(−x))</c>.</summary>
    Sigmoid,
}
