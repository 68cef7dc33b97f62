namespace Adjoint;

/// <summary>What one part of a model costs a program. A value that several parts have in common costs the one that mentions it first.</summary>
/// <param name="Name">
/// The part's path, such as <c>Hidden</c> or <c>Blocks.0.Mlp</c>. What is computed outside of parts has the name of the objective, <c>Loss</c>
/// or <c>Input</c>, or of the model; within a used model the path of the use.
/// </param>
/// <param name="Parameters">The trainable values.</param>
/// <param name="TrainedParameters">Those of them that the program computes the gradient of.</param>
/// <param name="ForwardFlops">The floating-point operations of the forward pass.</param>
/// <param name="BackwardFlops">The floating-point operations of the backward pass; none for a prediction.</param>
/// <param name="SavedFloats">
/// The floats that the forward pass keeps for the backward pass. Of a program with a <see cref="MemoryFormula.MicroBatch"/>, so many samples
/// are in memory at most, and n is their number.
/// </param>
/// <param name="ScratchFloats">
/// The floats of all other buffers, by the same n. They live at different times and share memory, so the arena is smaller than the sum.
/// </param>
public sealed record PartCost(
    string Name,
    long Parameters,
    long TrainedParameters,
    CostFormula ForwardFlops,
    CostFormula BackwardFlops,
    CostFormula SavedFloats,
    CostFormula ScratchFloats)
{
    /// <summary>The sum of costs.</summary>
    /// <param name="name">What they are called together.</param>
    /// <param name="parts">The costs.</param>
    internal static PartCost Sum(string name, IEnumerable<PartCost> parts) => parts.Aggregate(
        new PartCost(name, 0, 0, default, default, default, default),
        static (sum, part) => new(
            sum.Name,
            checked(sum.Parameters + part.Parameters),
            checked(sum.TrainedParameters + part.TrainedParameters),
            sum.ForwardFlops + part.ForwardFlops,
            sum.BackwardFlops + part.BackwardFlops,
            sum.SavedFloats + part.SavedFloats,
            sum.ScratchFloats + part.ScratchFloats));
}
