using Adjoint.Compiler;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Syntax;
using Adjoint.Interpreter;
using Adjoint.Tests.Fuse;
using static Adjoint.Tests.Layers.Declarations;

namespace Adjoint.Tests;

public class ModelCompilerTests
{
    [Fact]
    public void DigitNet_HasItsParameters()
    {
        CompiledModel model = ModelCompiler.Compile(DigitNet)!;
        Assert.Equal(17_258, model.Parameters.Count);
        Assert.Equal("f32[n, 1, 8, 8]", model.Input.ToString());
        Assert.Equal("f32[n, 10]", model.Output.ToString());
        Assert.All(model.Parameters.Items, static item => Assert.Equal(0, item.Offset.Constant % 16));
    }

    [Fact]
    public void DigitNet_PredictsInFourKernels() => Assert.Equal(
        ["Convolution + bias", "MaxPool → Relu", "Gemm + bias → Relu", "Gemm + bias"],
        KernelText.Of(ModelCompiler.Compile(DigitNet)!.Prediction.Kernels));

    [Fact]
    public void DigitNet_LearnsInItsKernels() => Assert.Equal(
        [
            "Convolution + bias",
            "MaxPool → Relu, indices",
            "Gemm + bias → Relu",
            "DropoutMask → Multiply of 1",
            "Gemm + bias",
            "CrossEntropy, losses, residual, scaled",
            "Sum(), scaled",
            "Sum()",
            "Gemm → DropoutMask → Multiply",
            "Gemm",
            "Fill → SelectPositive of 2",
            "Sum()",
            "Gemm",
            "Gemm",
            "Fill → SelectPositive of 2",
            "PoolScatter",
            "Sum()",
            "ConvolutionKernelGradient",
        ],
        KernelText.Of(ModelCompiler.Compile(DigitNet)!.Training.Kernels));

    [Theory]
    [InlineData("Sigmoid", "Relu")]
    [InlineData("Tanh", "Tanh")]
    [InlineData("LeakyRelu", "Sigmoid")]
    public void ChainsOfMonotoneFunctionsBeforeAMaximum_Compile(string first, string second) => Assert.Contains(
        $"MaxPool → {first}, indices",
        KernelText.Of(ModelCompiler.Compile(Model(
            "1, 4, 4",
            "CrossEntropy",
            Part("All", Layer("Conv2D", ("filters", 2)), Layer(first), Layer(second), Layer("MaxPool", ("size", 2)), Layer("Flatten"), Dense(3))))!.Training.Kernels));

    [Fact]
    public void CompilingTwice_GivesTheSame()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            Assert.Equal(Text(RandomModels.Next(new Random(seed))), Text(RandomModels.Next(new Random(seed))));
        }

        static string Text(ModelSpec spec)
        {
            CompiledModel model = ModelCompiler.Compile(spec)!;
            return string.Join("\n", new[] { model.Prediction, model.Evaluation, model.Training }.Select(static program =>
                program.Graph + "\n" + string.Join("\n", KernelText.Of(program.Kernels)) + "\n"
                + string.Join("\n", program.Plan.Offsets.Select(static pair => $"{pair.Key.Id} at {pair.Value}")) + $"\n{program.Plan.Total} {program.Plan.Saved} {program.Flops}"));
        }
    }

    [Fact]
    public void SimplifiedProgram_MeansTheDeclaration()
    {
        for (int seed = 0; seed < 150; seed++)
        {
            ModelSpec spec = RandomModels.Next(new Random(seed));
            Dictionary<string, double[]> declared = Run(ModelCompiler.TrainingGraph(spec), seed);
            Dictionary<string, double[]> compiled = Run(ModelCompiler.Compile(spec)!.Training.Graph, seed);
            Assert.Equal(declared.Keys.Order(), compiled.Keys.Order());
            foreach ((string target, double[] expected) in declared)
            {
                double[] found = compiled[target];
                double scale = expected.Max(Math.Abs) + 1e-6;
                Assert.True(expected.Zip(found).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-9 * scale), $"seed {seed}: {target} differs\n{RandomModels.Source(spec)}");
            }
        }
    }

    [Fact]
    public void GradientOfSmoothModels_AgreesWithDifferences()
    {
        int compared = 0;
        for (int seed = 0; seed < 400; seed++)
        {
            ModelSpec spec = RandomModels.Next(new Random(seed));
            if (spec.Parts.SelectMany(static part => part.Layers).Any(static layer => layer.Name is "Relu" or "LeakyRelu" or "MaxPool"))
            {
                continue;
            }

            Graph graph = ModelCompiler.TrainingGraph(spec);
            Graph loss = new([.. graph.Nodes.TakeWhile(node => node.Id <= graph.Outputs[0].Value.Id)], [graph.Outputs[0]]);
            Dictionary<string, double[]> gradient = Run(graph, seed);
            foreach (ParameterLeaf parameter in graph.Nodes.Select(static node => node.Operation).OfType<ParameterLeaf>())
            {
                double[] found = gradient[new GradientOutput(parameter.FullName).ToString()];
                int element = new Random(seed).Next(found.Length);
                double above = Run(loss, seed, (parameter.FullName, element, 1e-5))[new LossOutput().ToString()][0];
                double below = Run(loss, seed, (parameter.FullName, element, -1e-5))[new LossOutput().ToString()][0];
                double expected = (above - below) / 2e-5;
                Assert.True(
                    Math.Abs(found[element] - expected) <= 1e-6 * Math.Max(1, Math.Abs(expected)),
                    $"seed {seed}: the derivative by element {element} of {parameter.FullName} is {found[element]:R}, differences give {expected:R}\n{RandomModels.Source(spec)}");
                compared++;
            }
        }

        Assert.InRange(compared, 100, int.MaxValue);
    }

    private static Dictionary<string, double[]> Run(Graph graph, int seed, (string Parameter, int Element, double By) change = default)
    {
        const int Batch = 3;
        EvaluationContext context = new(new Dictionary<string, long> { ["n"] = Batch }, (ulong)seed, 5);
        int classes = graph.Nodes.Where(static node => node.Operation is CrossEntropy).Select(static node => (int)node.Inputs[0].Shape[1].Constant).FirstOrDefault();
        return graph.Outputs.Zip(GraphInterpreter.Run(graph, Value, context, Precision.Double))
            .ToDictionary(static pair => pair.First.Target.ToString()!, static pair => pair.Second.Values);

        // By name, so that both graphs are given the same.
        double[] Value(Leaf leaf)
        {
            Random random = new(seed + (leaf is ParameterLeaf parameter ? parameter.FullName.Sum(static c => c) : leaf.Name.Length));
            double[] values = [.. Enumerable.Range(0, (int)leaf.Type.Shape.Count.Evaluate(context.Bindings)).Select(_ =>
                leaf.Type.Element == Compiler.Shapes.ElementType.Int32 ? random.Next(classes) : (2 * random.NextDouble()) - 1)];
            if (leaf is ParameterLeaf { FullName: var name } && name == change.Parameter)
            {
                values[change.Element] += change.By;
            }

            return values;
        }
    }
}
