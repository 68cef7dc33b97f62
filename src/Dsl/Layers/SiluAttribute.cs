namespace Adjoint;

/// <summary><c>x · sigmoid(x)</c>, also called swish (Elfwing et al. 2018).</summary>
public sealed class SiluAttribute : LayerAttribute;
