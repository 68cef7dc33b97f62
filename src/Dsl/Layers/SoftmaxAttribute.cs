namespace Adjoint;

/// <summary><c>exp(x) / Σ exp(x)</c> along the last axis. The cross-entropy loss contains it: a model with that loss ends without.</summary>
public sealed class SoftmaxAttribute : LayerAttribute;
