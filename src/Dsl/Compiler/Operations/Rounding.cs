using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;

namespace Adjoint.Compiler.Operations;

/// <summary>The greatest whole number that is not above x. Its derivative is zero, also where it jumps.</summary>
internal sealed record Floor : ElementwiseOperation
{
    public override string Name => "Floor";

    public override int Arity => 1;

    public override string Formula => "V.Floor({0})";

    public override int FlopsPerElement => 1;

    public override bool IsMonotone => true;

    public override double Apply(ReadOnlySpan<double> x) => Math.Floor(x[0]);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
    }
}

/// <summary>The nearest whole number, halves to the even one. Its derivative is zero, also where it jumps.</summary>
internal sealed record Round : ElementwiseOperation
{
    public override string Name => "Round";

    public override int Arity => 1;

    public override string Formula => "V.Round({0})";

    public override int FlopsPerElement => 1;

    public override bool IsMonotone => true;

    public override double Apply(ReadOnlySpan<double> x) => Math.Round(x[0]);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
    }
}
