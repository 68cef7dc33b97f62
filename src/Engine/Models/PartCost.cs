namespace Adjoint;

/// <summary>What one part of a model costs a program. A value that several parts have in common costs the one that mentions it first.</summary>
/// <remarks>
/// <para>
/// Operations are those of the program's values, each counted once for a batch. A statement may compute a cheap value, such as a random mask or a function of
/// one stored value, a second time where a store and a load would cost more: this is not counted again, but what <see cref="RecomputeAttribute"/> or
/// <see cref="KeepAttribute"/> make the program compute again is. A program that takes a few samples at a time does what is the same for all samples, such as a
/// weight under its mask, once for each <see cref="MemoryFormula.MicroBatch"/>, and adds their gradients: neither is counted.
/// </para>
/// <para>
/// A product and its addition are two operations; those of a convolution are counted for all places of its window, padding or not. A sum or a maximum is one
/// for each number that it reads. Of element-wise functions an addition, a product, a comparison or a choice is one, a leaky Relu 2, a division or a root 4, an exponential,
/// a logarithm, tanh or a sigmoid 20, a sine or cosine 30, softplus or the error function 40, a power 60. A softmax and cross-entropy, and its derivative, are 20 for each logit;
/// a random number is 100, a normal one 150, a place in a sequence 4; a value that is kept in fewer bits 1, with a scale 2, and 1 when it is read back. Moving and
/// repeating numbers is none. The values of a loop's step count for every step, those of a fixed point for as many steps as it may take.
/// </para>
/// </remarks>
/// <param name="Name">
/// The part's path, such as <c>Hidden</c> or <c>Blocks.0.Mlp</c>. What is computed outside of parts has the name of the objective, <c>Loss</c>
/// or <c>Input</c>, or of the model; within a used model the path of the use.
/// </param>
/// <param name="Parameters">The trainable values.</param>
/// <param name="TrainedParameters">Those of them that the program computes the gradient of.</param>
/// <param name="ForwardFlops">The floating-point operations of the forward pass: of all that the loss and new running values follow from, and of bringing what is kept into less memory.</param>
/// <param name="BackwardFlops">The floating-point operations of the backward pass, with what it computes again: of all that only gradients need; none for a prediction.</param>
/// <param name="SavedFloats">
/// The floats that the forward pass keeps for the backward pass, or for the caller as the loss, each value rounded up to cache lines unless it has named sizes. Of a program with a <see cref="MemoryFormula.MicroBatch"/>, so many samples
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
