namespace Adjoint;

/// <summary><c>x / 6 + 1/2</c>, at least 0 and at most 1; its derivative at ±3 is 1/6.</summary>
public sealed class HardSigmoidAttribute : LayerAttribute;
