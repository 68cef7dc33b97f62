using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Operations;

/// <summary><c>eˣ</c>; derivative <c>y</c>, so the input need not be kept.</summary>
internal sealed record Exp : ElementwiseOperation
{
    public override string Name => "Exp";

    public override int Arity => 1;

    public override string Formula => "V.Exp({0})";

    public override int FlopsPerElement => 20;

    public override bool IsMonotone => true;

    public override double Apply(ReadOnlySpan<double> x) => Math.Exp(x[0]);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) =>
        adjoints.Add(node.Inputs[0], () => adjoints.Builder.Multiply(cotangent, node));
}

/// <summary>The natural logarithm: −∞ at zero, NaN below it; derivative <c>1 / x</c>.</summary>
internal sealed record Log : ElementwiseOperation
{
    public override string Name => "Log";

    public override int Arity => 1;

    public override string Formula => "V.Log({0})";

    public override int FlopsPerElement => 20;

    public override double Apply(ReadOnlySpan<double> x) => Math.Log(x[0]);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) =>
        adjoints.Add(node.Inputs[0], () => adjoints.Builder.Divide(cotangent, node.Inputs[0]));
}

/// <summary>
/// <c>log(1 + x)</c>, which keeps its digits near zero: −∞ at −1, NaN below it; derivative <c>1 / (1 + x)</c>.
/// </summary>
internal sealed record Log1p : ElementwiseOperation
{
    public override string Name => "Log1p";

    public override int Arity => 1;

    public override string Formula => "V.Log1p({0})";

    public override int FlopsPerElement => 20;

    public override double Apply(ReadOnlySpan<double> x) => RealFunctions.Log1p(x[0]);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        GraphBuilder builder = adjoints.Builder;
        adjoints.Add(node.Inputs[0], () => builder.Divide(cotangent, builder.Add(builder.Fill(node.Shape, 1), node.Inputs[0])));
    }
}

/// <summary>
/// <c>log(1 + eˣ)</c>, computed as <c>max(x, 0) + log(1 + e^−|x|)</c>, which does not overflow; derivative: the logistic function.
/// </summary>
internal sealed record Softplus : ElementwiseOperation
{
    public override string Name => "Softplus";

    public override int Arity => 1;

    public override string Formula => "V.Softplus({0})";

    public override int FlopsPerElement => 40;

    public override bool IsMonotone => true;

    public override double Apply(ReadOnlySpan<double> x) => Math.Max(x[0], 0) + RealFunctions.Log1p(Math.Exp(-Math.Abs(x[0])));

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) =>
        adjoints.Add(node.Inputs[0], () => adjoints.Builder.Multiply(cotangent, adjoints.Builder.Add(new Sigmoid(), node.Inputs[0])));
}

/// <summary>The error function, <c>2/√π ∫₀ˣ exp(−t²) dt</c>; derivative <c>2/√π · exp(−x²)</c>.</summary>
internal sealed record Erf : ElementwiseOperation
{
    public override string Name => "Erf";

    public override int Arity => 1;

    public override string Formula => "V.Erf({0})";

    public override int FlopsPerElement => 40;

    public override bool IsMonotone => true;

    public override double Apply(ReadOnlySpan<double> x) => RealFunctions.Erf(x[0]);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        GraphBuilder builder = adjoints.Builder;
        Node x = node.Inputs[0];
        adjoints.Add(x, () => builder.Multiply(
            cotangent,
            builder.Multiply(builder.Exp(builder.Negate(builder.Multiply(x, x))), builder.Fill(node.Shape, 2 / Math.Sqrt(Math.PI)))));
    }
}
