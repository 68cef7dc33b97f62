using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Plan;

/// <summary>Where every stored value of a program lives.</summary>
internal sealed class MemoryPlan
{
    private MemoryPlan(
        IReadOnlyDictionary<Node, Size> offsets, IReadOnlyDictionary<Node, OutputTarget> outputs, IReadOnlyList<PlannedBuffer> buffers, Size total, Size saved)
    {
        Buffers = buffers;
        Offsets = offsets;
        Outputs = outputs;
        Total = total;
        Saved = saved;
    }

    /// <summary>The offsets, in floats, of the values in the arena. Values that overwrite each other have the same.</summary>
    public IReadOnlyDictionary<Node, Size> Offsets { get; }

    /// <summary>The values that are computed right where the caller wants them.</summary>
    public IReadOnlyDictionary<Node, OutputTarget> Outputs { get; }

    /// <summary>The buffers of the arena in order of their first use. Those that live at different times may share memory.</summary>
    public IReadOnlyList<PlannedBuffer> Buffers { get; }

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
        bool hasBackward = backward < kernels.Sum(BufferCollector.Moments);
        PlannedBuffer[] planned =
        [
            .. buffers.Select(buffer => new PlannedBuffer(
                [.. buffer.Values.Select(static written => written.Value)],
                offsets[buffer],
                buffer.Length,
                buffer.First,
                buffer.Last,
                hasBackward && buffer.First < backward && buffer.Last >= backward ? buffer.Values.Last(written => written.Moment < backward).Value : null)),
        ];
        Size saved = planned.Where(static buffer => buffer.Kept is not null).Aggregate(Size.Zero, static (sum, buffer) => sum + buffer.Floats);
        return new MemoryPlan(
            collector.BufferOf.ToDictionary(static pair => pair.Key, pair => offsets[pair.Value]), outputs, planned, placement.Total, saved);
    }
}

/// <summary>Memory of one or, one after the other, several values.</summary>
/// <param name="Values">The values, in order of writing.</param>
/// <param name="Offset">The first of its floats in the arena.</param>
/// <param name="Length">The number of floats.</param>
/// <param name="First">The first moment at which it is used: time passes with every kernel, and with those of the steps of loops.</param>
/// <param name="Last">The last moment at which it is used.</param>
/// <param name="Kept">The value that the forward pass keeps there for the backward pass; null for none.</param>
internal sealed record PlannedBuffer(IReadOnlyList<Node> Values, Size Offset, Size Length, int First, int Last, Node? Kept)
{
    /// <summary>The floats that it takes, with those that align what follows.</summary>
    public Size Floats => ArenaPlanner.Aligned(Length);
}
