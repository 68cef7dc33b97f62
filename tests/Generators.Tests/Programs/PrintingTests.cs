using System.Reflection;

namespace Adjoint.Generators.Tests.Programs;

/// <summary>What a model says of itself as a text, and its parts as functions.</summary>
public sealed class PrintingTests
{
    [Theory]
    [InlineData("public partial record")]
    [InlineData("public sealed partial record")]
    public void Model_PrintsItsShapesAndSize(string keywords)
    {
        Assembly assembly = GeneratorFixture.Run($"[Model(Input = \"4\", Loss = CrossEntropy)] {keywords} Mlp([Dense(3)] Layer Output);").CompileAndLoad();
        object model = assembly.GetType("Mlp")!.GetMethod("Create")!.Invoke(null, [1])!;
        Assert.Equal("Mlp { [4] → [3], 15 parameters }", model.ToString());
    }

    [Fact]
    public void Model_OfThePrimaryConstructor_PrintsButHasNoParameters()
    {
        Type type = GeneratorFixture.Run("[Model(Input = \"4\", Loss = CrossEntropy)] public partial record Mlp([Dense(3)] Layer Output);").CompileAndLoad().GetType("Mlp")!;
        object model = Activator.CreateInstance(type, [Layers.Chain(ModelPlace.Root(), "Output", new ReluAttribute())])!;
        Assert.Equal("Mlp { [4] → [3], 15 parameters }", model.ToString());
        TargetInvocationException thrown = Assert.Throws<TargetInvocationException>(() => type.GetProperty("Parameters")!.GetValue(model));
        Assert.Equal(
            "Make a model with Mlp.Create or Load: the primary constructor gives it no parameters.",
            Assert.IsType<InvalidOperationException>(thrown.InnerException).Message);
    }

    [Fact]
    public void UsersOwnPrinting_IsKept()
    {
        Assembly assembly = GeneratorFixture.Run("""
            [Model(Input = "4", Loss = CrossEntropy)]
            public partial record Mlp([Dense(3)] Layer Output)
            {
                protected virtual bool PrintMembers(System.Text.StringBuilder builder) => builder.Append("mine") is not null;
            }
            """).CompileAndLoad();
        Assert.Equal("Mlp { mine }", assembly.GetType("Mlp")!.GetMethod("Create")!.Invoke(null, [1])!.ToString());
    }

    [Fact]
    public void Parts_AreFunctionsOfExpressions()
    {
        Type type = GeneratorFixture.Run(GeneratorFixture.DigitNet).CompileAndLoad().GetType("DigitNet")!;
        object model = type.GetMethod("Create")!.Invoke(null, [1])!;
        Layer features = Part("Features"), hidden = Part("Hidden"), logits = Part("Logits");

        Expr image = Expr.Input("1, 8, 8");
        Assert.Equal("[16, 4, 4]", features(image).Shape);
        Assert.Equal("[10]", logits(hidden(features(image))).Shape);
        ArgumentException wrong = Assert.Throws<ArgumentException>(() => logits(image));
        Assert.Equal("'Dense' in 'Logits' needs [features], but the input gives [1, 8, 8]; put [Flatten] before it", wrong.Message);

        Layer Part(string name) => (Layer)type.GetProperty(name)!.GetValue(model)!;
    }

    [Fact]
    public void ParametersOfAnotherModel_AreRefused()
    {
        Assembly assembly = GeneratorFixture.Run("""
            [Model(Input = "4", Loss = CrossEntropy)] public partial record First([Dense(3)] Layer Output);
            [Model(Input = "4", Loss = CrossEntropy)] public partial record Second([Dense(3)] Layer Output);
            """).CompileAndLoad();
        object first = assembly.GetType("First")!.GetMethod("Create")!.Invoke(null, [1])!;
        object parameters = first.GetType().GetProperty("Parameters")!.GetValue(first)!;
        MethodInfo Of(string model) => assembly.GetType(model)!.GetMethod("FromParameters")!;

        object copy = Of("First").Invoke(null, [parameters])!;
        Assert.Same(parameters, copy.GetType().GetProperty("Parameters")!.GetValue(copy));
        TargetInvocationException other = Assert.Throws<TargetInvocationException>(() => Of("Second").Invoke(null, [parameters]));
        Assert.StartsWith(
            "Expected parameters of 'Second [4] → [3], 15 parameters', found those of 'First [4] → [3], 15 parameters'.",
            Assert.IsType<ArgumentException>(other.InnerException).Message,
            StringComparison.Ordinal);
        TargetInvocationException none = Assert.Throws<TargetInvocationException>(() => Of("First").Invoke(null, [null]));
        Assert.IsType<ArgumentNullException>(none.InnerException);
    }
}
