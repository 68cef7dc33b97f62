using Adjoint.Compiler.Graphs;

namespace Adjoint.Compiler.Fuse;

/// <summary>
/// A loop whose steps are kernels. The values of a step live in the same arena as those of the program, for one step; only states
/// and what the loop gives outlive it.
/// </summary>
/// <param name="kernels">The kernels of one step, in two parts.</param>
/// <param name="states">The states, which are read by every step and set at its end, or sooner where nobody reads them any more.</param>
/// <param name="captured">The arguments of the step that are values of the program around the loop.</param>
internal abstract class LoopKernel(
    LoopKernel.Parts kernels, IReadOnlyList<LoopState> states, IReadOnlyList<(Node Argument, Node Value)> captured) : Kernel
{
    /// <summary>The kernels of a step, those apart that give the same in every step.</summary>
    internal sealed record Parts(IReadOnlyList<Kernel> Once, IReadOnlyList<Kernel> Steps);

    /// <summary>The kernels that run once, before the first step, because they read nothing that changes.</summary>
    public IReadOnlyList<Kernel> Once { get; } = kernels.Once;

    /// <summary>The kernels that run in every step.</summary>
    public IReadOnlyList<Kernel> Steps { get; } = kernels.Steps;

    public IReadOnlyList<LoopState> States { get; } = states;

    public IReadOnlyList<(Node Argument, Node Value)> Captured { get; } = captured;

    /// <summary>The arguments of the step that every step first copies into memory of their own.</summary>
    public virtual IReadOnlyList<Node> Copied => [];

    /// <summary>The values of a step that are read at its end.</summary>
    public abstract IReadOnlyList<Node> Kept { get; }

    /// <summary>Whether a value of a step is computed right in the memory of a value that the loop gives, or of a state.</summary>
    public abstract bool HasPlace(Node value);

    /// <summary>Parts a step: what follows from captured values alone is computed once, unless its place is another in every step.</summary>
    protected internal static Parts Split(IReadOnlyList<Kernel> kernels, IEnumerable<Node> captured, Func<Node, bool> hasPlace)
    {
        HashSet<Node> constant = [.. captured];
        List<Kernel> once = [];
        foreach (Kernel kernel in kernels)
        {
            if (kernel.Reads.All(constant.Contains) && !kernel.Writes.Any(hasPlace))
            {
                once.Add(kernel);
                constant.UnionWith(kernel.Writes);
            }
        }

        return new Parts(once, [.. kernels.Where(kernel => !once.Contains(kernel))]);
    }
}

/// <summary>A state of a loop.</summary>
/// <param name="Argument">The state as a step finds it.</param>
/// <param name="Initial">The state before the first step.</param>
/// <param name="Next">The state as a step leaves it.</param>
/// <param name="Final">The state behind the last step, whose memory is then the state's; null when nobody asks.</param>
/// <param name="IsInPlace">Whether the step computes the next state right in the memory of the state.</param>
internal sealed record LoopState(Node Argument, Node Initial, Node Next, Node? Final, bool IsInPlace);
