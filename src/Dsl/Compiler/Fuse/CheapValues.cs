using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;

namespace Adjoint.Compiler.Fuse;

/// <summary>Values whose computing again where they are read takes less than storing and loading them.</summary>
/// <param name="memory">Which values are stored.</param>
/// <param name="isStep">Whether the values are those of a step of a loop.</param>
internal sealed class CheapValues(Memory memory, bool isStep)
{
    // Reading two stored operands again and one or two operations on them cost less than a store and a load.
    private const int CheapFlops = 2;

    // From one operand it may be more: to store and to load a value takes as long as some sixty operations of a vector unit where it goes to
    // memory. A tanh or erf is computed again rather than kept for the backward pass. What a step of a loop makes stays in a cache,
    // where it takes as long as about fifteen.
    private const int CheapFlopsOfOne = 48;
    private const int CheapFlopsOfOneInSteps = 15;

    public bool Contains(Node node) => FlopsFromMemory(node) <= (memory.Operands(node).Count != 1 ? CheapFlops : isStep ? CheapFlopsOfOneInSteps : CheapFlopsOfOne);

    /// <summary>
    /// Whether a value takes an operation or two, and all passes that use it together read less when each reads what it is made of than when that is read once, and the value is
    /// written, and read by each.
    /// </summary>
    public bool AreReadLess(Node node, Sinks sinks)
    {
        int streams = memory.Streams(memory.Operands(node));
        return FlopsFromMemory(node) <= CheapFlops && sinks.PassesOver(node) is int passes && streams * passes < streams + 1 + passes;
    }

    /// <summary>What computing an element of a value takes from what is in memory.</summary>
    private int FlopsFromMemory(Node root)
    {
        HashSet<Node> seen = [];
        return Visit(root);

        int Visit(Node node) => node.Operation is ElementwiseOperation operation && !memory.Has(node) && seen.Add(node)
            ? operation.FlopsPerElement + StoredValues.Inputs(node).Sum(Visit)
            : 0;
    }
}
