using Adjoint.Compiler;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Adjoint.Interpreter;
using Adjoint.Tests.Plan;
using Xunit.Abstractions;

namespace Adjoint.Tests;

/// <summary>
/// Random models with random parts that are frozen, trained in part, computed again or kept in less memory: what is left of the gradients is what the
/// plain program gives there, and no program reads what is not there.
/// </summary>
public sealed class DerivationsTests(ITestOutputHelper output)
{
    private const int Models = 250;
    private const int Batch = 3;

    [Fact]
    public void PrunedGradients_AreThoseOfThePlainProgram()
    {
        int trained = 0;
        int partly = 0;
        int saved = 0;
        for (int seed = 0; seed < Models; seed++)
        {
            Random random = new(seed);
            ModelSpec plain = RandomModels.Next(random);
            ModelSpec spec = plain with
            {
                Parts = plain.Parts.Select(part => random.Next(4) switch
                {
                    0 => part with { IsFrozen = true },
                    1 => part with { Derivations = [Sparse(random)] },
                    2 => part with { Derivations = [new LayerSpec("Recompute", [], 0)] },
                    _ => part,
                }).ToEquatableArray(),
            };
            if (ModelCompiler.Compile(spec) is not { } model)
            {
                // Everything with weights was frozen.
                continue;
            }

            string message = $"seed {seed}: {RandomModels.Source(plain)}{string.Join(", ", spec.Parts.Select(static part => $"{part.Name}: {(part.IsFrozen ? "Frozen" : string.Join(" ", part.Derivations))}"))}";
            CompiledModel whole = ModelCompiler.Compile(plain)!;
            Dictionary<OutputTarget, Tensor> expected = Run(whole.Training.Graph, seed);
            Dictionary<OutputTarget, Tensor> found = Run(model.Training.Graph, seed);
            Assert.Equal(expected[new LossOutput()].Values[0], found[new LossOutput()].Values[0], 1e-9);
            foreach (PlacedGradient gradient in model.Objectives[0].Signature.Gradients.Items)
            {
                trained++;
                partly += gradient.Slice is null ? 0 : 1;
                double[] all = Part(expected[new GradientOutput(gradient.Parameter)], gradient.Slice);
                double[] some = found[new GradientOutput(gradient.Parameter)].Values;
                Assert.Equal(all.Length, some.Length);
                double scale = Math.Max(1, all.Max(Math.Abs));
                Assert.True(all.Zip(some, static (a, b) => Math.Abs(a - b)).Max() <= 1e-9 * scale, $"{gradient.Parameter}, {message}");
            }

            Assert.Equal(
                model.Objectives[0].Trains.ToHashSet(),
                model.Training.Graph.Outputs.Select(static result => result.Target).OfType<GradientOutput>().Select(static target => target.Parameter).ToHashSet());
            saved += model.Training.Plan.Total.Evaluate(Bindings) < whole.Training.Plan.Total.Evaluate(Bindings) ? 1 : 0;
            foreach (int n in new[] { 1, 3 })
            {
                Assert.Null(new ArenaSimulation(model.Training.Plan, n).Run(model.Training) is { } problem ? $"n = {n}: {problem}, {message}" : null);
            }
        }

        output.WriteLine($"{trained} gradients, {partly} of a part of their parameter; {saved} of {Models} arenas are smaller");
        Assert.True(partly > 30 && saved > Models / 6, $"{partly} and {saved}");
    }

    [Fact]
    public void WhatIsKeptInLess_LeavesTheLossAndReadsWhatIsThere()
    {
        for (int seed = 0; seed < Models; seed++)
        {
            Random random = new(seed);
            ModelSpec plain = RandomModels.Next(random);
            string storage = new[] { "Half", "BFloat16", "Int8" }[random.Next(3)];
            LayerSpec keep = new("Keep", [new("As", new EnumSpec(storage), 0), new("Scales", new EnumSpec(random.Next(2) == 0 ? "Tensor" : "Channel"), 0)], 0);
            ModelSpec spec = plain with { Parts = plain.Parts.Select(part => part with { Derivations = [keep] }).ToEquatableArray() };
            CompiledProgram program = ModelCompiler.Compile(spec)!.Training;
            Dictionary<OutputTarget, Tensor> expected = Run(ModelCompiler.Compile(plain)!.Training.Graph, seed);
            Dictionary<OutputTarget, Tensor> found = Run(program.Graph, seed);
            string message = $"seed {seed}, {keep}: {RandomModels.Source(plain)}";
            Assert.Equal(expected[new LossOutput()].Values[0], found[new LossOutput()].Values[0], 1e-9);
            Assert.All(found, result => Assert.True(result.Value.Values.All(double.IsFinite), $"{result.Key}, {message}"));
            Assert.Null(new ArenaSimulation(program.Plan, 2).Run(program) is { } problem ? $"{problem}, {message}" : null);
        }
    }

    [Fact]
    public void AnotherPartsGradient_IsNoticed()
    {
        ModelSpec spec = RandomModels.Next(new Random(3));
        Dictionary<OutputTarget, Tensor> values = Run(ModelCompiler.Compile(spec)!.Training.Graph, 3);
        Tensor gradient = values.First(static result => result.Key is GradientOutput && result.Value.Shape.Length > 1 && result.Value.Shape[0] > 1).Value;
        Assert.NotEqual(
            Part(gradient, new TrainedSlice(0, [new PositionRun(0, 1)])),
            Part(gradient, new TrainedSlice(0, [new PositionRun(1, 1)])));
    }

    private static Dictionary<string, long> Bindings { get; } = new() { [Size.BatchName] = Batch, ["batch.Count"] = Batch };

    private static LayerSpec Sparse(Random random) => new(
        "SparseUpdate",
        [
            new("Fraction", new RealSpec(0.1 + (0.9 * random.NextDouble())), 0),
            new("Along", new EnumSpec(random.Next(2) == 0 ? "Inputs" : "Outputs"), 0),
            .. random.Next(3) == 0 ? new[] { new ArgumentSpec("Only", new StringSpec("0, 2..4, 7"), 0) } : [],
        ],
        0);

    private static Dictionary<OutputTarget, Tensor> Run(Graph graph, int seed)
    {
        IReadOnlyList<Tensor> values = GraphInterpreter.Run(graph, Value, new EvaluationContext(Bindings, (ulong)seed, 1), Precision.Double);
        return graph.Outputs.Zip(values).ToDictionary(static pair => pair.First.Target, static pair => pair.Second);

        double[] Value(Leaf leaf)
        {
            // A leaf has the same value in both programs.
            Random random = new(seed + leaf switch { NamedLeaf named => named.FullName.Sum(static letter => letter), InputLeaf => 1, _ => 2 });
            int count = leaf.Type.Shape.Evaluate(Bindings).Aggregate(1, static (product, axis) => product * axis);
            return [.. Enumerable.Range(0, count).Select(_ => leaf.Type.Element == ElementType.Int32 ? random.Next(2) : (random.NextDouble() * 2) - 1)];
        }
    }

    /// <summary>The trained part of a gradient, position by position.</summary>
    private static double[] Part(Tensor gradient, TrainedSlice? slice)
    {
        if (slice is null)
        {
            return gradient.Values;
        }

        int inner = gradient.Strides()[slice.Axis];
        int size = gradient.Shape[slice.Axis];
        return [.. gradient.Values.Where((_, i) => slice.Runs.Any(run => i / inner % size >= run.Start && i / inner % size < run.Start + run.Length))];
    }
}
