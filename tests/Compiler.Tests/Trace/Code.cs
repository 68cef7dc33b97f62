using Adjoint.Compiler;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Adjoint.Interpreter;
using Adjoint.Tests.Layers;

namespace Adjoint.Tests.Trace;

/// <summary>Code as the front end reads it, written by hand; each piece stands at the origin <see cref="Place"/> unless told otherwise.</summary>
internal static class Code
{
    public const int Place = 77;

    public static CodeSpec X { get; } = Get("x");

    public static CodeSpec Int(long value) => new ConstantCode(new IntegerSpec(value), Place);

    public static CodeSpec Real(double value) => new ConstantCode(new RealSpec(value), Place);

    public static CodeSpec Text(string value) => new ConstantCode(new StringSpec(value), Place);

    public static CodeSpec True { get; } = new ConstantCode(new BooleanSpec(true), Place);

    public static CodeSpec Get(string name) => new VariableCode(name, Place);

    public static CodeSpec Set(string name, CodeSpec value) => new AssignCode(name, value, Place);

    public static CodeSpec Of(string function, params CodeSpec[] arguments) => new FunctionCode(function, arguments.ToEquatableArray(), Place);

    public static CodeSpec Add(CodeSpec left, CodeSpec right) => Of("Add", left, right);

    public static CodeSpec Times(CodeSpec left, CodeSpec right) => Of("Multiply", left, right);

    public static CodeSpec Op(CodeSpec left, string @operator, CodeSpec right) => new BinaryCode(@operator, left, right, Place);

    public static CodeSpec Part(string name) => new PartCode(name, null, Place);

    public static CodeSpec Invoke(CodeSpec function, params CodeSpec[] arguments) => new InvokeCode(function, arguments.ToEquatableArray(), Place);

    public static CodeSpec Call(string method, params CodeSpec[] arguments) => new CallCode(method, null, arguments.ToEquatableArray(), Place);

    public static CodeSpec Lambda(string parameters, CodeSpec body) => new LambdaCode(parameters.Split(' ').ToEquatableArray(), body, Place);

    public static CodeSpec Tuple(params CodeSpec[] items) => new TupleCode(items.ToEquatableArray(), Place);

    public static CodeSpec Item(CodeSpec value, CodeSpec index) => new ItemCode(value, index, Place);

    public static CodeSpec If(CodeSpec condition, CodeSpec yes, CodeSpec? no = null) => new ConditionalCode(condition, yes, no, Place);

    public static CodeSpec For(CodeSpec? start, CodeSpec condition, CodeSpec? step, params CodeSpec[] body) => new LoopCode(start, condition, step, Block(body), Place);

    public static CodeSpec Each(string variable, CodeSpec items, params CodeSpec[] body) => new EachCode(variable, items, Block(body), Place);

    public static CodeSpec Break { get; } = new LeaveCode(Continues: false, Place);

    public static CodeSpec Continue { get; } = new LeaveCode(Continues: true, Place);

    public static CodeSpec Block(params CodeSpec[] statements) => new BlockCode(statements.ToEquatableArray(), Place);

    public static CodeSpec Return(CodeSpec value) => new ReturnCode(value, Place);

    public static MethodSpec Method(string name, string parameters, CodeSpec body) => new(
        name, name, parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static parameter => new ParameterSpec(parameter, null, Place)).ToEquatableArray(), body, Place);

    /// <summary>A model with a forward pass of <c>x</c>, which has the shape [2].</summary>
    public static ModelSpec Model(CodeSpec forward, PartSpec[]? parts = null, params MethodSpec[] methods) =>
        Declarations.Model("2", "MeanSquaredError", parts ?? []) with
        {
            Forward = "Forward",
            Methods = new[] { Method("Forward", "x", forward) }.Concat(methods).ToEquatableArray(),
        };

    /// <summary>What the model gives for one sample.</summary>
    public static double[] Run(ModelSpec spec, params double[] x)
    {
        Graph graph = ModelCompiler.PredictionGraphs(spec).Prediction;
        Assert.Empty(GraphVerifier.Verify(graph));
        EvaluationContext context = new(new Dictionary<string, long> { [Size.BatchName] = 1 }, 0, 0);
        return GraphInterpreter.Run(graph, leaf => leaf is InputLeaf ? x : [.. Enumerable.Repeat(0.5, Count(leaf))], context, Precision.Double)[0].Values;

        int Count(Leaf leaf) => (int)leaf.Type.Shape.Count.Evaluate(context.Bindings);
    }

    /// <summary>What a forward pass without parts gives for one sample.</summary>
    public static double[] Run(CodeSpec forward, params double[] x) => Run(Model(forward), x);
}
