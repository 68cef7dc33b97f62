using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;

namespace Adjoint.Compiler.Operations;

/// <summary>The absolute value; derivative: the sign of x, so 0 at zero.</summary>
internal sealed record Abs : ElementwiseOperation
{
    public override string Name => "Abs";

    public override int Arity => 1;

    public override string Formula => "V.Abs({0})";

    public override int FlopsPerElement => 1;

    public override double Apply(ReadOnlySpan<double> x) => Math.Abs(x[0]);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) =>
        adjoints.Add(node.Inputs[0], () => adjoints.Builder.Multiply(cotangent, adjoints.Builder.Sign(node.Inputs[0])));
}

/// <summary>
/// 1 above zero, −1 below it; zero and NaN stay as they are. Piecewise constant: its derivative is zero, also where it jumps.
/// </summary>
internal sealed record Sign : ElementwiseOperation
{
    public override string Name => "Sign";

    public override int Arity => 1;

    public override string Formula => "V.Select(V.GreaterThan({0}, V.Zero), V.One, V.Select(V.LessThan({0}, V.Zero), -V.One, {0}))";

    public override int FlopsPerElement => 1;

    public override bool IsMonotone => true;

    public override double Apply(ReadOnlySpan<double> x) => x[0] > 0 ? 1 : x[0] < 0 ? -1 : x[0];

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
    }
}
