namespace Adjoint;

/// <summary>The rectifier, <c>max(x, 0)</c>; its derivative at 0 is 0.</summary>
public sealed class ReluAttribute : LayerAttribute;
