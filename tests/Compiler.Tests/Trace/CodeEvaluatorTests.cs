using Adjoint.Compiler;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;
using Adjoint.Tests.Layers;
using static Adjoint.Tests.Trace.Code;

namespace Adjoint.Tests.Trace;

/// <summary>Code is carried out as C# would carry it out, and what it does to expressions becomes the graph.</summary>
public sealed class CodeEvaluatorTests
{
    [Fact]
    public void LoopOverConstants_IsUnrolled() => Assert.Equal([24, -24], Run(
        Block(
            Set("y", X),
            For(Set("i", Int(1)), Op(Get("i"), "<=", Int(4)), Set("i", Op(Get("i"), "+", Int(1))), Set("y", Times(Get("y"), Get("i")))),
            Return(Get("y"))),
        1, -1));

    [Fact]
    public void BreakAndContinue_LeaveTheInnerLoopAlone() => Assert.Equal([8, 8], Run(
        // Two rounds that each add 1 and 3 of 0, 1, 2, 3, 4.
        Block(
            Set("y", Times(X, Int(0))),
            For(
                Set("i", Int(0)),
                Op(Get("i"), "<", Int(2)),
                Set("i", Op(Get("i"), "+", Int(1))),
                For(
                    Set("k", Int(0)),
                    True,
                    Set("k", Op(Get("k"), "+", Int(1))),
                    If(Op(Get("k"), "==", Int(4)), Break),
                    If(Op(Op(Get("k"), "%", Int(2)), "==", Int(0)), Continue),
                    Set("y", Add(Get("y"), Get("k"))))),
            Return(Get("y"))),
        5, 6));

    [Fact]
    public void ReturnWithinALoop_EndsTheMethod() => Assert.Equal([1, 2], Run(
        Block(For(null, True, null, Each("v", Tuple(X, Times(X, Int(2))), Return(Get("v")))), Return(Int(0))), 1, 2));

    [Fact]
    public void Condition_ExecutesOneBranchAlone() => Assert.Equal([3, 4], Run(
        If(Op(Text("a"), "==", Text("b")), Of("Exp", Text("no value")), Add(X, Int(2))), 1, 2));

    [Fact]
    public void AndAndOr_StopWhereTheyAreDecided()
    {
        CodeSpec failing = Op(Op(Int(1), "/", Int(0)), "==", Int(1));
        CodeSpec no = new UnaryCode("!", True, Place);
        Assert.Equal([1, 1], Run(If(Op(True, "||", failing), X, Int(0)), 1, 1));
        Assert.Equal([2, 2], Run(If(Op(no, "&&", failing), X, Times(X, Int(2))), 1, 1));
    }

    [Fact]
    public void Tuple_IsTakenApart() => Assert.Equal([5, 8], Run(
        Block(
            new DeconstructCode(["a", "", "b"], Tuple(X, Int(9), Int(4)), Place),
            Set("pair", Tuple(Get("a"), Get("b"))),
            Set("changed", new WithCode(Get("pair"), [new ReplacementSpec(1, Int(3))], Place)),
            // a·1 + 3 + b·0 + 1, where 1 is the number of values less one.
            Return(Add(Add(Item(Get("changed"), Int(0)), Item(Get("changed"), Int(1))), Op(new LengthCode(Get("pair"), Place), "-", Int(1))))),
        1, 4));

    [Fact]
    public void Lambda_SeesVariablesAsTheyAreWhenItIsCalled() => Assert.Equal([30, 30], Run(
        Block(
            Set("k", Int(2)),
            Set("f", Lambda("v", Times(Get("v"), Get("k")))),
            Set("k", Int(10)),
            Return(Invoke(Get("f"), X))),
        3, 3));

    [Fact]
    public void Lambda_ChangesVariablesAroundIt() => Assert.Equal([2, 2], Run(
        Block(
            Set("k", Int(0)),
            Set("count", Lambda("v", Block(Set("k", Op(Get("k"), "+", Int(1))), Return(Get("v"))))),
            Set("y", Invoke(Get("count"), Invoke(Get("count"), X))),
            Return(Times(Get("y"), Get("k")))),
        1, 1));

    [Fact]
    public void Recursion_HasVariablesOfItsOwnInEveryCall() => Assert.Equal([24, 24], Run(
        Model(
            Times(X, Call("Factorial", Int(4))),
            null,
            Method("Factorial", "k", Block(
                If(Op(Get("k"), "==", Int(0)), Return(Int(1))),
                Set("rest", Call("Factorial", Op(Get("k"), "-", Int(1)))),
                Return(Op(Get("k"), "*", Get("rest")))))),
        1, 1));

    [Theory]
    [InlineData("+", 7, 2, 9)]
    [InlineData("-", 7, 2, 5)]
    [InlineData("*", 7, 2, 14)]
    [InlineData("/", -7, 2, -3)]
    [InlineData("%", -7, 2, -1)]
    [InlineData("<<", 3, 2, 12)]
    [InlineData(">>", -8, 1, -4)]
    [InlineData("&", 6, 3, 2)]
    [InlineData("|", 6, 3, 7)]
    [InlineData("^", 6, 3, 5)]
    public void WholeNumbers_AreCalculatedAsInCSharp(string @operator, long left, long right, long expected) =>
        Assert.Equal([expected, expected], Run(Add(Times(X, Int(0)), Op(Int(left), @operator, Int(right))), 1, 1));

