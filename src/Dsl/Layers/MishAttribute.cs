namespace Adjoint;

/// <summary><c>x · tanh(log(1 + exp(x)))</c> (Misra 2019).</summary>
public sealed class MishAttribute : LayerAttribute;
