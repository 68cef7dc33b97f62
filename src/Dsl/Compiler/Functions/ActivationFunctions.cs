using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Functions;

/// <summary>Activations: functions of each element, and those that join parts of an axis.</summary>
internal static class ActivationFunctions
{
    // The fixed point of mean 0 and variance 1 (Klambauer et al. 2017).
    private const double SeluScale = 1.0507009873554804934;
    private const double SeluAlpha = 1.6732632423543772848;

    public static IReadOnlyList<FunctionDefinition> All { get; } =
    [
        new("Gelu", static call => call.Builder.Add(new Gelu(call.Boolean(1)), Float(call))),
        new("Silu", static call => Silu(call.Builder, Float(call))),
        new("PRelu", PRelu),
        new("Elu", static call => Elu(call.Builder, Float(call), call.Real(1), 1)),
        new("Selu", static call => call.Builder.Multiply(Elu(call.Builder, Float(call), SeluAlpha, 1), call.Builder.Fill(Float(call).Shape, SeluScale))),
        new("Celu", static call => call.Real(1) is > 0 and < double.PositiveInfinity and var alpha
            ? Elu(call.Builder, Float(call), alpha, alpha)
            : throw call.Error($"takes a finite alpha above 0, but is given {FunctionCall.Text(call.Real(1))}")),
        new("Mish", static call => call.Builder.Multiply(Float(call), call.Builder.Tanh(call.Builder.Softplus(Float(call))))),
        new("Softsign", static call => Softsign(call.Builder, Float(call))),
        new("HardSigmoid", static call => HardSigmoid(call.Builder, Float(call))),
        new("HardSwish", static call => call.Builder.Multiply(Float(call), HardSigmoid(call.Builder, Float(call)))),
        new("Sine", static call => call.Builder.Sin(call.Builder.Multiply(Float(call), call.Builder.Fill(Float(call).Shape, call.Real(1))))),
        new("Glu", static call =>
        {
            (Node a, Node b) = Halves(call);
            return call.Builder.Multiply(a, call.Builder.Sigmoid(b));
        }),
        new("Swiglu", static call =>
        {
            (Node a, Node b) = Halves(call);
            return call.Builder.Multiply(Silu(call.Builder, a), b);
        }),
        new("Maxout", Maxout),
    ];

    private static Node Float(FunctionCall call) => ElementwiseFunctions.Float(call, 0);

    private static Node Silu(GraphBuilder builder, Node x) => builder.Multiply(x, builder.Sigmoid(x));

    /// <summary><c>x</c> above zero, <c>slope · x</c> elsewhere, with a slope that is a value itself (He et al. 2015).</summary>
    private static object? PRelu(FunctionCall call)
    {
        Node[] pair = Broadcasting.Align(call, Float(call), ElementwiseFunctions.Float(call, 1));
        return call.Builder.SelectPositive(pair[0], pair[0], call.Builder.Multiply(pair[1], pair[0]));
    }

    /// <summary>
    /// <c>x</c> above zero, <c>α (exp(x / s) − 1)</c> elsewhere. With t = tanh(x / 2s) the exponential less one is 2t / (1 − t), exact also
    /// near zero; it is taken of min(x, 0), so that it can't overflow where it is not used.
    /// </summary>
    private static Node Elu(GraphBuilder builder, Node x, double alpha, double scale)
    {
        Node one = builder.Fill(x.Shape, 1);
        Node t = builder.Tanh(builder.Multiply(builder.Minimum(x, builder.Fill(x.Shape, 0)), builder.Fill(x.Shape, 0.5 / scale)));
        Node below = builder.Divide(builder.Multiply(t, builder.Fill(x.Shape, 2 * alpha)), builder.Subtract(one, t));
        return builder.SelectPositive(x, x, below);
    }

    private static Node Softsign(GraphBuilder builder, Node x) =>
        builder.Divide(x, builder.Add(builder.Fill(x.Shape, 1), builder.Abs(x)));

    /// <summary><c>min(max(x / 6 + 1/2, 0), 1)</c>.</summary>
    private static Node HardSigmoid(GraphBuilder builder, Node x)
    {
        Node line = builder.Add(builder.Multiply(x, builder.Fill(x.Shape, 1.0 / 6)), builder.Fill(x.Shape, 0.5));
        return builder.Minimum(builder.Maximum(line, builder.Fill(x.Shape, 0)), builder.Fill(x.Shape, 1));
    }

    /// <summary>The first and the second half of an axis.</summary>
    private static (Node First, Node Second) Halves(FunctionCall call)
    {
        Node x = Float(call);
        int axis = call.Axis(x, 1);
        if (x.Shape[axis].Content % 2 != 0)
        {
            throw call.Error($"joins the halves of an axis, but that of {FunctionCall.Written(x)} has the odd size {x.Shape[axis]}; make it even");
        }

        Size half = x.Shape[axis].DividedBy(2);
        return (call.Builder.As("FirstHalf").Slice(x, axis, 0, half), call.Builder.As("SecondHalf").Slice(x, axis, half, half));
    }

    /// <summary>The greatest of each run of k neighbours on an axis (Goodfellow et al. 2013).</summary>
    private static object? Maxout(FunctionCall call)
    {
        Node x = Float(call);
        long pieces = call.Integer(1);
        int axis = call.Axis(x, 2);
        if (pieces < 1 || x.Shape[axis].Content % pieces != 0)
        {
            throw call.Error($"takes the greatest of each {FunctionCall.Text(pieces)}, which has to divide the axis of {FunctionCall.Written(x)} with size {x.Shape[axis]}");
        }

        List<Size> sizes = [.. x.Shape];
        sizes[axis] = x.Shape[axis].DividedBy(pieces);
        sizes.Insert(axis + 1, pieces);
        return call.Builder.Max(call.Builder.Reshape(x, new Shape(sizes.ToEquatableArray())), [axis + 1]);
    }
}
