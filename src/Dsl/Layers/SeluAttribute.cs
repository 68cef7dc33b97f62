namespace Adjoint;

/// <summary>The self-normalising unit, <c>λ · elu(x, α)</c> with λ = 1.0507… and α = 1.6732… (Klambauer et al. 2017); its derivative at 0 is λα.</summary>
public sealed class SeluAttribute : LayerAttribute;
