using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;

namespace Adjoint.Compiler.Operations;

/// <summary>
/// 1 where <c>a &gt; b</c>, else 0, also where either is NaN. Piecewise constant: its derivative is zero, also where it jumps.
/// </summary>
internal sealed record Greater : ElementwiseOperation
{
    public override string Name => "Greater";

    public override int Arity => 2;

    public override string Formula => "V.Select(V.GreaterThan({0}, {1}), V.One, V.Zero)";

    public override int FlopsPerElement => 1;

    public override double Apply(ReadOnlySpan<double> x) => x[0] > x[1] ? 1 : 0;

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
    }
}

/// <summary>
/// 1 where <c>a = b</c>, else 0, also where either is NaN. Piecewise constant: its derivative is zero, also where it jumps.
/// </summary>
internal sealed record Equal : ElementwiseOperation
{
    public override string Name => "Equal";

    public override int Arity => 2;

    public override string Formula => "V.Select(V.Equal({0}, {1}), V.One, V.Zero)";

    public override int FlopsPerElement => 1;

    public override double Apply(ReadOnlySpan<double> x) => x[0] == x[1] ? 1 : 0;

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
    }
}

/// <summary>
/// The greater of two; NaN if either is NaN. The derivative goes to the greater, and to the first where neither is greater.
/// </summary>
internal sealed record Maximum : ElementwiseOperation
{
    public override string Name => "Maximum";

    public override int Arity => 2;

    public override string Formula => "V.Max({0}, {1})";

    public override int FlopsPerElement => 1;

    public override double Apply(ReadOnlySpan<double> x) => Math.Max(x[0], x[1]);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        GraphBuilder builder = adjoints.Builder;
        (Node a, Node b) = (node.Inputs[0], node.Inputs[1]);
        adjoints.Add(a, () => builder.SelectPositive(builder.Greater(b, a), builder.Fill(node.Shape, 0), cotangent));
        adjoints.Add(b, () => builder.SelectPositive(builder.Greater(b, a), cotangent, builder.Fill(node.Shape, 0)));
    }
}

/// <summary>
/// The smaller of two; NaN if either is NaN. The derivative goes to the smaller, and to the first where neither is smaller.
/// </summary>
internal sealed record Minimum : ElementwiseOperation
{
    public override string Name => "Minimum";

    public override int Arity => 2;

    public override string Formula => "V.Min({0}, {1})";

    public override int FlopsPerElement => 1;

    public override double Apply(ReadOnlySpan<double> x) => Math.Min(x[0], x[1]);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        GraphBuilder builder = adjoints.Builder;
        (Node a, Node b) = (node.Inputs[0], node.Inputs[1]);
        adjoints.Add(a, () => builder.SelectPositive(builder.Greater(a, b), builder.Fill(node.Shape, 0), cotangent));
        adjoints.Add(b, () => builder.SelectPositive(builder.Greater(a, b), cotangent, builder.Fill(node.Shape, 0)));
    }
}
