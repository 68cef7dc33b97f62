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
        List<Buffer> buffers = [];
        Dictionary<Node, Buffer> bufferOf = [];
        Dictionary<Node, int> lastRead = LastReads(graph, kernels);
        for (int step = 0; step < kernels.Count; step++)
        {
            Kernel kernel = kernels[step];
            bool first = true;
            foreach (Node value in kernel.Writes)
            {
                if (!outputs.ContainsKey(value))
                {
                    Node? dying = first ? kernel.Reads.FirstOrDefault(read => CanTakeOver(kernel, value, read, step)) : null;
                    Buffer buffer = dying is null ? new Buffer(value.Shape.Count, step) : bufferOf[dying];
                    if (dying is null)
                    {
                        buffers.Add(buffer);
                    }

                    buffer.Last = Math.Max(buffer.Last, lastRead.TryGetValue(value, out int last) ? last : step);
                    bufferOf.Add(value, buffer);
                }

                first = false;
            }
        }

        Placement placement = ArenaPlanner.Place([.. buffers.Select(static buffer => new Lifetime(buffer.Length, buffer.First, buffer.Last))]);
        Dictionary<Buffer, Size> offsets = buffers.Select((buffer, index) => (buffer, offset: placement.Offsets[index])).ToDictionary(static p => p.buffer, static p => p.offset);
        int backward = kernels.TakeWhile(static kernel => !kernel.Subject.Origin.IsGradient).Count();
        Size saved = backward == kernels.Count
            ? Size.Zero
            : buffers.Where(buffer => buffer.First < backward && buffer.Last >= backward)
                .Aggregate(Size.Zero, static (sum, buffer) => sum + ArenaPlanner.Aligned(buffer.Length));
        return new MemoryPlan(
            bufferOf.ToDictionary(static pair => pair.Key, pair => offsets[pair.Value]), outputs, placement.Total, saved);

        bool CanTakeOver(Kernel kernel, Node value, Node read, int step) =>
            kernel.MayOverwrite(read)
            && bufferOf.TryGetValue(read, out Buffer? buffer)
            && buffer.Last == step
            && buffer.Length == value.Shape.Count;
    }

    /// <summary>For every stored value, the last statement that reads it; outputs are read after the last.</summary>
    private static Dictionary<Node, int> LastReads(Graph graph, IReadOnlyList<Kernel> kernels)
    {
        Dictionary<Node, int> last = [];
        for (int step = 0; step < kernels.Count; step++)
        {
            foreach (Node read in kernels[step].Reads)
            {
                last[read] = step;
            }
        }

        foreach (Output output in graph.Outputs)
        {
            last[StoredValues.Root(output.Value)] = kernels.Count;
        }

        return last;
    }

    private sealed class Buffer(Size length, int first)
    {
        public Size Length { get; } = length;

        public int First { get; } = first;

        public int Last { get; set; } = first;
    }
}
