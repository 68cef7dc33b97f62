using System.Text.RegularExpressions;
using Adjoint.Compiler;
using Adjoint.Compiler.Costs;
using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Generators.Tests.Architectures;

namespace Adjoint.Generators.Tests.Plans;

/// <summary>A diagram shows every kernel of a training, and every value that goes from one to another.</summary>
public sealed partial class DiagramTests
{
    [Theory]
    [MemberData(nameof(ArchitectureSources.Names), MemberType = typeof(ArchitectureSources))]
    public void Flowcharts_AreTheTrainings(string name)
    {
        foreach ((_, CompiledObjective objective, Flowchart chart) in Charts(name))
        {
            Assert.Null(Difference(chart, objective.Training));
        }
    }

    [Theory]
    [MemberData(nameof(ArchitectureSources.Names), MemberType = typeof(ArchitectureSources))]
    public void OperationsInBoxes_AddUpToThoseOfParts(string name)
    {
        foreach ((CompiledModel model, CompiledObjective objective, Flowchart chart) in Charts(name))
        {
            Dictionary<(string Part, string Pass), Size> drawn = chart.Boxes.Values.SelectMany(static box => box)
                .Select(static line => Cost().Match(line)).Where(static match => match.Success)
                .GroupBy(static match => (match.Groups[1].Value, match.Groups[2].Value), static match => Flowchart.Formula(match.Groups[3].Value))
                .ToDictionary(static same => same.Key, static same => same.Aggregate(static (a, b) => a + b));
            Dictionary<(string Part, string Pass), Size> counted = CostTable.Of(objective.Training, model).Rows
                .SelectMany(static row => new[] { (Key: (row.Part, "forward"), Flops: row.ForwardFlops), (Key: (row.Part, "backward"), Flops: row.BackwardFlops) })
                .Where(static cost => cost.Flops != Size.Zero)
                .ToDictionary(static cost => cost.Key, static cost => cost.Flops);
            Assert.Equal(counted.OrderBy(static cost => cost.Key), drawn.OrderBy(static cost => cost.Key));
        }
    }

    [Theory]
    [MemberData(nameof(ArchitectureSources.Names), MemberType = typeof(ArchitectureSources))]
    public void BytesAtLines_AddUpToWhatIsKept(string name)
    {
        foreach ((_, CompiledObjective objective, Flowchart chart) in Charts(name))
        {
            FlowEdge[] values = [.. chart.Edges.Select(static edge => edge with { To = "" }).Distinct().Where(static edge => edge.Bytes.Length > 0)];
            Assert.Equal(values.Length, values.DistinctBy(static edge => edge.Name).Count());
            Assert.All(values, static value => Assert.True(value.IsDashed));
            Assert.Equal(objective.Training.Plan.Saved * sizeof(float), values.Aggregate(Size.Zero, static (sum, value) => sum + Flowchart.Formula(value.Bytes)));
        }
    }

    [Theory]
    [MemberData(nameof(ArchitectureSources.Names), MemberType = typeof(ArchitectureSources))]
    public void ParametersInBoxes_AreThoseOfTheObjective(string name)
    {
        foreach ((CompiledModel model, CompiledObjective objective, Flowchart chart) in Charts(name))
        {
            string[] lines = [.. chart.Boxes.Values.SelectMany(static box => box)];
            HashSet<string> known = [.. model.Parameters.Items.Select(static item => $"reads {item.FullName} {item.Leaf.Type.Shape}")];
            Assert.All(lines.Where(static line => line.StartsWith("reads ", StringComparison.Ordinal)), line => Assert.Contains(line, known));
            Assert.Equal(
                objective.Trains.Select(parameter => $"trains {parameter} {model.Parameters[parameter].Leaf.Type.Shape}").Order(StringComparer.Ordinal),
                lines.Where(static line => line.StartsWith("trains ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(ArchitectureSources.Names), MemberType = typeof(ArchitectureSources))]
    public void NamesAtLines_AreThoseOfTheProgram(string name)
    {
        HashSet<string> words = [.. GeneratorFixture.Run(ArchitectureSources.Read(name)).Files.SelectMany(static file => Word().Matches(file.Text)).Select(static match => match.Value)];
        Assert.All(Charts(name).SelectMany(static drawn => drawn.Chart.Edges), edge => Assert.Contains(edge.Name, words));
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

    private static IEnumerable<(CompiledModel Model, CompiledObjective Objective, Flowchart Chart)> Charts(string name)
    {
        CompiledModel model = ModelCompiler.Compile(ArchitectureSources.Spec(name))!;
        IReadOnlyList<Flowchart> charts = Flowchart.All(KeptPlan.Expected(ArchitectureSources.Read(name), name + ".plan.md")!);
        Assert.Equal(model.Objectives.Count, charts.Count);
        return model.Objectives.Zip(charts, (objective, chart) => (model, objective, chart));
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
                expected.Add($"{(writers.TryGetValue(read, out int source) ? "k" + source : "input")} {(isKept ? "kept" : "goes")} to k{i}: {(read.Type.Element == ElementType.Int32 ? "i32" : "")}{read.Shape}");
            }

            foreach (Node written in program.Kernels[i].Writes)
            {
                writers[written] = i;
            }
        }

        string[] kernels = [.. Enumerable.Range(0, program.Kernels.Count).Select(static i => "k" + i)];
        IEnumerable<string> found = chart.Edges.Where(static edge => edge.To != "loss").Select(static edge =>
            $"{(edge.From.StartsWith('i') ? "input" : edge.From)} {(edge.IsDashed ? "kept" : "goes")} to {edge.To}: {edge.Type}");
        return !kernels.SequenceEqual(chart.Groups.SelectMany(static group => group.Value)) ? "kernels: " + string.Join(" ", chart.Groups.SelectMany(static group => group.Value))
            : chart.Edges.Count(static edge => edge.To == "loss") != 1 ? "the loss"
            : expected.Order(StringComparer.Ordinal).SequenceEqual(found.Order(StringComparer.Ordinal)) ? null
            : string.Join("\n", expected.Except(found).Select(static line => "- " + line).Concat(found.Except(expected).Select(static line => "+ " + line)));
    }

    [GeneratedRegex("^(.+) (forward|backward) (.+) FLOP$")]
    private static partial Regex Cost();

    [GeneratedRegex(@"@?\w+")]
    private static partial Regex Word();
}
