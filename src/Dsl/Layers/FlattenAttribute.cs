namespace Adjoint;

/// <summary>Joins all axes of a sample into one: <c>[a, b, …] → [a·b·…]</c>. Moves no data.</summary>
public sealed class FlattenAttribute : LayerAttribute;
