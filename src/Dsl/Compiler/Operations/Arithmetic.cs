using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;

namespace Adjoint.Compiler.Operations;

/// <summary><c>a + b</c>.</summary>
internal sealed record Add : ElementwiseOperation
{
    public override string Name => "Add";

    public override int Arity => 2;

    public override string Formula => "{0} + {1}";

    public override int FlopsPerElement => 1;

    public override double Apply(ReadOnlySpan<double> x) => x[0] + x[1];

    protected override SampleRole RoleOfSums(IReadOnlyList<SampleRole> inputs) => SampleRole.Common(inputs);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        adjoints.Add(node.Inputs[0], () => cotangent);
        adjoints.Add(node.Inputs[1], () => cotangent);
    }
}

/// <summary><c>a − b</c>.</summary>
internal sealed record Subtract : ElementwiseOperation
{
    public override string Name => "Subtract";

    public override int Arity => 2;

    public override string Formula => "{0} - {1}";

    public override int FlopsPerElement => 1;

    public override double Apply(ReadOnlySpan<double> x) => x[0] - x[1];

    protected override SampleRole RoleOfSums(IReadOnlyList<SampleRole> inputs) => SampleRole.Common(inputs);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        adjoints.Add(node.Inputs[0], () => cotangent);
        adjoints.Add(node.Inputs[1], () => adjoints.Builder.Negate(cotangent));
    }
}

/// <summary><c>a · b</c>.</summary>
internal sealed record Multiply : ElementwiseOperation
{
    public override string Name => "Multiply";

    public override int Arity => 2;

    public override string Formula => "{0} * {1}";

    public override int FlopsPerElement => 1;

    public override double Apply(ReadOnlySpan<double> x) => x[0] * x[1];

    protected override SampleRole RoleOfSums(IReadOnlyList<SampleRole> inputs) =>
        inputs.Any(static role => role.IsShared) ? SampleRole.Sum : SampleRole.Mixed;

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        adjoints.Add(node.Inputs[0], () => adjoints.Builder.Multiply(cotangent, node.Inputs[1]));
        adjoints.Add(node.Inputs[1], () => adjoints.Builder.Multiply(cotangent, node.Inputs[0]));
    }
}

/// <summary><c>a / b</c>. Its derivative by b, <c>−y / b</c>, speaks of the result.</summary>
internal sealed record Divide : ElementwiseOperation
{
    public override string Name => "Divide";

    public override int Arity => 2;

    public override string Formula => "{0} / {1}";

    public override int FlopsPerElement => 4;

    public override double Apply(ReadOnlySpan<double> x) => x[0] / x[1];

    protected override SampleRole RoleOfSums(IReadOnlyList<SampleRole> inputs) => inputs[1].IsShared ? SampleRole.Sum : SampleRole.Mixed;

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        GraphBuilder builder = adjoints.Builder;
        (Node a, Node b) = (node.Inputs[0], node.Inputs[1]);
        adjoints.Add(a, () => builder.Divide(cotangent, b));
        adjoints.Add(b, () => builder.Negate(builder.Divide(builder.Multiply(cotangent, node), b)));
    }
}

/// <summary><c>−a</c>.</summary>
internal sealed record Negate : ElementwiseOperation
{
    public override string Name => "Negate";

    public override int Arity => 1;

    public override string Formula => "-{0}";

    public override int FlopsPerElement => 1;

    public override double Apply(ReadOnlySpan<double> x) => -x[0];

    protected override SampleRole RoleOfSums(IReadOnlyList<SampleRole> inputs) => SampleRole.Common(inputs);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) =>
        adjoints.Add(node.Inputs[0], () => adjoints.Builder.Negate(cotangent));
}

/// <summary>
/// <c>a</c> where the condition is positive and <c>b</c> elsewhere (also where it is NaN). Piecewise constant in the condition:
/// its derivative by it is zero.
/// </summary>
internal sealed record SelectPositive : ElementwiseOperation
{
    public override string Name => "SelectPositive";

    public override int Arity => 3;

    public override string Formula => "V.Select(V.GreaterThan({0}, V.Zero), {1}, {2})";

    public override int FlopsPerElement => 1;

    public override double Apply(ReadOnlySpan<double> x) => x[0] > 0 ? x[1] : x[2];

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        GraphBuilder builder = adjoints.Builder;
        Node zero = builder.Fill(node.Shape, 0);
        adjoints.Add(node.Inputs[1], () => builder.SelectPositive(node.Inputs[0], cotangent, zero));
        adjoints.Add(node.Inputs[2], () => builder.SelectPositive(node.Inputs[0], zero, cotangent));
    }
}
