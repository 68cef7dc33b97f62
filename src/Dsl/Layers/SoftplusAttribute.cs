namespace Adjoint;

/// <summary><c>log(1 + exp(x))</c>, element by element.</summary>
public sealed class SoftplusAttribute : LayerAttribute;
