using Adjoint.Compiler;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Adjoint.Tests.Graphs;
using Adjoint.Tests.Layers;
using static Adjoint.Ops;
using static Adjoint.Tests.Layers.Declarations;

namespace Adjoint.Tests.Traced;

/// <summary>A model that is traced is the graph that a compiler makes of the same declaration.</summary>
public sealed class SameGraphTests
{
    [Fact]
    public void ChainedRecord_IsTheGraphOfItsDeclaration() =>
        GraphStructure.AssertEqual(ModelCompiler.TrainingGraph(Declarations.DigitNet), TracedModel.Of<Records.DigitNet>().Definition.Training);

    [Fact]
    public void AnotherSize_IsAnotherGraph() => Assert.False(GraphStructure.AreEqual(
        ModelCompiler.TrainingGraph(Model("5", "MeanSquaredError", Part("Fit", Dense(3)))),
        ModelCompiler.TrainingGraph(Model("5", "MeanSquaredError", Part("Fit", Dense(4))))));

    [Fact]
    public void Function_IsTheGraphOfTheSameLayers()
    {
        TracedModel model = TracedModel.Of("1, 8, 8", Loss.CrossEntropy, static (weights, x) =>
        {
            Expr features = weights.Apply("Features", x, new Conv2DAttribute(16) { Kernel = 3 }, new ReluAttribute(), new MaxPoolAttribute(2));
            Expr hidden = weights.Apply("Hidden", features, new FlattenAttribute(), new DenseAttribute(64), new ReluAttribute(), new DropoutAttribute(0.2f));
            return weights.Apply("Logits", hidden, new DenseAttribute(10));
        });
        GraphStructure.AssertEqual(ModelCompiler.TrainingGraph(Declarations.DigitNet), model.Definition.Training);
    }

    [Fact]
    public void FunctionOverWeights_IsTheGraphOfCodeOverParts()
    {
        // Forward(x) => tanh(dense(x, Kernel, Bias)) as the front end reads it.
        CodeSpec body = Call("Tanh", Call("Dense", new VariableCode("inputs", 0), new PartCode("Kernel", null, 0), new PartCode("Bias", null, 0)));
        ModelSpec spec = Model("4", "MeanSquaredError", Raw("Kernel", "4, 3", "Default"), Raw("Bias", "3", "Zeros")) with
        {
            Forward = "Forward",
            Methods = [new MethodSpec("Forward", "Forward", [new ParameterSpec("inputs", null, 0)], body, 0)],
        };
        TracedModel model = TracedModel.Of("4", Loss.MeanSquaredError, static (weights, x) =>
            Tanh(Dense(x, weights.Weight("Kernel", "4, 3"), weights.Zeros("Bias", "3"))));
        GraphStructure.AssertEqual(ModelCompiler.TrainingGraph(spec), model.Definition.Training);
    }

    [Fact]
    public void UsedAndRepeatedModels_AreTheGraphOfTheirDeclaration()
    {
        // Forward(x) => x + Gain * Mix(x)
        CodeSpec x = new VariableCode("x", 0);
        CodeSpec body = Call("Add", x, Call("Multiply", new PartCode("Gain", null, 0), new InvokeCode(new PartCode("Mix", null, 0), [x], 0)));
        ModelSpec block = new("Adjoint.Tests.Traced.Records", [], "Block", "public", null, null,
            [Part("Mix", Layer("Dense", ("units", "D")), Layer("Tanh")), Raw("Gain", "D", "Constant")])
        {
            Origin = 0,
            AttributeOrigin = 0,
            FileName = "Block.cs",
            Forward = "Block.Forward",
            Methods = [new MethodSpec("Block.Forward", "Forward", [new ParameterSpec("x", new TextSpec("D", 0), 0)], body, 0)],
        };
        ModelSpec spec = Model(
            "5",
            "MeanSquaredError",
            Part("First", Dense(3)),
            Part("Blocks", Layer("Use", ("Model", block.FullName), ("Repeat", 2)), Layer("Relu")),
            Part("Last", Dense(2)) with { IsFrozen = true }) with
        { Used = [block] };
        Graph graph = TracedModel.Of<Records.Stacked>().Definition.Training;
        GraphStructure.AssertEqual(ModelCompiler.TrainingGraph(spec), graph);
        Assert.Equal(
            ["Blocks.Use.0.Gain", "Blocks.Use.0.Mix.Dense.Bias", "Blocks.Use.0.Mix.Dense.Kernel", "Blocks.Use.1.Gain", "Blocks.Use.1.Mix.Dense.Bias", "Blocks.Use.1.Mix.Dense.Kernel", "First.Dense.Bias", "First.Dense.Kernel"],
            graph.Outputs.Select(static output => output.Target).OfType<GradientOutput>().Select(static target => target.Parameter).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ModelAsPart_IsTheGraphOfItsPartsInPlace()
    {
        TracedModel flat = TracedModel.Of("4", Loss.MeanSquaredError, static (weights, x) =>
            weights.Apply("Last", weights.Scope("Inside").Apply("Only", x, new DenseAttribute(2), new ReluAttribute()), new DenseAttribute(1)));
        Graph nested = TracedModel.Of<Records.Nested>().Definition.Training;

        // The input is called as the method's parameter is.
        Assert.Equal(flat.Definition.Training.Nodes.Count, nested.Nodes.Count);
        Assert.Equal(Names(flat.Definition.Training), Names(nested));

        static IEnumerable<OutputTarget> Names(Graph graph) => graph.Outputs.Select(static output => output.Target);
    }

    private static CodeSpec Call(string function, params CodeSpec[] arguments) => new FunctionCode(function, arguments.ToEquatableArray(), 0);

    private static PartSpec Raw(string name, string shape, string init) => new(
        name, [new LayerSpec("Weight", [new ArgumentSpec("Shape", new StringSpec(shape), 0), new ArgumentSpec("Init", new EnumSpec(init), 0)], 0)], 0)
    {
        Kind = PartKind.Weight,
    };
}
