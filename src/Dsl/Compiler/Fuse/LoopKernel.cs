using Adjoint.Compiler.Graphs;

namespace Adjoint.Compiler.Fuse;

/// <summary>
/// A loop whose steps are kernels. The values of a step live in the same arena as those of the program, for one step; only states
/// and what the loop gives outlive it.
/// </summary>
/// <param name="steps">The kernels of one step.</param>
/// <param name="states">The states, which are read by every step and set at its end, or sooner where nobody reads them any more.</param>
/// <param name="captured">The arguments of the step that are values of the program around the loop.</param>
internal abstract class LoopKernel(
    IReadOnlyList<Kernel> steps, IReadOnlyList<LoopState> states, IReadOnlyList<(Node Argument, Node Value)> captured) : Kernel
{
    public IReadOnlyList<Kernel> Steps { get; } = steps;

    public IReadOnlyList<LoopState> States { get; } = states;

    public IReadOnlyList<(Node Argument, Node Value)> Captured { get; } = captured;

    /// <summary>The arguments of the step that every step first copies into memory of their own.</summary>
    public virtual IReadOnlyList<Node> Copied => [];

    /// <summary>The values of a step that are read at its end.</summary>
    public abstract IReadOnlyList<Node> Kept { get; }

    /// <summary>Whether a value of a step is computed right in the memory of a value that the loop gives, or of a state.</summary>
    public abstract bool HasPlace(Node value);
}

/// <summary>A state of a loop.</summary>
/// <param name="Argument">The state as a step finds it.</param>
/// <param name="Initial">The state before the first step.</param>
/// <param name="Next">The state as a step leaves it.</param>
/// <param name="Final">The state behind the last step, whose memory is then the state's; null when nobody asks.</param>
/// <param name="IsInPlace">Whether the step computes the next state right in the memory of the state.</param>
internal sealed record LoopState(Node Argument, Node Initial, Node Next, Node? Final, bool IsInPlace);
