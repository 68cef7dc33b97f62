using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;

namespace Adjoint.Compiler.Simplify;

/// <summary>Equalities of the algebra. None changes a result by more than rounding, also for NaN and infinities.</summary>
internal static class AlgebraicRules
{
    /// <summary>The rules for any graph.</summary>
    public static IReadOnlyList<RewriteRule> All { get; } =
    [
        UniformSecond, OneFactor, ZeroTerm, UniformProduct, NestedFactors, NegatedUniform, DoubleNegation, NegatedTerm, Doubling,
        UniformLayout, NestedReshape, OneDivisor, WholePower, .. LayoutRules.All,
    ];

    /// <summary>
    /// The rules for a forward pass. Changing the place of a maximum, and the products with a changed weight, comes before the derivation, which then speaks of the
    /// new form.
    /// </summary>
    public static IReadOnlyList<RewriteRule> Forward { get; } = [.. All, MaximumOfMonotone, .. LowRankRules.All];

    /// <summary>The rules for a graph that will not be derived again: what only the derivation asks for is the value itself.</summary>
    public static IReadOnlyList<RewriteRule> Derived { get; } = [.. All, MarkedValue];

    /// <summary><c>c · x = x · c</c>, so that the other rules find a uniform factor in one place.</summary>
    private static Node? UniformSecond(GraphBuilder builder, Node node) =>
        node.Operation is Multiply && Uniform(node.Inputs[0]) is not null && Uniform(node.Inputs[1]) is null
            ? builder.Multiply(node.Inputs[1], node.Inputs[0])
            : null;

    /// <summary><c>x · 1 = x</c>.</summary>
    private static Node? OneFactor(GraphBuilder builder, Node node) =>
        node.Operation is Multiply && Uniform(node.Inputs[1]) is { Value: 1, Divisor: { IsConstant: true, Constant: 1 } } ? node.Inputs[0] : null;

    /// <summary><c>x + 0 = x</c> and <c>x − 0 = x</c> (but for the sign of a zero).</summary>
    private static Node? ZeroTerm(GraphBuilder builder, Node node) =>
        node.Operation is Add or Subtract && Uniform(node.Inputs[1]) is { Value: 0 } ? node.Inputs[0]
        : node.Operation is Add && Uniform(node.Inputs[0]) is { Value: 0 } ? node.Inputs[1]
        : null;

    /// <summary>The product of two uniform values.</summary>
    private static Node? UniformProduct(GraphBuilder builder, Node node) =>
        node.Operation is Multiply && Uniform(node.Inputs[0]) is { } a && Uniform(node.Inputs[1]) is { } b
            ? builder.Fill(node.Shape, a.Value * b.Value, a.Divisor * b.Divisor)
            : null;

    /// <summary><c>(x · a) · b = x · (a · b)</c> for uniform factors.</summary>
    private static Node? NestedFactors(GraphBuilder builder, Node node) =>
        node.Operation is Multiply && Uniform(node.Inputs[1]) is not null
        && node.Inputs[0] is { Operation: Multiply } inner && Uniform(inner.Inputs[1]) is { } a && Uniform(node.Inputs[1]) is { } b
            ? builder.Multiply(inner.Inputs[0], builder.Fill(node.Shape, a.Value * b.Value, a.Divisor * b.Divisor))
            : null;

    /// <summary>The negative of a uniform value.</summary>
    private static Node? NegatedUniform(GraphBuilder builder, Node node) =>
        node.Operation is Negate && Uniform(node.Inputs[0]) is { } a ? builder.Fill(node.Shape, -a.Value, a.Divisor) : null;

    /// <summary><c>−(−x) = x</c>.</summary>
    private static Node? DoubleNegation(GraphBuilder builder, Node node) =>
        node.Operation is Negate && node.Inputs[0] is { Operation: Negate } inner ? inner.Inputs[0] : null;

    /// <summary><c>x + (−y) = x − y</c>.</summary>
    private static Node? NegatedTerm(GraphBuilder builder, Node node) =>
        node.Operation is Add && node.Inputs[1] is { Operation: Negate } inner ? builder.Subtract(node.Inputs[0], inner.Inputs[0]) : null;

    /// <summary><c>x + x = 2 · x</c>.</summary>
    private static Node? Doubling(GraphBuilder builder, Node node) =>
        node.Operation is Add && node.Inputs[0] == node.Inputs[1] ? builder.Multiply(node.Inputs[0], builder.Fill(node.Shape, 2)) : null;

    /// <summary>A uniform value under another shape is uniform.</summary>
    private static Node? UniformLayout(GraphBuilder builder, Node node) =>
        node.Operation is Broadcast or Reshape && Uniform(node.Inputs[0]) is { } a ? builder.Fill(node.Shape, a.Value, a.Divisor) : null;

    /// <summary>Of two shapes in a row the last counts.</summary>
    private static Node? NestedReshape(GraphBuilder builder, Node node) =>
        node.Operation is Reshape && node.Inputs[0].Shape == node.Shape ? node.Inputs[0]
        : node.Operation is Reshape && node.Inputs[0] is { Operation: Reshape } inner ? builder.Reshape(inner.Inputs[0], node.Shape)
        : null;

    /// <summary>
    /// <c>max f(x) = f(max x)</c> for a function that never falls: it is then applied to as many elements as there are windows. Where
    /// <c>f</c> makes elements equal that were not, it is constant between them, and the derivative is zero on both sides.
    /// </summary>
    private static Node? MaximumOfMonotone(GraphBuilder builder, Node node) =>
        node.Operation is MaxPool && node.Inputs[0] is { Operation: ElementwiseOperation { IsMonotone: true } function } inner
            ? builder.Add(function, builder.Add(node.Operation, inner.Inputs[0]))
            : null;

    /// <summary>A value that is marked for the derivation.</summary>
    private static Node? MarkedValue(GraphBuilder builder, Node node) =>
        node.Operation is StopGradient or CustomGradient ? node.Inputs[0] : null;

    /// <summary><c>x / 1 = x</c>.</summary>
    private static Node? OneDivisor(GraphBuilder builder, Node node) =>
        node.Operation is Divide && Uniform(node.Inputs[1]) is { Value: 1, Divisor: { IsConstant: true, Constant: 1 } } ? node.Inputs[0] : null;

    /// <summary><c>x⁰ = 1</c>, <c>x¹ = x</c>, <c>x² = x · x</c> and <c>x⁻¹ = 1 / x</c>, also for zeros, NaN and infinities.</summary>
    private static Node? WholePower(GraphBuilder builder, Node node) => node.Operation switch
    {
        Power { Exponent: 0 } => builder.Fill(node.Shape, 1),
        Power { Exponent: 1 } => node.Inputs[0],
        Power { Exponent: 2 } => builder.Multiply(node.Inputs[0], node.Inputs[0]),
        Power { Exponent: -1 } => builder.Divide(builder.Fill(node.Shape, 1), node.Inputs[0]),
        _ => null,
    };

    private static Fill? Uniform(Node node) => node.Operation as Fill;
}
