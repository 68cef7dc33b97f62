using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Generators.Tests.Programs.Counted;

/// <summary>
/// The operations that are printed of a training program are those that its graph does, counted while it runs, and the floats that it
/// saves are those that statements of the forward pass write and statements behind them read.
/// </summary>
public sealed class CountedFlopsTests
{
    private static readonly int[] Counts = [1, 2, 5];

    [Theory]
    [MemberData(nameof(CountedModels.All), MemberType = typeof(CountedModels))]
    public void Operations_AreThoseOfARun(string network, string variation)
    {
        CountedStep step = CountedModels.Of(network, variation);
        PartCost total = step.Cost.Total;
        foreach (int count in Counts)
        {
            OperationCounter counter = Counted(step, count);
            Assert.Equal((counter.Forward, counter.Backward), (total.ForwardFlops.For(count), total.BackwardFlops.For(count)));
        }

        Assert.Equal(step.Objective.FlopsPerSample, total.ForwardFlops.For(1) + total.BackwardFlops.For(1));
    }

    [Theory]
    [MemberData(nameof(CountedModels.All), MemberType = typeof(CountedModels))]
    public void SavedFloats_AreThoseThatTheBackwardPassReads(string network, string variation)
    {
        CountedStep step = CountedModels.Of(network, variation);
        foreach (int count in Counts)
        {
            Assert.Equal(Saved(step, count), step.Cost.Total.SavedFloats.For(count));
        }
    }

    [Theory]
    [MemberData(nameof(CountedModels.All), MemberType = typeof(CountedModels))]
    public void AnotherDeclaration_CountsAnother(string network, string variation)
    {
        CountedStep step = CountedModels.Of(network, variation);
        string plain = CountedModels.BaseOf(variation);
        PartCost other = CountedModels.Of(network, plain).Cost.Total;
        int count = Counts[^1];
        OperationCounter counter = Counted(step, count);
        Assert.Equal(variation == plain, (counter.Forward, counter.Backward) == (other.ForwardFlops.For(count), other.BackwardFlops.For(count)));
    }

    /// <summary>A run of a program's graph.</summary>
    private static OperationCounter Counted(CountedStep step, int count, int named = CountedModels.NamedSize)
    {
        Random random = new(count);
        OperationCounter counter = new(new EvaluationContext(step.Bindings(count, named), 1, 2));
        counter.Run(step.Program.Graph, (leaf, length) =>
            [.. Enumerable.Range(0, length).Select(_ => leaf.Type.Element == ElementType.Int32 ? random.Next(5) : leaf is StateLeaf ? 0.5 + random.NextDouble() : random.NextDouble() - 0.5)]);
        return counter;
    }

    /// <summary>
    /// The floats of all values that a statement up to the one that gives the loss writes and a later one, or the caller, reads. Each begins on a cache line, but for
    /// named sizes: those of a sample are rounded up to one.
    /// </summary>
    private static long Saved(CountedStep step, int count)
    {
        Graph graph = step.Program.Graph;
        HashSet<Node> needed = OperationCounter.NeededByLoss(graph);
        Kernel[] kernels = [.. step.Program.Kernels];
        int forward = Array.FindLastIndex(kernels, kernel => kernel.Writes.Any(needed.Contains)) + 1;
        HashSet<Node> gradients = [.. graph.Outputs.Where(static output => output.Target is GradientOutput).Select(static output => StoredValues.Root(output.Value))];
        HashSet<Node> read =
        [
            .. kernels.Skip(forward).SelectMany(static kernel => kernel.Reads),
            .. graph.Outputs.Select(static output => StoredValues.Root(output.Value)),
        ];
        return kernels.Take(forward).SelectMany(static kernel => kernel.Writes).Distinct()
            .Where(value => read.Contains(value) && !gradients.Contains(value))
            .Sum(LengthOf(step, count));
    }

    /// <summary>
    /// The lengths of values, rounded up to cache lines. Where they depend on the batch and on a name they do so as <c>n (a T² + b T + c)</c>, of whose numbers, which
    /// follow from the lengths in a few runs, the last one is rounded up.
    /// </summary>
    private static Func<Node, long> LengthOf(CountedStep step, int count)
    {
        Dictionary<Node, int>[] runs = [.. new[] { 1, 2, 3 }.Select(named => Counted(step, 1, named).Lengths)];
        Dictionary<Node, int> two = Counted(step, 2, 1).Lengths;
        long named = step.Compiled.Sizes.Count == 0 ? 1 : CountedModels.NamedSize;
        return value =>
        {
            (int first, int second, int third) = (runs[0][value], runs[1][value], runs[2][value]);
            int square = (third - (2 * second) + first) / 2;
            int each = second - first - (3 * square);
            long length = (square * named * named) + (each * named) + Aligned(first - square - each);
            return two[value] == 2 * first ? count * length : length;
        };
    }

    private static long Aligned(int length) => (length + 15) / 16 * 16;
}
