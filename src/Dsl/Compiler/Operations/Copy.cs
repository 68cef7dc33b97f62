using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;

namespace Adjoint.Compiler.Operations;

/// <summary>The same value in memory of its own.</summary>
internal sealed record Copy : ElementwiseOperation
{
    public override string Name => "Copy";

    public override int Arity => 1;

    public override string Formula => "{0}";

    public override int FlopsPerElement => 0;

    public override bool IsMonotone => true;

    public override double Apply(ReadOnlySpan<double> x) => x[0];

    protected override SampleRole RoleOfSums(IReadOnlyList<SampleRole> inputs) => SampleRole.Sum;

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) => adjoints.Add(node.Inputs[0], () => cotangent);
}
