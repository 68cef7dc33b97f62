using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Graphs;

/// <summary>The operations as functions, for building graphs that read like formulas.</summary>
internal static class Expressions
{
    public static Node Add(this GraphBuilder builder, Node a, Node b) => builder.Add(new Add(), a, b);

    public static Node Subtract(this GraphBuilder builder, Node a, Node b) => builder.Add(new Subtract(), a, b);

    public static Node Multiply(this GraphBuilder builder, Node a, Node b) => builder.Add(new Multiply(), a, b);

    public static Node Negate(this GraphBuilder builder, Node a) => builder.Add(new Negate(), a);

    public static Node SelectPositive(this GraphBuilder builder, Node condition, Node a, Node b) =>
        builder.Add(new SelectPositive(), condition, a, b);

    public static Node Fill(this GraphBuilder builder, Shape shape, double value) => builder.Fill(shape, value, 1);

    public static Node Fill(this GraphBuilder builder, Shape shape, double value, Size divisor) =>
        builder.Add(new Fill(shape, value, divisor));

    public static Node Reshape(this GraphBuilder builder, Node x, Shape target) =>
        x.Shape == target ? x : builder.Add(new Reshape(target), x);

    public static Node Sum(this GraphBuilder builder, Node x, EquatableArray<int> axes) =>
        axes.Count == 0 ? x : builder.Add(new Sum(axes), x);

    public static Node Broadcast(this GraphBuilder builder, Node x, Shape target, EquatableArray<int> newAxes) =>
        newAxes.Count == 0 ? x : builder.Add(new Broadcast(target, newAxes), x);

    /// <summary>The mean over some axes.</summary>
    public static Node Mean(this GraphBuilder builder, Node x, EquatableArray<int> axes)
    {
        Node sum = builder.Sum(x, axes);
        return builder.Multiply(sum, builder.Fill(sum.Shape, 1, Size.Product(axes.Select(axis => x.Shape[axis]))));
    }
}