    [Fact]
    public void RealNumbers_AreCalculatedAsInCSharp()
    {
        Assert.Equal([3.5, 3.5], Run(Add(X, Op(Int(7), "/", Real(2))), 0, 0));
        Assert.Equal([3, 3], Run(Add(X, new UnaryCode("int", Real(3.9), Place)), 0, 0));
        Assert.Equal([3, 3], Run(Add(X, Of("Math.Sqrt", Int(9))), 0, 0));
        Assert.Equal([2, 2], Run(Add(X, Of("Math.Max", Int(2), Int(-1))), 0, 0));
    }

    [Theory]
    [InlineData("a number is divided by zero", 0)]
    [InlineData("the index is 2, but there are 2 values", 1)]
    [InlineData("there are no several values here", 2)]
    [InlineData("the number is too large", 3)]
    [InlineData("'!' can't be applied here", 4)]
    [InlineData("'Math.Sqrt' takes numbers", 5)]
    [InlineData("what it gives is no value of a network", 6)]
    [InlineData("the number is too large", 7)]
    public void CodeThatFails_SaysWhy(string problem, int number)
    {
        CodeSpec code = number switch
        {
            0 => Add(X, Op(Int(1), "/", Int(0))),
            1 => Item(Tuple(X, X), Int(2)),
            2 => Block(Each("v", X, Return(X))),
            3 => Add(X, Op(Int(long.MaxValue), "+", Int(1))),
            4 => new UnaryCode("!", Int(1), Place),
            5 => Of("Math.Sqrt", X),
            6 => Lambda("v", X),
            _ => Of("Math.Abs", Int(long.MinValue)),
        };
        CompilerError error = Fails(Model(code));
        Assert.Equal(("ADJ0402", $"This can't be computed while the model is compiled: {problem}"), (error.Rule.Id, error.Message));
        Assert.Equal(number == 6 ? Declarations.NameOrigin : Place, error.Origin);
    }

    [Fact]
    public void EndlessCode_Ends()
    {
        const string message = "What 'Net' computes has more than 1,000,000 steps or calls 64 deep; a loop or a recursion does not end, or Ops.Scan should do it";
        Assert.Equal(message, Fails(Model(Block(For(null, True, null), Return(X)))).Message);
        Assert.Equal(message, Fails(Model(Call("Again", X), null, Method("Again", "v", Call("Again", Get("v"))))).Message);
        Assert.Equal(message, Fails(Model(Block(Set("f", Lambda("v", Invoke(Get("f"), Get("v")))), Return(Invoke(Get("f"), X))))).Message);
        Assert.Equal(message, Fails(Model(Block(Set("y", X), For(Set("i", Int(0)), True, Set("i", Op(Get("i"), "+", Int(1))), Set("y", Add(Get("y"), Get("i"))))))).Message);
    }

    [Fact]
    public void WrongNumberOfArguments_IsToldAtTheCall() =>
        Assert.Equal("'Two' takes 2 values, but is given 1; call it with each of them", Fails(Model(Call("Two", X), null, Method("Two", "a b", Get("a")))).Message);

    [Fact]
    public void UnknownFunction_IsToldAtTheCall() => Assert.Equal("ADJ0403", Fails(Model(Of("Whirl", X))).Rule.Id);

    [Fact]
    public void PartCalledTwice_HasOneSetOfWeights()
    {
        CodeSpec once = Invoke(Part("Fit"), X);
        ModelSpec shared = Model(Invoke(Part("Fit"), once), [Declarations.Part("Fit", Declarations.Dense(2))]);
        Assert.Equal(["Fit.Dense.Bias", "Fit.Dense.Kernel"], Parameters(shared));

        // Weights are a half: y = (x₀ + x₁ + 1) / 2 twice.
        Assert.Equal([2.5, 2.5], Run(shared, 1, 2));
    }

