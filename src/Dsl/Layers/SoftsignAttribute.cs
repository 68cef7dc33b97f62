namespace Adjoint;

/// <summary><c>x / (1 + |x|)</c>; NaN for infinities.</summary>
public sealed class SoftsignAttribute : LayerAttribute;
