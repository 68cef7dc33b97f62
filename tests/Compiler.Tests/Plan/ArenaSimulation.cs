using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Plan;
using Adjoint.Compiler.Programs;

namespace Adjoint.Tests.Plan;

/// <summary>Runs a program without numbers: memory holds the names of values, and a write destroys whatever it touches.</summary>
internal sealed class ArenaSimulation(MemoryPlan plan, int batch)
{
    private readonly Dictionary<string, long> _bindings = new() { [Compiler.Shapes.Size.BatchName] = batch };
    private readonly List<(long Start, long End, Node Value)> _arena = [];
    private readonly HashSet<Node> _outside = [];

    /// <summary>What goes wrong; null when nothing does.</summary>
    public string? Run(CompiledProgram program)
    {
        long total = plan.Total.Evaluate(_bindings);
        foreach (Kernel kernel in program.Kernels)
        {
            if (kernel.Reads.FirstOrDefault(read => !Holds(read)) is { } lost)
            {
                return $"{Fuse.KernelText.Of(kernel)} reads {lost}, which is not there";
            }

            foreach (Node value in kernel.Writes)
            {
                if (plan.Outputs.ContainsKey(value))
                {
                    _outside.Add(value);
                    continue;
                }

                (long start, long end) = Place(value);
                if (start < 0 || end > total)
                {
                    return $"{value} at {start} to {end} is outside of the arena of {total}";
                }

                // While a kernel runs, its inputs may only be overwritten element by element, and only where it allows that.
                foreach (Node read in kernel.Reads.Where(read => plan.Offsets.ContainsKey(read)))
                {
                    (long readStart, long readEnd) = Place(read);
                    bool overlaps = readStart < end && start < readEnd;
                    bool inPlace = value == kernel.Writes[0] && kernel.MayOverwrite(read) && readStart == start && (readEnd == end || (kernel.Shrinks && end < readEnd));
                    if (overlaps && !inPlace)
                    {
                        return $"{Fuse.KernelText.Of(kernel)} writes {value} over its input {read}";
                    }
                }

                _arena.RemoveAll(place => place.Start < end && start < place.End);
                _arena.Add((start, end, value));
            }

            if (kernel.Writes.FirstOrDefault(value => !Holds(value)) is { } overwritten)
            {
                return $"{Fuse.KernelText.Of(kernel)} overwrites its own result {overwritten}";
            }
        }

        return program.Graph.Outputs.Select(static output => StoredValues.Root(output.Value)).FirstOrDefault(root => !Holds(root)) is { } missing
            ? $"the output {missing} is not there at the end"
            : null;
    }

    /// <summary>The most floats that hold values which are still needed, each rounded up to the alignment.</summary>
    public long Peak(CompiledProgram program)
    {
        IReadOnlyList<Kernel> kernels = program.Kernels;
        Dictionary<Node, (int First, int Last)> lives = [];
        for (int step = 0; step < kernels.Count; step++)
        {
            foreach (Node value in kernels[step].Writes.Where(value => plan.Offsets.ContainsKey(value)))
            {
                lives[value] = (step, step);
            }

            foreach (Node read in kernels[step].Reads.Where(lives.ContainsKey))
            {
                lives[read] = (lives[read].First, step);
            }
        }

        foreach (Node root in program.Graph.Outputs.Select(static output => StoredValues.Root(output.Value)).Where(lives.ContainsKey))
        {
            lives[root] = (lives[root].First, kernels.Count);
        }

        // Values in one place, one after the other, are one buffer.
        return Enumerable.Range(0, kernels.Count).Max(step => lives
            .Where(pair => pair.Value.First <= step && step <= pair.Value.Last)
            .GroupBy(pair => plan.Offsets[pair.Key])
            .Sum(place => place.Max(pair => ArenaPlanner.Aligned(pair.Key.Shape.Count).Evaluate(_bindings))));
    }

    private bool Holds(Node value) => value.Operation is Leaf || _outside.Contains(value) || (plan.Offsets.ContainsKey(value) && _arena.Any(place => place.Value == value));

    private (long Start, long End) Place(Node value)
    {
        long start = plan.Offsets[value].Evaluate(_bindings);
        return (start, start + value.Shape.Count.Evaluate(_bindings));
    }
}
