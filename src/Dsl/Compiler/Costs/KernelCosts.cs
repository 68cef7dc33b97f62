using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Costs;

/// <summary>
/// The operations of each kernel of a program, by parts. As in <see cref="CostTable"/>, a value costs once: that of several kernels, each of which computes it
/// for itself, is with the first of them.
/// </summary>
internal sealed class KernelCosts
{
    private readonly Dictionary<Kernel, List<Node>> _computed = [];
    private readonly PartPaths _paths;

    public KernelCosts(CompiledProgram program, ModelSignature model)
    {
        _paths = new PartPaths(model);
        HashSet<Node> paid = [.. JointOperation.Once(program.Graph)];
        HashSet<Node> known = [];
        foreach (Kernel kernel in program.Kernels)
        {
            // What a kernel writes follows from values that are there already and from those that it computes on the way, also those that it repeats from nothing.
            List<Node> computed = [];
            Stack<Node> open = new(kernel is CopyKernel copy ? [copy.Output.Value] : kernel.Writes);
            while (open.Count > 0)
            {
                Node node = open.Pop();
                if (known.Add(node))
                {
                    computed.Add(node);
                    foreach (Node input in node.Inputs)
                    {
                        open.Push(input);
                    }
                }
            }

            _computed.Add(kernel, [.. computed.Where(paid.Contains)]);
        }
    }

    /// <summary>What a kernel costs each part in each pass, without what costs nothing; the forward pass comes first.</summary>
    public IReadOnlyList<OperationCost> Of(Kernel kernel) =>
    [
        .. _computed[kernel]
            .SelectMany(OperationCost.Of)
            .GroupBy(cost => (Part: _paths.Of(cost.Part), cost.IsBackward))
            .Select(static same => new OperationCost(same.Key.Part, same.Key.IsBackward, same.Aggregate(Size.Zero, static (sum, cost) => sum + cost.Flops)))
            .Where(static cost => cost.Flops != Size.Zero)
            .OrderBy(static cost => cost.IsBackward)
            .ThenBy(static cost => cost.Part, StringComparer.Ordinal),
    ];
}
