namespace Adjoint;

/// <summary>
/// The mean of every channel (Lin, Chen, Yan 2014), <c>[channels, …] → [channels]</c>, on sequences, images and volumes.
/// </summary>
public sealed class GlobalAvgPoolAttribute : LayerAttribute;
