using System.Reflection;
using Adjoint.Compiler;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Adjoint.Emit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Adjoint.Generators.Tests.Programs;

/// <summary>Models whose parts are wired by code, as specs, with C# that uses their generated members.</summary>
internal static class WiredModels
{
    /// <summary>Two parts that are trained against each other, with two inputs and two outputs.</summary>
    public static ModelSpec Pair { get; } = Model(
        "Pair",
        loss: null,
        [Part("Generator", PartKind.Layers, Layer("Dense", ("units", new IntegerSpec(3)))), Part("Critic", PartKind.Layers, Layer("Dense", ("units", new IntegerSpec(1))))],
        [
            Method("Forward", [("real", "3"), ("noise", "2")], new TupleCode(Codes(Call("Generator", "noise"), Call("Critic", "real")), 0), "Fake", "Score"),
            Method("Separate", [("real", "3"), ("noise", "2")], Function("Subtract", Function("Tanh", Invoke("Critic", Call("Generator", "noise"))), Function("Tanh", Call("Critic", "real")))),
            Method("Deceive", [("noise", "2")], Function("Square", Invoke("Critic", Call("Generator", "noise")))),
        ],
        [("Separate", "Critic"), ("Deceive", "Generator")]);

    /// <summary>A classifier of every position: the length T is the input's, the width H is given as the model is created.</summary>
    public static ModelSpec Tagger { get; } = Model(
        "Tagger",
        "CrossEntropy",
        [
            Part("Inner", PartKind.Weight, Layer("Weight", ("shape", new StringSpec("4, H")), ("Init", new EnumSpec("Xavier")))),
            Part("Outer", PartKind.Weight, Layer("Weight", ("shape", new StringSpec("H, 3")), ("Init", new EnumSpec("Given")), ("From", new StringSpec("Start")))),
            Part("Steps", PartKind.State, Layer("State", ("shape", new StringSpec("2")), ("Initial", new RealSpec(0.5)))),
        ],
        [
            Method(
                "Forward",
                [("x", "T, 4")],
                new BlockCode(
                    Codes(
                        Function("Becomes", new PartCode("Steps", null, 0), Function("Add", new PartCode("Steps", null, 0), new ConstantCode(new RealSpec(1), 0))),
                        new ReturnCode(
                            Function("MatMul", Function("Tap", Function("MatMul", new VariableCode("x", 0), new PartCode("Inner", null, 0)), new ConstantCode(new StringSpec("hidden"), 0)), new PartCode("Outer", null, 0)),
                            0)),
                    0)),
        ],
        []);

    /// <summary>Compiles records with their generated files, and code that uses them, as one assembly.</summary>
    public static Assembly Compile(string source, params ModelSpec[] specs)
    {
        List<(string, string)> files = [("Source.cs", source)];
        foreach (ModelSpec spec in specs)
        {
            Assert.DoesNotContain(ModelCompiler.Check(spec), static error => error.IsError);
            CompiledModel model = ModelCompiler.Compile(spec)!;
            files.Add((spec.Name + ".Members.g.cs", new MembersWriter(model.Signature).Write()));
            files.Add((spec.Name + ".Program.g.cs", new ProgramWriter(model).Write()));
        }

        CSharpCompilation compilation = GeneratorFixture.Compile([.. files]);
        Diagnostic[] problems = [.. compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];
        Assert.True(problems.Length == 0, problems.Length == 0 ? null : $"{string.Join("\n", problems.Take(5))}\n{problems[0].Location.SourceTree}");
        using MemoryStream image = new();
        Assert.True(compilation.Emit(image).Success);
        return Assembly.Load(image.ToArray());
    }

    private static ModelSpec Model(string name, string? loss, PartSpec[] parts, MethodSpec[] methods, (string Method, string Updates)[] objectives) =>
        new(string.Empty, default, name, "public", null, loss is null ? null : new TextSpec(loss, 0), parts.ToEquatableArray())
        {
            Origin = 0,
            AttributeOrigin = 0,
            FileName = name + ".cs",
            Forward = "Forward",
            Methods = methods.ToEquatableArray(),
            Objectives = objectives.Select(static pair => new ObjectiveSpec(
                pair.Method, pair.Method, new UpdatesSpec(new[] { new TextSpec(pair.Updates, 0) }.ToEquatableArray()), 0)).ToEquatableArray(),
        };

    private static PartSpec Part(string name, PartKind kind, params LayerSpec[] layers) => new(name, layers.ToEquatableArray(), 0) { Kind = kind };

    private static LayerSpec Layer(string name, params (string Name, ConstantSpec Value)[] arguments) =>
        new(name, arguments.Select(static argument => new ArgumentSpec(argument.Name, argument.Value, 0)).ToEquatableArray(), 0);

    private static MethodSpec Method(string name, (string Name, string Shape)[] parameters, CodeSpec body, params string[] results) => new(
        name, name, parameters.Select(static parameter => new ParameterSpec(parameter.Name, new TextSpec(parameter.Shape, 0), 0)).ToEquatableArray(), body, 0)
    {
        Results = results.ToEquatableArray(),
    };

    private static EquatableArray<CodeSpec> Codes(params CodeSpec[] codes) => codes.ToEquatableArray();

    private static CodeSpec Call(string part, string variable) => Invoke(part, new VariableCode(variable, 0));

    private static CodeSpec Invoke(string part, CodeSpec argument) => new InvokeCode(new PartCode(part, null, 0), Codes(argument), 0);

    private static CodeSpec Function(string name, params CodeSpec[] arguments) => new FunctionCode(name, Codes(arguments), 0);
}
