using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Functions;

/// <summary>Functions of each element alone.</summary>
internal static class ElementwiseFunctions
{
    public static IReadOnlyList<FunctionDefinition> All { get; } =
    [
        Binary("Add", new Add()),
        Binary("Subtract", new Subtract()),
        Binary("Multiply", new Multiply()),
        Binary("Divide", new Divide()),
        Binary("Maximum", new Maximum()),
        Binary("Minimum", new Minimum()),
        Binary("Greater", new Greater()),
        Binary("Equal", new Equal()),
        new("Less", static call => Apply(call, new Greater(), Float(call, 1), Float(call, 0))),
        new("GreaterOrEqual", static call => AtLeast(call, Float(call, 0), Float(call, 1))),
        new("LessOrEqual", static call => AtLeast(call, Float(call, 1), Float(call, 0))),
        new("NotEqual", static call =>
        {
            Node equal = Apply(call, new Equal(), Float(call, 0), Float(call, 1));
            return call.Builder.Subtract(call.Builder.Fill(equal.Shape, 1), equal);
        }),
        Unary("Negate", new Negate()),
        Unary("Exp", new Exp()),
        Unary("Log", new Log()),
        Unary("Log1p", new Log1p()),
        new("Expm1", static call => Expm1(call.Builder, Float(call, 0))),
        Unary("Sqrt", new Sqrt()),
        Unary("Abs", new Abs()),
        Unary("Sign", new Sign()),
        Unary("Sin", new Sin()),
        Unary("Cos", new Cos()),
        Unary("Erf", new Erf()),
        Unary("Floor", new Floor()),
        Unary("Round", new Round()),
        Unary("Tanh", new Tanh()),
        Unary("Sigmoid", new Sigmoid()),
        Unary("Relu", new Relu()),
        Unary("Softplus", new Softplus()),
        new("LeakyRelu", static call => call.Builder.Add(new LeakyRelu(call.Real(1)), Float(call, 0))),
        new("Power", static call => call[1] is long or double
            ? call.Builder.Add(new Power(call.Real(1)), Float(call, 0))
            : Apply(call, new GeneralPower(), Float(call, 0), Float(call, 1))),
        new("Square", static call => call.Builder.Multiply(Float(call, 0), call.Value(0))),
        new("Reciprocal", static call => Reciprocal(call.Builder, Float(call, 0))),
        new("Rsqrt", static call => Reciprocal(call.Builder, call.Builder.Sqrt(Float(call, 0)))),
        new("Clamp", Clamp),
        new("RoundStraightThrough", static call => StraightThrough(call, new Round())),
        new("FloorStraightThrough", static call => StraightThrough(call, new Floor())),
        new("Where", static call =>
        {
            Node[] aligned = Broadcasting.Align(call, Float(call, 0), Float(call, 1), Float(call, 2));
            return call.Builder.SelectPositive(aligned[0], aligned[1], aligned[2]);
        }),
    ];

    /// <summary><c>exp(x) − 1 = tanh(x/2) · (exp(x) + 1)</c>, in which nothing cancels for small x.</summary>
    private static Node Expm1(GraphBuilder builder, Node x) => builder.Multiply(
        builder.Tanh(builder.Multiply(x, builder.Fill(x.Shape, 0.5))), builder.Add(builder.Exp(x), builder.Fill(x.Shape, 1)));

    private static Node Reciprocal(GraphBuilder builder, Node x) => builder.Divide(builder.Fill(x.Shape, 1), x);

    /// <summary><c>min(max(x, low), high)</c>; on a bound the derivative goes to x.</summary>
    private static object? Clamp(FunctionCall call)
    {
        if (call[1] is long or double && call[2] is long or double && !(call.Real(1) <= call.Real(2)))
        {
            throw call.Error($"takes a lower bound and then an upper one, but is given {FunctionCall.Text(call.Real(1))} and {FunctionCall.Text(call.Real(2))}");
        }

        Node raised = Apply(call, new Maximum(), Float(call, 0), Float(call, 1));
        return Apply(call, new Minimum(), raised, Float(call, 2));
    }

    /// <summary>1 where <c>a ≥ b</c>: greater or equal, never both, and neither for NaN.</summary>
    private static Node AtLeast(FunctionCall call, Node a, Node b) =>
        call.Builder.Add(Apply(call, new Greater(), a, b), Apply(call, new Equal(), a, b));

    /// <summary>The value of a step, but the derivative of the identity (Bengio et al. 2013).</summary>
    private static Node StraightThrough(FunctionCall call, ElementwiseOperation step) => DerivativeFunctions.WithGradient(
        call,
        given => call.Builder.Add(step, (Node)given[0]!),
        static given => given[1],
        [Float(call, 0)]);

    /// <summary>An argument of real numbers.</summary>
    public static Node Float(FunctionCall call, int index)
    {
        Node x = call.Value(index);
        return x.Type.Element == ElementType.Float32
            ? x
            : throw call.Error(Rules.WholeNumbers, FunctionCall.Written(x));
    }

    private static FunctionDefinition Unary(string name, ElementwiseOperation operation) =>
        new(name, call => call.Builder.Add(operation, Float(call, 0)));

    private static FunctionDefinition Binary(string name, ElementwiseOperation operation) =>
        new(name, call => Apply(call, operation, Float(call, 0), Float(call, 1)));

    private static Node Apply(FunctionCall call, ElementwiseOperation operation, Node left, Node right) =>
        call.Builder.Add(operation, Broadcasting.Align(call, left, right));
}
