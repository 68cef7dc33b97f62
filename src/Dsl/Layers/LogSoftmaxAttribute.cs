namespace Adjoint;

/// <summary>The logarithm of the softmax along the last axis. The cross-entropy loss contains it: a model with that loss ends without.</summary>
public sealed class LogSoftmaxAttribute : LayerAttribute;
