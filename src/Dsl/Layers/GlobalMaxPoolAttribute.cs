namespace Adjoint;

/// <summary>
/// The largest element of every channel, <c>[channels, …] → [channels]</c>, on sequences, images and volumes. Equal maxima share the gradient
/// as <c>Max</c> does. NaN propagates.
/// </summary>
public sealed class GlobalMaxPoolAttribute : LayerAttribute;
