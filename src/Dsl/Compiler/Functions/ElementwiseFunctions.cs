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
        Unary("Negate", new Negate()),
        Unary("Exp", new Exp()),
        Unary("Log", new Log()),
        Unary("Log1p", new Log1p()),
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
        new("Power", static call => call.Builder.Add(new Power(call.Real(1)), Float(call, 0))),
        new("Square", static call => call.Builder.Multiply(Float(call, 0), call.Value(0))),
        new("Gelu", static call => Gelu(call.Builder, Float(call, 0))),
        new("Silu", static call => call.Builder.Multiply(Float(call, 0), call.Builder.Add(new Sigmoid(), call.Value(0)))),
        new("Where", static call =>
        {
            Node[] aligned = Broadcasting.Align(call, Float(call, 0), Float(call, 1), Float(call, 2));
            return call.Builder.SelectPositive(aligned[0], aligned[1], aligned[2]);
        }),
    ];

    /// <summary><c>x · Φ(x)</c> with the normal distribution's Φ (Hendrycks and Gimpel 2016).</summary>
    public static Node Gelu(GraphBuilder builder, Node x)
    {
        Node half = builder.Fill(x.Shape, 0.5);
        Node erf = builder.Add(new Erf(), builder.Multiply(x, builder.Fill(x.Shape, Math.Sqrt(0.5))));
        return builder.Multiply(x, builder.Add(half, builder.Multiply(half, erf)));
    }

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
