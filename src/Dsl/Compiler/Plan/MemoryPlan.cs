using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Plan;

/// <summary>Where every stored value of a program lives.</summary>
internal sealed class MemoryPlan
{
    private MemoryPlan(IReadOnlyDictionary<Node, Size> offsets, IReadOnlyDictionary<Node, OutputTarget> outputs, Size total, Size saved)
    {
        Offsets = offsets;
        Outputs = outputs;
        Total = total;
        Saved = saved;
    }

    /// <summary>The offsets, in floats, of the values in the arena. Values that overwrite each other have the same.</summary>
    public IReadOnlyDictionary<Node, Size> Offsets { get; }

    /// <summary>The values that are computed right where the caller wants them.</summary>
    public IReadOnlyDictionary<Node, OutputTarget> Outputs { get; }

    /// <summary>The floats of the arena.</summary>
    public Size Total { get; }

    /// <summary>The floats of it that the forward pass keeps for the backward pass; zero when there is none.</summary>
    public Size Saved { get; }

    public static MemoryPlan Create(Graph graph, IReadOnlyList<Kernel> kernels)
    {
        Dictionary<Node, OutputTarget> outputs = [];
        foreach (Output output in graph.Outputs.Where(static output => output.Target is not (LossOutput or StateOutput)))
        {
            Node root = StoredValues.Root(output.Value);
            if (root.Operation is not Leaf && !outputs.ContainsKey(root))
            {
                outputs.Add(root, output.Target);
            }
        }

        // One buffer per stored value, but an element-wise result takes over the buffer of an input that it is the last to read.
        BufferCollector collector = new();
        collector.Add(kernels, graph.Outputs.Select(static output => StoredValues.Root(output.Value)), outputs.ContainsKey, start: 0);
        IReadOnlyList<Buffer> buffers = collector.Buffers;
        Placement placement = ArenaPlanner.Place([.. buffers.Select(static buffer => new Lifetime(buffer.Length, buffer.First, buffer.Last))]);
        Dictionary<Buffer, Size> offsets = buffers.Select((buffer, index) => (buffer, offset: placement.Offsets[index])).ToDictionary(static p => p.buffer, static p => p.offset);
        int backward = kernels.TakeWhile(static kernel => !kernel.Subject.Origin.IsBackward).Sum(BufferCollector.Moments);
        Size saved = backward == kernels.Sum(BufferCollector.Moments)
            ? Size.Zero
            : buffers.Where(buffer => buffer.First < backward && buffer.Last >= backward)
                .Aggregate(Size.Zero, static (sum, buffer) => sum + ArenaPlanner.Aligned(buffer.Length));
        return new MemoryPlan(
            collector.BufferOf.ToDictionary(static pair => pair.Key, pair => offsets[pair.Value]), outputs, placement.Total, saved);
    }
}
