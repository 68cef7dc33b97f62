namespace Adjoint;

/// <summary>Trained parameters that lie side by side and are moved in one pass.</summary>
/// <param name="Offset">Where they begin among the parameters.</param>
/// <param name="Start">Where they begin in a buffer of the trained parameters alone, as a moment is.</param>
/// <param name="Length">The number of floats, gaps between tensors included.</param>
/// <param name="Group">Their group, or null.</param>
/// <param name="Tensor">The one tensor that they are, for an optimizer that takes tensors one at a time; else null.</param>
internal readonly record struct TrainedRange(int Offset, int Start, int Length, ParameterGroup? Group, ParameterInfo? Tensor);
