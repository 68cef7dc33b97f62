using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Plan;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Simplify;
using Adjoint.Interpreter;
using Adjoint.Tests.Plan;

namespace Adjoint.Tests;

public class RandomGraphsTests
{
    private const int Graphs = 300;

    [Fact]
    public void EveryGraph_KeepsItsValues_AndBecomesKernelsOverAnArena()
    {
        for (int seed = 0; seed < Graphs; seed++)
        {
            Graph graph = RandomGraphs.Next(new Random(seed));
            Graph simple = Rewriter.Run(graph, AlgebraicRules.All);
            Graph formed = Rewriter.Run(simple, KernelForms.All);
            Assert.Empty(GraphVerifier.Verify(graph));
            Assert.Empty(GraphVerifier.Verify(simple));
            Assert.Empty(GraphVerifier.Verify(formed));
            IReadOnlyList<Kernel> kernels = FusionPass.Run(formed);
            Assert.All(kernels, kernel => Assert.True(OperandsFit(kernel), $"seed {seed}: {Fuse.KernelText.Of(kernel)}"));
            CompiledProgram program = new(formed, kernels, MemoryPlan.Create(formed, kernels));
            foreach (int n in new[] { 1, 2, 3 })
            {
                double[][] expected = Values(graph, n, seed);
                AssertClose(expected, Values(simple, n, seed), $"seed {seed}, n = {n}, simplified");
                AssertClose(expected, Values(formed, n, seed), $"seed {seed}, n = {n}, in kernel forms");
                Assert.Null(new ArenaSimulation(program.Plan, n).Run(program) is { } problem
                    ? $"seed {seed}, n = {n}: {problem}\n{formed}\n{string.Join("\n", Fuse.KernelText.Of(kernels))}"
                    : null);
            }
        }
    }

    [Fact]
    public void EveryMoveAndIndex_Occurs()
    {
        HashSet<string> kernels = [];
        for (int seed = 0; seed < Graphs; seed++)
        {
            Graph formed = Rewriter.Run(Rewriter.Run(RandomGraphs.Next(new Random(seed)), AlgebraicRules.All), KernelForms.All);
            kernels.UnionWith(Fuse.KernelText.Of(FusionPass.Run(formed)));
        }

        string[] expected = ["Permute", "Slice", "Pad", "Concat", "Flip", "Gather", "ScatterAdd", "OneHot", "Pick", "Spread", "Gemm", "Gemm of a batch", "Broadcast"];
        Assert.Empty(expected.Except(kernels));
    }

    /// <summary>Whether the engine has a kernel for as many operands.</summary>
    private static bool OperandsFit(Kernel kernel) => kernel switch
    {
        ElementwiseKernel elementwise => elementwise.Map.Operands.Count <= 8,
        SumKernel sum => sum.Map.Operands.Count is >= 1 and <= 4,
        GemmKernel gemm => gemm.Map.Operands.Count == 1,
        _ => true,
    };

    private static double[][] Values(Graph graph, int n, int seed)
    {
        EvaluationContext context = new(new Dictionary<string, long> { ["n"] = n }, 1, 2);
        return [.. GraphInterpreter.Run(graph, ValueOf, context, Precision.Double).Select(static tensor => tensor.Values)];

        double[] ValueOf(Leaf leaf)
        {
            Random random = new(seed + leaf.Type.ToString().Length);
            int count = (int)leaf.Type.Shape.Count.Evaluate(context.Bindings);
            return [.. Enumerable.Range(0, count).Select(_ => leaf is TargetLeaf ? random.Next(RandomGraphs.Classes) : (2 * random.NextDouble()) - 1)];
        }
    }

    private static void AssertClose(double[][] expected, double[][] actual, string context)
    {
        for (int output = 0; output < expected.Length; output++)
        {
            double scale = Math.Max(1, expected[output].Max(Math.Abs));
            for (int i = 0; i < expected[output].Length; i++)
            {
                Assert.True(
                    Math.Abs(expected[output][i] - actual[output][i]) <= 1e-9 * scale,
                    $"{context}: element {i} of output {output} is {actual[output][i]:R} instead of {expected[output][i]:R}");
            }
        }
    }
}
