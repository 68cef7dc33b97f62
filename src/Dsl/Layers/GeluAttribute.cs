namespace Adjoint;

/// <summary><c>x · Φ(x)</c> with the normal distribution's Φ, element by element (Hendrycks and Gimpel 2016).</summary>
public sealed class GeluAttribute : LayerAttribute;
