using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Simplify;

namespace Adjoint.Compiler.Plan;

/// <summary>
/// Decides whether a program runs on a few samples of the batch at a time, and on how many. What one statement writes is then still in
/// the cache when the next one reads it, the arena is that of a few samples, and threads can take different samples.
/// </summary>
/// <remarks>
/// It may when no value relates samples to each other (<see cref="SampleRole"/>): outputs lie along samples, and the loss and gradients
/// are sums over them. A factor such as the <c>1/n</c> of a mean counts the whole batch still, and is written so.
/// </remarks>
internal static class MicroBatching
{
    /// <summary>
    /// The largest value of a micro-batch, in bytes: a statement reads one such value and writes another, and both should fit in a core's
    /// second-level cache of 1 MB and more. (Mixers, transformers, convolutions and operator networks: best from 0.1 to 0.5 MB.)
    /// </summary>
    private const long LargestValue = 512 * 1024;

    /// <summary>
    /// What a parameter costs each micro-batch beside a number of its arena: its gradient is written, read and added. Its value is read and
    /// packed once more. A micro-batch's arena is at least as large as that, or weights would be what is moved most.
    /// </summary>
    private const long MovesOfGradient = 3;

    /// <summary>
    /// A step of a loop multiplies its weights by a row for each sample. Fewer rows than a tile of products has leave its multipliers waiting, and
    /// weights come from the second-level cache more slowly than they are used; with twelve to twenty-four rows both are busy.
    /// </summary>
    private const long RowsOfSteps = 16;

    /// <summary>The graph with the factors that count the batch written as counting all of it, for programs that may run on a few samples at a time.</summary>
    public static Graph CountWholeBatch(Graph graph) => Rewriter.Run(graph, [static (builder, node) =>
        node.Operation is Fill fill && fill.Divisor.Degree(Size.BatchName) > 0
            ? builder.Add(fill with { Divisor = fill.Divisor.Substitute(static name => name == Size.BatchName ? Size.WholeBatch : null) })
            : null]);

    /// <summary>Whether no value of a graph relates samples to each other.</summary>
    public static bool HasIndependentSamples(Graph graph)
    {
        Dictionary<Node, SampleRole> roles = SampleRole.In(graph);
        return graph.Outputs.All(output => output.Target switch
        {
            LossOutput or GradientOutput => roles[output.Value].IsSum,
            StateOutput => false,
            _ => roles[output.Value] == SampleRole.Along(0) && StoredValues.Root(output.Value).Operation is not Leaf,
        });
    }

    /// <summary>The most samples that a program of independent samples works on at once; null when that is known only at run time.</summary>
    /// <param name="graph">The program's graph.</param>
    /// <param name="plan">Where its values live.</param>
    public static int? SamplesOf(Graph graph, MemoryPlan plan)
    {
        long?[] values = [.. plan.Offsets.Keys.Concat(plan.Outputs.Keys).Select(static value => PerSample(value.Shape.Count))];
        Size sums = graph.Outputs.Where(static output => output.Target is GradientOutput).Aggregate(Size.Zero, static (sum, output) => sum + output.Value.Shape.Count);
        Node[] loops = [.. graph.Nodes.Where(static node => node.Operation is Scan).GroupBy(JointOperation.KeyOf).Select(static loop => loop.First())];
        Size read = graph.Nodes.Where(static node => node.Operation is ParameterLeaf).Aggregate(Size.Zero, static (sum, leaf) => sum + leaf.Shape.Count)
            + loops.Aggregate(Size.Zero, static (sum, loop) => sum + ReadBySteps(loop));
        if (Array.Exists(values, static value => value is null) || PerSample(plan.Total) is not { } arena || !sums.IsConstant || !read.IsConstant)
        {
            return null;
        }

        long largest = Math.Max(1, values.Max() ?? 1);
        arena = Math.Max(1, arena);
        long samples = Math.Max(LargestValue / (sizeof(float) * largest), (read.Constant + (MovesOfGradient * sums.Constant) + arena - 1) / arena);
        samples = Math.Max(samples, Array.Exists(loops, static loop => SharedBySteps(loop).Any(static value => value.Shape.Rank > 1)) ? RowsOfSteps : 1);
        return (int)Math.Min(samples, int.MaxValue);
    }

    /// <summary>What the steps of a loop read again and again: nothing when it stays in the cache.</summary>
    private static Size ReadBySteps(Node loop)
    {
        Size captured = SharedBySteps(loop).Aggregate(Size.Zero, static (sum, value) => sum + value.Shape.Count);
        return captured.IsConstant && sizeof(float) * captured.Constant <= LargestValue ? Size.Zero : captured * ((Scan)loop.Operation).Body.Length;
    }

    /// <summary>The values that are the same in all steps of a loop, and for all samples.</summary>
    private static IEnumerable<Node> SharedBySteps(Node loop) =>
        loop.Inputs.Skip(((Scan)loop.Operation).Body.FirstCaptured).Where(static value => SampleRole.Of(value.Shape).IsShared);

    /// <summary>What each sample adds to a size; null when that depends on other names.</summary>
    private static long? PerSample(Size size) =>
        size.Degree(Size.BatchName) <= 1 && size.OfPower(Size.BatchName, 1) is { IsConstant: true } each && size.OfPower(Size.BatchName, 0).IsConstant
            ? each.Constant
            : null;
}
