using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Operations;

/// <summary>
/// <c>x · Φ(x)</c> with the normal distribution's Φ, or <c>x · (1 + tanh(√(2/π) · (x + 0.044715 x³))) / 2</c>, the approximation of the same paper (Hendrycks and Gimpel 2016). An
/// operation of its own, as its derivative takes one polynomial where composed it would take an error function and an exponential.
/// </summary>
/// <param name="ByTanh">Whether it is the approximation.</param>
internal sealed record Gelu(bool ByTanh) : ElementwiseOperation
{
    public override string Name => "Gelu";

    public override int Arity => 1;

    public override string Formula => ByTanh
        ? $"{{0}} * (V.Broadcast(0.5f) + (V.Tanh(({{0}} + (({{0}} * ({{0}} * {{0}})) * V.Broadcast({Number(GeluFunctions.Cubic)}))) * V.Broadcast({Number(GeluFunctions.Scale)})) * V.Broadcast(0.5f)))"
        : $"{{0}} * (V.Broadcast(0.5f) + (V.Erf({{0}} * V.Broadcast({Number(Math.Sqrt(0.5))})) * V.Broadcast(0.5f)))";

    public override int FlopsPerElement => ByTanh ? 28 : 44;

    public override double Apply(ReadOnlySpan<double> x) => x[0] * (ByTanh ? GeluFunctions.WeightByTanh(x[0]) : GeluFunctions.Weight(x[0]));

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) =>
        adjoints.Add(node.Inputs[0], () => adjoints.Builder.Multiply(cotangent, adjoints.Builder.Add(new GeluDerivative(ByTanh), node.Inputs[0])));
}

/// <summary>
/// The derivative of <see cref="Gelu"/>: <c>Φ(x) + x φ(x)</c>, whose own is <c>(2 − x²) φ(x)</c>; with t = tanh(u), <c>(1 + t) / 2 + x (1 − t²) u' / 2</c>, whose own is
/// <c>(1 − t²) (u' + x (u'' / 2 − t u'²))</c>.
/// </summary>
/// <param name="ByTanh">Whether it is the approximation's.</param>
internal sealed record GeluDerivative(bool ByTanh) : ElementwiseOperation
{
    public override string Name => "GeluDerivative";

    public override int Arity => 1;

    public override string Formula => ByTanh ? "V.GeluByTanhDerivative({0})" : "V.GeluDerivative({0})";

    public override int FlopsPerElement => 20;

    public override double Apply(ReadOnlySpan<double> x) => ByTanh ? GeluFunctions.DerivativeByTanh(x[0]) : GeluFunctions.Derivative(x[0]);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        GraphBuilder builder = adjoints.Builder;
        Node x = node.Inputs[0];
        adjoints.Add(x, () => builder.Multiply(cotangent, ByTanh ? SecondByTanh() : Second()));

        Node Number(double value) => builder.Fill(node.Shape, value);

        Node Second()
        {
            Node square = builder.Multiply(x, x);
            Node density = builder.Multiply(builder.Exp(builder.Multiply(square, Number(-0.5))), Number(1 / Math.Sqrt(2 * Math.PI)));
            return builder.Multiply(builder.Subtract(Number(2), square), density);
        }

        Node SecondByTanh()
        {
            Node square = builder.Multiply(x, x);
            Node u = builder.Multiply(builder.Add(x, builder.Multiply(builder.Multiply(x, square), Number(GeluFunctions.Cubic))), Number(GeluFunctions.Scale));
            Node first = builder.Add(Number(GeluFunctions.Scale), builder.Multiply(square, Number(3 * GeluFunctions.Cubic * GeluFunctions.Scale)));
            Node half = builder.Multiply(x, Number(3 * GeluFunctions.Cubic * GeluFunctions.Scale));
            Node t = builder.Tanh(u);
            Node inner = builder.Add(first, builder.Multiply(x, builder.Subtract(half, builder.Multiply(t, builder.Multiply(first, first)))));
            return builder.Multiply(builder.Subtract(Number(1), builder.Multiply(t, t)), inner);
        }
    }
}
