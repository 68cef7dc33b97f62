using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;

namespace Adjoint.Compiler.Operations;

/// <summary>The sine of an angle in radians; derivative <c>cos x</c>.</summary>
internal sealed record Sin : ElementwiseOperation
{
    public override string Name => "Sin";

    public override int Arity => 1;

    public override string Formula => "V.Sin({0})";

    public override int FlopsPerElement => 30;

    public override double Apply(ReadOnlySpan<double> x) => Math.Sin(x[0]);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) =>
        adjoints.Add(node.Inputs[0], () => adjoints.Builder.Multiply(cotangent, adjoints.Builder.Cos(node.Inputs[0])));
}

/// <summary>The cosine of an angle in radians; derivative <c>−sin x</c>.</summary>
internal sealed record Cos : ElementwiseOperation
{
    public override string Name => "Cos";

    public override int Arity => 1;

    public override string Formula => "V.Cos({0})";

    public override int FlopsPerElement => 30;

    public override double Apply(ReadOnlySpan<double> x) => Math.Cos(x[0]);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) =>
        adjoints.Add(node.Inputs[0], () => adjoints.Builder.Negate(adjoints.Builder.Multiply(cotangent, adjoints.Builder.Sin(node.Inputs[0]))));
}
