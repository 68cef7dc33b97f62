using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;

namespace Adjoint.Compiler.Operations;

/// <summary>
/// <c>max(x, 0)</c>, NaN for NaN. Derivative: 1 for x &gt; 0, else 0; read off the result's sign, so the input need not be kept.
/// </summary>
internal sealed record Relu : ElementwiseOperation
{
    public override string Name => "Relu";

    public override int Arity => 1;

    public override string Formula => "V.Max({0}, V.Zero)";

    public override int FlopsPerElement => 1;

    public override bool IsMonotone => true;

    public override double Apply(ReadOnlySpan<double> x) => Math.Max(x[0], 0);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        GraphBuilder builder = adjoints.Builder;
        adjoints.Add(node.Inputs[0], () => builder.SelectPositive(node, cotangent, builder.Fill(node.Shape, 0)));
    }
}

/// <summary>
/// <c>x</c> for x &gt; 0, else <c>slope · x</c>. Derivative: 1 for x &gt; 0, else the slope; with a slope of at least zero the result
/// is positive just where the input is, so the input need not be kept.
/// </summary>
/// <param name="Slope">The slope for negative values, at least 0.</param>
internal sealed record LeakyRelu(double Slope) : ElementwiseOperation
{
    public override string Name => "LeakyRelu";

    public override int Arity => 1;

    public override string Formula => $"V.Select(V.GreaterThan({{0}}, V.Zero), {{0}}, V.Broadcast({Number(Slope)}) * {{0}})";

    public override int FlopsPerElement => 2;

    // A slope of zero gives NaN for −∞ rather than 0.
    public override bool IsMonotone => Slope > 0;

    public override double Apply(ReadOnlySpan<double> x) => x[0] > 0 ? x[0] : Slope * x[0];

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        GraphBuilder builder = adjoints.Builder;
        adjoints.Add(node.Inputs[0], () => builder.SelectPositive(node, cotangent, builder.Multiply(cotangent, builder.Fill(node.Shape, Slope))));
    }
}

/// <summary>The hyperbolic tangent; derivative <c>1 − y²</c>.</summary>
internal sealed record Tanh : ElementwiseOperation
{
    public override string Name => "Tanh";

    public override int Arity => 1;

    public override string Formula => "V.Tanh({0})";

    public override int FlopsPerElement => 20;

    public override bool IsMonotone => true;

    public override double Apply(ReadOnlySpan<double> x) => Math.Tanh(x[0]);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        GraphBuilder builder = adjoints.Builder;
        adjoints.Add(node.Inputs[0], () =>
            builder.Multiply(cotangent, builder.Subtract(builder.Fill(node.Shape, 1), builder.Multiply(node, node))));
    }
}

/// <summary>The logistic function, <c>1 / (1 + exp(−x))</c>; derivative <c>y · (1 − y)</c>.</summary>
internal sealed record Sigmoid : ElementwiseOperation
{
    public override string Name => "Sigmoid";

    public override int Arity => 1;

    public override string Formula => "V.Sigmoid({0})";

    public override int FlopsPerElement => 20;

    public override bool IsMonotone => true;

    public override double Apply(ReadOnlySpan<double> x) => 1 / (1 + Math.Exp(-x[0]));

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        GraphBuilder builder = adjoints.Builder;
        adjoints.Add(node.Inputs[0], () =>
            builder.Multiply(cotangent, builder.Multiply(node, builder.Subtract(builder.Fill(node.Shape, 1), node))));
    }
}