    [Fact]
    public void UsedModels_HaveWeightsOfTheirOwnAndSizesOfTheirPlace()
    {
        ModelSpec block = new("Tests", [], "Block", "public", null, null, [Declarations.Part("Lift", Declarations.Layer("Dense", ("units", "2*D"))), Declarations.Part("Back", Declarations.Layer("Dense", ("units", "D")))])
        {
            Origin = 0,
            AttributeOrigin = 0,
            FileName = "Block.cs",
            Forward = "Block.Forward",
            Methods = [new MethodSpec("Block.Forward", "Forward", [new ParameterSpec("v", new TextSpec("D", 5), 5)], Invoke(Part("Back"), Invoke(Part("Lift"), Get("v"))), 5)],
        };
        PartSpec[] parts =
        [
            Declarations.Part("Many", Declarations.Layer("Use", ("Model", block.FullName), ("Repeat", 2))),
            new PartSpec("One", [Declarations.Layer("Use", ("Model", block.FullName))], 0) { Kind = PartKind.Model },
        ];
        ModelSpec spec = Model(Invoke(Part("One"), Invoke(Part("Many"), X)), parts) with { Used = [block] };
        Assert.Equal(
            ["Many.0.Back.Dense.Bias", "Many.0.Back.Dense.Kernel", "Many.0.Lift.Dense.Bias", "Many.0.Lift.Dense.Kernel", "Many.1.Back.Dense.Bias", "Many.1.Back.Dense.Kernel", "Many.1.Lift.Dense.Bias", "Many.1.Lift.Dense.Kernel", "One.Back.Dense.Bias", "One.Back.Dense.Kernel", "One.Lift.Dense.Bias", "One.Lift.Dense.Kernel"],
            Parameters(spec));
        Assert.All(ModelCompiler.TrainingGraph(spec).Nodes.Where(static node => node.Origin.Part.EndsWith("Lift", StringComparison.Ordinal) && node.Operation is Compiler.Operations.ParameterLeaf), static node =>
            Assert.Contains(node.Shape.ToString(), new[] { "[2, 4]", "[4]" }));
    }

    [Fact]
    public void SizeOfAUsedModel_IsComparedWithWhatItIsGiven()
    {
        ModelSpec block = new("Tests", [], "Block", "public", null, null, [Declarations.Part("Lift", Declarations.Dense(3))])
        {
            Origin = 0,
            AttributeOrigin = 0,
            FileName = "Block.cs",
            Forward = "Block.Forward",
            Methods = [new MethodSpec("Block.Forward", "Forward", [new ParameterSpec("v", new TextSpec("2*D + 1", 5), 5)], Invoke(Part("Lift"), Get("v")), 5)],
        };
        PartSpec part = new("One", [Declarations.Layer("Use", ("Model", block.FullName))], 0) { Kind = PartKind.Model };
        CompilerError error = Fails(Model(Invoke(Part("One"), X), [part]) with { Used = [block] });
        Assert.Equal(("ADJ0108", "'One' takes [2*D + 1] as 'v', but is given [2], where no 'D' makes 2*D + 1 the size 2; give it a value of that shape"), (error.Rule.Id, error.Message));
        Assert.Equal([new RelatedSpec(5, "'v' is declared here"), new RelatedSpec(Declarations.InputOrigin, "'x' is [2]")], error.Related);
    }

    [Fact]
    public void RunningValue_BecomesWhatTheStepSays()
    {
        PartSpec state = new("Count", [new LayerSpec("State", [new ArgumentSpec("Shape", new StringSpec("1"), 0)], 0)], 0) { Kind = PartKind.State };
        ModelSpec spec = Model(
            Block(Of("Becomes", Part("Count"), Add(Part("Count"), Int(1))), Return(Invoke(Part("Fit"), Add(X, Part("Count"))))),
            [state, Declarations.Part("Fit", Declarations.Dense(1))]);
        Assert.Equal(["Count"], ModelCompiler.TrainingGraph(spec).Outputs.Select(static output => output.Target).OfType<StateOutput>().Select(static target => target.State));
        Assert.DoesNotContain(ModelCompiler.PredictionGraphs(spec).Evaluation.Outputs, static output => output.Target is StateOutput);
    }

    [Fact]
    public void Objectives_TrainWhatTheySay()
    {
        ModelSpec spec = Model(Invoke(Part("Second"), Invoke(Part("First"), X)), [Declarations.Part("First", Declarations.Dense(2)), Declarations.Part("Second", Declarations.Dense(1))]) with { Loss = null };
        MethodSpec loss = new("Small", "Small", [new ParameterSpec("x", new TextSpec("2", 0), 0)], Of("Square", Call("Forward", X)), Place);
        spec = spec with
        {
            Methods = spec.Methods.Append(loss).ToEquatableArray(),
            Objectives =
            [
                new ObjectiveSpec("Head", "Small", new UpdatesSpec([new TextSpec("Second", 8)]), 6),
                new ObjectiveSpec("All", "Small", null, 7),
            ],
        };
        Assert.Equal(["Second.Dense.Bias", "Second.Dense.Kernel"], Parameters(spec, 0));
        Assert.Equal(["First.Dense.Bias", "First.Dense.Kernel", "Second.Dense.Bias", "Second.Dense.Kernel"], Parameters(spec, 1));
        CompilerError error = Fails(spec with { Objectives = [new ObjectiveSpec("Head", "Small", new UpdatesSpec([new TextSpec("Third", 8)]), 6)] });
        Assert.Equal(("'Head' updates 'Third', which is no part of the model and names no parameter; the parts are First, Second", 8), (error.Message, error.Origin));
    }

    private static IEnumerable<string> Parameters(ModelSpec spec, int objective = 0) => ModelCompiler.TrainingGraph(spec, objective).Outputs
        .Select(static output => output.Target).OfType<GradientOutput>().Select(static target => target.Parameter).Order(StringComparer.Ordinal);

    private static CompilerError Fails(ModelSpec spec) => Assert.Throws<DeclarationException>(() => Tracing.Run(spec, isTraining: true)).Error;
}
