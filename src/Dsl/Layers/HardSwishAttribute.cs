namespace Adjoint;

/// <summary><c>x · hardSigmoid(x)</c> (Howard et al. 2019).</summary>
public sealed class HardSwishAttribute : LayerAttribute;
