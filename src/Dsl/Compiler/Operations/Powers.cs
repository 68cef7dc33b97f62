using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;

namespace Adjoint.Compiler.Operations;

/// <summary>The square root: NaN below zero; derivative <c>1 / (2 y)</c>, which is infinite at zero.</summary>
internal sealed record Sqrt : ElementwiseOperation
{
    public override string Name => "Sqrt";

    public override int Arity => 1;

    public override string Formula => "V.Sqrt({0})";

    public override int FlopsPerElement => 4;

    public override double Apply(ReadOnlySpan<double> x) => Math.Sqrt(x[0]);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        GraphBuilder builder = adjoints.Builder;
        adjoints.Add(node.Inputs[0], () => builder.Divide(cotangent, builder.Multiply(node, builder.Fill(node.Shape, 2))));
    }
}

/// <summary>
/// <c>xᶜ</c> for a constant c, as C's pow: 1 for c = 0 whatever x is, and NaN below zero unless c is whole; derivative <c>c · x^(c−1)</c>.
/// </summary>
/// <param name="Exponent">The exponent c.</param>
internal sealed record Power(double Exponent) : ElementwiseOperation
{
    public override string Name => "Power";

    public override int Arity => 1;

    public override string Formula => $"V.Power({{0}}, V.Broadcast({Number(Exponent)}))";

    public override int FlopsPerElement => 60;

    public override double Apply(ReadOnlySpan<double> x) => Math.Pow(x[0], Exponent);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        // For c = 0 the rule would give 0 · ∞ at zero, where the derivative of a constant is 0 as everywhere.
        if (Exponent != 0)
        {
            GraphBuilder builder = adjoints.Builder;
            Node x = node.Inputs[0];
            adjoints.Add(x, () => builder.Multiply(cotangent, builder.Multiply(builder.Power(x, Exponent - 1), builder.Fill(node.Shape, Exponent))));
        }
    }
}

/// <summary>
/// <c>xʸ</c> as C's pow: 1 for y = 0 whatever x is, and NaN below zero unless y is whole. Derivatives: <c>y · x^(y−1)</c> and
/// <c>xʸ · log x</c>, the latter 0 at x = 0, and NaN below.
/// </summary>
internal sealed record GeneralPower : ElementwiseOperation
{
    public override string Name => "Power";

    public override int Arity => 2;

    public override string Formula => "V.Power({0}, {1})";

    public override int FlopsPerElement => 60;

    public override double Apply(ReadOnlySpan<double> x) => Math.Pow(x[0], x[1]);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        GraphBuilder builder = adjoints.Builder;
        (Node x, Node y) = (node.Inputs[0], node.Inputs[1]);
        adjoints.Add(x, () => builder.Multiply(
            cotangent, builder.Multiply(y, builder.Add(this, x, builder.Subtract(y, builder.Fill(node.Shape, 1))))));
        adjoints.Add(y, () => builder.Multiply(cotangent, builder.SelectPositive(
            builder.Equal(x, builder.Fill(node.Shape, 0)), builder.Fill(node.Shape, 0), builder.Multiply(node, builder.Log(x)))));
    }
}
