using Adjoint.Compiler;
using Adjoint.Compiler.Costs;
using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Plan;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Generators.Tests.Architectures;
using Adjoint.Generators.Tests.EndToEnd;
using Adjoint.Generators.Tests.Reading;

namespace Adjoint.Generators.Tests.Programs;

/// <summary>What parts cost adds up to what their programs cost.</summary>
public sealed class CostTests
{
    private const string Recurrent = """
        [Model(Input = "5, 3", Loss = CrossEntropy)]
        public partial record Gestures(
            [Lstm(8, Last = true)] Layer Memory,
            [Dense(4)]             Layer Kind);
        """;

    private const string Frozen = """
        [Model(Input = "6", Loss = MeanSquaredError)]
        public partial record Tuned(
            [Dense(8), Tanh]         Layer First,
            [Frozen, Dense(7), Tanh] Layer Second,
            [Dense(2)]               Layer Last);
        """;

    private static readonly Dictionary<string, string> Sources = new() { ["DigitNet"] = GeneratorFixture.DigitNet, ["Gestures"] = Recurrent, ["Tuned"] = Frozen };

    public static TheoryData<string> Names => [.. ArchitectureSources.Names.Select<object[], string>(static row => (string)row[0]), .. Sources.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Sums_AreTheProgramsFigures(string name)
    {
        CompiledModel model = Compile(name);
        Assert.All(Programs(model), program =>
        {
            CostRow total = CostTable.Of(program, model).Total;
            Assert.Equal(program.Flops, total.ForwardFlops + total.BackwardFlops);
            Assert.Equal(Walked(program, model), (Evaluate(total.ForwardFlops, model), Evaluate(total.BackwardFlops, model)));
            Assert.Equal(model.Parameters.Count, total.Parameters);
            Assert.Equal(program.Plan.Saved, total.Saved);
            Assert.Equal(Kept(program), total.Saved);
            Assert.True(Evaluate(program.Plan.Total, model) <= Evaluate(total.Saved + total.Scratch, model));
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ParametersOfAPart_AreThoseOfItsName(string name)
    {
        CompiledModel model = Compile(name);
        foreach (CompiledObjective objective in model.Objectives)
        {
            Size trained = Size.Zero;
            foreach (CostRow row in CostTable.Of(objective.Training, model).Rows)
            {
                PlacedParameter[] own = [.. model.Parameters.Items.Where(item => item.FullName == row.Part || item.FullName.StartsWith(row.Part + ".", StringComparison.Ordinal))];
                Assert.True(own.Aggregate(Size.Zero, static (sum, item) => sum + item.Length) == row.Parameters || row.Parameters == Size.Zero, row.Part);
                trained += row.Trained;
            }

            Assert.Equal(objective.Trains.Aggregate(Size.Zero, (sum, parameter) => sum + model.Parameters[parameter].Length), trained);
        }
    }

    [Fact]
    public void PartsOfUsedModels_HaveTheirPaths()
    {
        CompiledModel model = Compile("VisionTransformer");
        string[] parts = [.. CostTable.Of(model.Training, model).Rows.Select(static row => row.Part)];
        Assert.Contains("Blocks.0.Mlp", parts);
        Assert.DoesNotContain("Blocks", parts);
        Assert.Equal(parts.Distinct(), parts);
    }

    [Fact]
    public void FrozenPart_HasNoGradientOfWeights()
    {
        CostRow trained = Rows(Frozen.Replace("[Frozen, ", "[", StringComparison.Ordinal))["Second"];
        CostRow frozen = Rows(Frozen)["Second"];
        Assert.Equal((56 + 7, Size.Zero), (frozen.Parameters.Constant, frozen.Trained));
        Assert.Equal(trained.ForwardFlops, frozen.ForwardFlops);

        // The product of input and derivative, 8 by 7, and the sum of the derivative.
        Assert.Equal((2 * 8 * 7 * Size.Batch) + (7 * Size.Batch), trained.BackwardFlops - frozen.BackwardFlops);

        static Dictionary<string, CostRow> Rows(string source)
        {
            CompiledModel model = ModelCompiler.Compile(Readings.Read(GeneratorFixture.Compile(source), "Tuned"))!;
            return CostTable.Of(model.Training, model).Rows.ToDictionary(static row => row.Part);
        }
    }

    [Fact]
    public void TableOfAnotherObjective_Differs()
    {
        CompiledModel gan = Compile("Gan");
        CostTable[] tables = [.. gan.Objectives.Select(objective => CostTable.Of(objective.Training, gan))];
        Assert.Equal(2, tables.Length);
        Assert.NotEqual(tables[0].Total, tables[1].Total);
        Assert.All(tables, static table => Assert.Contains(table.Rows, static row => row.Parameters != Size.Zero && row.Trained == Size.Zero));
    }

    [Fact]
    public void GeneratedTable_IsWhatRunsNeed() => Assert.Equal([1, 1, 1, 1, 1, 1], new UserProgram(GeneratorFixture.DigitNet + """

        public static class Use
        {
            private static float Gradient<T>(T model, int batch, long floats)
                where T : class, IModel<T>
            {
                float[] inputs = new float[64 * batch];
                Batch samples = new() { Count = batch, Inputs = inputs, Labels = new int[batch] };
                return T.Gradient(model.Parameters.Values, [], in samples, default, new float[model.Parameters.Values.Length], new Workspace(floats));
            }

            public static float[] Run()
            {
                ProgramCost cost = DigitNet.Cost.Objectives[0];
                long floats = cost.Arena.FloatsFor(5);
                bool isTooSmall = false;
                try { Gradient(DigitNet.Create(), 5, floats - 1); } catch (ArgumentException) { isTooSmall = true; }
                bool isUnknown = false;
                try { cost.Part("Nothing"); } catch (ArgumentException error) { isUnknown = error.Message.Contains("Features, Hidden, Logits, Loss"); }
                return
                [
                    float.IsFinite(Gradient(DigitNet.Create(), 5, floats)) ? 1 : 0, isTooSmall ? 1 : 0, isUnknown ? 1 : 0,
                    cost.Total.ForwardFlops.For(1) + cost.Total.BackwardFlops.For(1) == DigitNet.Description.FlopsPerSample ? 1 : 0,
                    cost.Total.Parameters == DigitNet.Description.ParameterCount && cost.Part("Hidden").TrainedParameters == 16448 ? 1 : 0,
                    cost.Total.SavedFloats.For(5) < floats && floats < cost.Total.SavedFloats.For(5) + cost.Total.ScratchFloats.For(5) && ReferenceEquals(DigitNet.Cost, DigitNet.Cost) ? 1 : 0,
                ];
            }
        }
        """).Numbers());

    [Fact]
    public void TableOfAnObjective_IsTheModels() => Assert.Equal([1, 1, 1], new UserProgram(NamedSizeTests.Declaration("Gan") + """

        public static class Use
        {
            public static float[] Run()
            {
                ModelCost cost = Architectures.Gan.Cost;
                return
                [
                    ReferenceEquals(Architectures.Gan.SeparateObjective.Cost, cost.Objective("Separate")) ? 1 : 0,
                    ReferenceEquals(Architectures.Gan.DeceiveObjective.Cost, cost.Objective("Separate")) ? 0 : 1,
                    Architectures.Gan.DeceiveObjective.Cost.Part("Critic").TrainedParameters == 0 ? 1 : 0,
                ];
            }
        }
        """).Numbers());

    [Fact]
    public void TableOfNamedSizes_FollowsThem() => Assert.Equal([1, 1], new UserProgram("""
        [Model(Input = "T, 3", Loss = MeanSquaredError)]
        public partial record Steps([Dense("H"), Tanh, Dense(1)] Layer Each);

        public static class Use
        {
            public static float[] Run()
            {
                ImmutableArray<SizeInfo> sizes = Steps.Sizes;
                int[] values = [.. sizes.Select(size => size.Name == "H" ? 5 : 7)];
                PartCost each = Steps.Cost(values).Objectives[0].Part("Each");
                return [each.Parameters == (3 * 5) + 5 + 5 + 1 ? 1 : 0, each.ForwardFlops.For(2) == 2 * 7 * ((2 * 3 * 5) + 5 + (20 * 5) + (2 * 5) + 1) ? 1 : 0];
            }
        }
        """.Insert(0, "using System.Collections.Immutable;\n")).Numbers());

    [Fact]
    public void Text_IsAlignedTable() => Assert.Equal(
        """
        Loss: arena 4 * (3 n + 16) bytes
                parameters  trained  forward FLOP  backward FLOP  saved floats  scratch floats
        Hidden       1,200    1,200  2 n² + 1,000            7 n             0             5 n
        Loss             0        0             0              0            16               0
        Total        1,200    1,200  2 n² + 1,000            7 n            16             5 n

        """.ReplaceLineEndings("\n"),
        new ProgramCost("Loss", new MemoryFormula(3, 16), [
            new("Hidden", 1200, 1200, new(1000, 0, 2), new(0, 7), default, new(0, 5)),
            new("Loss", 0, 0, new(0), default, new(16), default)]).ToString());

    private static CompiledModel Compile(string name) => ModelCompiler.Compile(Sources.TryGetValue(name, out string? source)
        ? Readings.Read(GeneratorFixture.Compile(source), name)
        : ArchitectureSources.Spec(name))!;

    private static IEnumerable<CompiledProgram> Programs(CompiledModel model) => model.Objectives.Select(static objective => objective.Training).Prepend(model.Prediction);

    private static long Evaluate(Size size, CompiledModel model) => size.Evaluate(Bindings(model));

    private static Dictionary<string, long> Bindings(CompiledModel model) =>
        model.Sizes.Select(static (named, i) => (named.Name, Value: 7L + i)).Append((Size.BatchName, 3L)).ToDictionary(static pair => pair.Item1, static pair => pair.Item2);

    /// <summary>The operations, found by walking back from the results, and the bodies of loops once for each of their steps.</summary>
    private static (long Forward, long Backward) Walked(CompiledProgram program, CompiledModel model)
    {
        HashSet<Node> seen = [];
        HashSet<(object, string)> loops = [];
        Stack<Node> open = new(program.Graph.Outputs.Select(static output => output.Value));
        long[] sums = new long[2];
        while (open.TryPop(out Node? node))
        {
            if (!seen.Add(node))
            {
                continue;
            }

            if (node.Operation is not Scan scan || loops.Add((scan.Body, string.Join(",", node.Inputs.Select(static input => input.Id)))))
            {
                Count(node, 1, node.Origin.IsGradient);
            }

            foreach (Node input in node.Inputs)
            {
                open.Push(input);
            }
        }

        return (sums[0], sums[1]);

        void Count(Node node, long times, bool isBackward)
        {
            if (node.Operation is Scan { Body: var body })
            {
                Array.ForEach([.. body.Step.Nodes], inner => Count(inner, times * Evaluate(body.Length, model), isBackward || inner.Origin.IsGradient));
            }
            else if (node.Operation is FixedPoint point)
            {
                Array.ForEach([.. point.Step.Nodes], inner => Count(inner, times * point.Iterations, isBackward || inner.Origin.IsGradient));
            }
            else
            {
                sums[isBackward ? 1 : 0] += times * Evaluate(node.Operation.Flops(node), model);
            }
        }
    }

    /// <summary>The memory of values that kernels before the backward pass write, and that it or the caller reads.</summary>
    private static Size Kept(CompiledProgram program)
    {
        Kernel[] forward = [.. program.Kernels.TakeWhile(static kernel => !kernel.Subject.Origin.IsGradient)];
        if (forward.Length == program.Kernels.Count)
        {
            return Size.Zero;
        }

        HashSet<Node> read = [.. program.Kernels.Skip(forward.Length).SelectMany(static kernel => kernel.Reads), .. program.Graph.Outputs.Select(static output => StoredValues.Root(output.Value))];
        return forward.SelectMany(static kernel => kernel.Writes)
            .Where(value => read.Contains(value) && program.Plan.Offsets.ContainsKey(value))
            .GroupBy(value => (program.Plan.Offsets[value], value.Shape.Count))
            .Aggregate(Size.Zero, static (sum, same) => sum + ArenaPlanner.Aligned(same.Key.Count));
    }
}
