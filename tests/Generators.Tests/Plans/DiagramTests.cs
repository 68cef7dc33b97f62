using Adjoint.Compiler;
using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using Adjoint.Generators.Tests.Architectures;

namespace Adjoint.Generators.Tests.Plans;

/// <summary>A diagram shows every kernel of a training, and every value that goes from one to another.</summary>
public sealed class DiagramTests
{
    [Theory]
    [MemberData(nameof(ArchitectureSources.Names), MemberType = typeof(ArchitectureSources))]
    public void Flowcharts_AreTheTrainings(string name)
    {
        CompiledModel model = ModelCompiler.Compile(ArchitectureSources.Spec(name))!;
        IReadOnlyList<Flowchart> charts = Flowchart.All(KeptPlan.Expected(ArchitectureSources.Read(name), name + ".plan.md")!);
        Assert.Equal(model.Objectives.Count, charts.Count);
        foreach ((CompiledObjective objective, Flowchart chart) in model.Objectives.Zip(charts))
        {
            Assert.Null(Difference(chart, objective.Training));
        }
    }

    [Fact]
    public void FlowchartOfAnotherObjective_IsAnother()
    {
        CompiledModel model = ModelCompiler.Compile(ArchitectureSources.Spec("Gan"))!;
        IReadOnlyList<Flowchart> charts = Flowchart.All(KeptPlan.Expected(ArchitectureSources.Read("Gan"), "Gan.plan.md")!);
        Assert.NotNull(Difference(charts[0], model.Objectives[1].Training));
    }

    [Fact]
    public void Page_IsReadable() => Snapshot.Match(KeptPlan.Expected(GeneratorFixture.DigitNet, "DigitNet.plan.md")!, "DigitNet");

    [Fact]
    public void BothFilesOfAModel_AreKept()
    {
        string page = KeptPlan.Expected(GeneratorFixture.DigitNet, "DigitNet.plan.md")!;
        Assert.StartsWith(
            "ADJ0501 [DigitNet] The plan of 'DigitNet' is no longer that of 'DigitNet.plan.txt'",
            Assert.Single(KeptPlan.Reports(GeneratorFixture.DigitNet, ("DigitNet.plan.md", page), ("DigitNet.plan.txt", page))),
            StringComparison.Ordinal);
    }

    /// <summary>What a chart lacks of a program or has besides; null when it shows just that.</summary>
    private static string? Difference(Flowchart chart, CompiledProgram program)
    {
        Dictionary<Node, int> writers = [];
        List<string> expected = [];
        int backward = program.Kernels.TakeWhile(static kernel => !kernel.Subject.Origin.IsGradient).Count();
        for (int i = 0; i < program.Kernels.Count; i++)
        {
            foreach (Node read in program.Kernels[i].Reads.Where(read => writers.ContainsKey(read) || read.Operation is InputLeaf or TargetLeaf or StateLeaf))
            {
                bool isKept = i >= backward && (!writers.TryGetValue(read, out int writer) || writer < backward);
                expected.Add($"{(writers.TryGetValue(read, out int source) ? "k" + source : "input")} {(isKept ? "kept" : "goes")} to k{i}: {read.Shape}");
            }

            foreach (Node written in program.Kernels[i].Writes)
            {
                writers[written] = i;
            }
        }

        string[] kernels = [.. Enumerable.Range(0, program.Kernels.Count).Select(static i => "k" + i)];
        IEnumerable<string> found = chart.Edges.Where(static edge => edge.To != "loss").Select(static edge =>
            $"{(edge.From.StartsWith('i') ? "input" : edge.From)} {(edge.IsDashed ? "kept" : "goes")} to {edge.To}: {edge.Label}");
        return !kernels.SequenceEqual(chart.Groups.SelectMany(static group => group.Value)) ? "kernels: " + string.Join(" ", chart.Groups.SelectMany(static group => group.Value))
            : chart.Edges.Count(static edge => edge.To == "loss") != 1 ? "the loss"
            : expected.Order(StringComparer.Ordinal).SequenceEqual(found.Order(StringComparer.Ordinal)) ? null
            : string.Join("\n", expected.Except(found).Select(static line => "- " + line).Concat(found.Except(expected).Select(static line => "+ " + line)));
    }
}
