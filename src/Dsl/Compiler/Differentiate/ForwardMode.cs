using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Differentiate;

/// <summary>
/// Forward-mode differentiation out of reverse mode: the vector-Jacobian product <c>Jᵀu</c> is linear in the cotangent u, so its own
/// vector-Jacobian product by u with a cotangent t is <c>J t</c>, whatever u is (Christianson 1992). Every operation has it as soon as its
/// derivative can be derived again, and since u itself does not occur in the result, nothing of <c>Jᵀu</c> is computed.
/// </summary>
internal static class ForwardMode
{
    /// <summary>The derivative of a value along tangents of others; null where it is zero because nothing leads from them to it.</summary>
    /// <param name="builder">Where the expressions are added.</param>
    /// <param name="y">The value.</param>
    /// <param name="along">Other values, and for each the direction in which it changes.</param>
    /// <exception cref="NoDerivativeException">A derivative on the way does not exist.</exception>
    /// <exception cref="NotLinearException">A derivative on the way is given by the user and not linear in the cotangent.</exception>
    public static Node? Product(GraphBuilder builder, Node y, IReadOnlyList<(Node Value, Node Tangent)> along)
    {
        Node cotangent = builder.Add(new CotangentLeaf(builder.Nodes.Count, y.Type));
        IReadOnlyList<Node?> pulled = ReverseMode.Gradient(builder, [(y, cotangent)], [.. along.Select(static pair => pair.Value)], isBackward: false);
        (Node, Node)[] seeds = [.. along.Zip(pulled, static (pair, value) => (Value: value, pair.Tangent)).Where(static pair => pair.Value is not null).Select(static pair => (pair.Value!, pair.Tangent))];
        Node? product = seeds.Length == 0 ? null : ReverseMode.Gradient(builder, seeds, [cotangent], isBackward: false)[0];
        return product is not null && GraphBuilder.Part(builder.Nodes, [new Output(new ResultOutput(0), product)]).Nodes.Contains(cotangent)
            ? throw new NotLinearException()
            : product;
    }
}

/// <summary>What a derivative is multiplied with while it is derived again. It has no value and is in no graph that is run.</summary>
/// <param name="Number">Tells it from others.</param>
/// <param name="Type">Its type.</param>
internal sealed record CotangentLeaf(int Number, TensorType Type) : Leaf(Type)
{
    public override string Name => "Cotangent";
}

/// <summary>The derivative of a value is not linear in what it is multiplied with, so that it is no derivative of any function.</summary>
internal sealed class NotLinearException() : Exception("A derivative is not linear in the cotangent");
