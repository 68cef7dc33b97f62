namespace Adjoint;

/// <summary>The logistic function, <c>1 / (1 + exp(−x))</c>.</summary>
public sealed class SigmoidAttribute : LayerAttribute;
