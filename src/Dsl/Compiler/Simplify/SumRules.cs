using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Simplify;

/// <summary>
/// Sums of products and of centred values. What a normalisation's derivative sums is then what other gradients sum as well, and its passes no
/// longer wait for one another: <c>Σ (s·dy + v·(x − mean)) = s · Σ dy</c>.
/// </summary>
internal static class SumRules
{
    public static IReadOnlyList<RewriteRule> All { get; } = [ConstantFactor, CentredTerm];

    /// <summary>
    /// <c>Σ s·x = s · Σ x</c> for factors and divisors that are repeated along what is summed. A uniform factor is left where it is: a sum
    /// has a factor anyway.
    /// </summary>
    private static Node? ConstantFactor(GraphBuilder builder, Node node)
    {
        if (node.Operation is not Sum { Over: var over })
        {
            return null;
        }

        Product product = Product.Of(node.Inputs[0]);
        Product repeated = product.Where(factor => IsRepeated(factor, over));
        Product left = product.Where(factor => !IsRepeated(factor, over));
        if (repeated.Factors.Count == 0 || left.Factors.Count == 0)
        {
            return null;
        }

        Node result = repeated.Select(factor => Once(builder, factor, over)).Build(builder, builder.Sum(left.Build(builder, null), over));
        return product.IsNegative ? builder.Negate(result) : result;
    }

    /// <summary><c>Σ (y + s·(x − mean x)) = Σ y</c>: what is centred has the sum zero. Also within a change of sign. An x that isn't finite is then missing in this sum.</summary>
    private static Node? CentredTerm(GraphBuilder builder, Node node)
    {
        if (node.Operation is not Sum { Over: var over })
        {
            return null;
        }

        bool isNegative = node.Inputs[0].Operation is Negate;
        Node terms = isNegative ? node.Inputs[0].Inputs[0] : node.Inputs[0];
        if (terms.Operation is not (Add or Subtract))
        {
            return null;
        }

        if (IsCentred(terms.Inputs[1], over))
        {
            return Signed(terms.Inputs[0], isNegative);
        }

        return IsCentred(terms.Inputs[0], over) ? Signed(terms.Inputs[1], isNegative != terms.Operation is Subtract) : null;

        Node Signed(Node term, bool isNegative) => isNegative ? builder.Negate(builder.Sum(term, over)) : builder.Sum(term, over);
    }

    /// <summary>Whether a value is a difference to its own mean over some axes, times what is the same along these.</summary>
    private static bool IsCentred(Node node, EquatableArray<int> over)
    {
        Factor[] varying = [.. Product.Of(node).Factors.Where(factor => !IsConstant(factor.Value, over))];
        return varying.Length == 1 && !varying[0].IsDivisor
            && varying[0].Value is { Operation: Subtract } difference
            && difference.Inputs[1] is { Operation: Broadcast { NewAxes: var axes } } mean && axes == over
            && IsMean(mean.Inputs[0], difference.Inputs[0], over);
    }

    private static bool IsMean(Node mean, Node of, EquatableArray<int> over) =>
        mean.Operation is Multiply
        && mean.Inputs[0].Operation == new Sum(over) && mean.Inputs[0].Inputs[0] == of
        && mean.Inputs[1].Operation is Fill { Value: 1, Divisor: var count } && count == Size.Product(over.Select(axis => of.Shape[axis]));

    /// <summary>Whether a value is the same along some axes.</summary>
    private static bool IsConstant(Node node, EquatableArray<int> along) => node.Operation is Fill || IsRepeated(node, along);

    private static bool IsRepeated(Node node, EquatableArray<int> along) => node.Operation is Broadcast { NewAxes: var axes } && along.All(axes.Contains);

    /// <summary>A value that is repeated along some axes, without these.</summary>
    private static Node Once(GraphBuilder builder, Node node, EquatableArray<int> along)
    {
        int[] left = [.. ((Broadcast)node.Operation).NewAxes.Where(axis => !along.Contains(axis))];
        return left.Length == 0 ? node.Inputs[0] : builder.Broadcast(
            node.Inputs[0], Axes.Without(node.Shape, along), left.Select(axis => axis - along.Count(gone => gone < axis)).ToEquatableArray());
    }

    /// <summary>A value that is multiplied by, or divided by.</summary>
    private readonly record struct Factor(Node Value, bool IsDivisor);

    /// <summary>A value as a product of what is no product itself.</summary>
    private sealed record Product(IReadOnlyList<Factor> Factors, bool IsNegative)
    {
        public static Product Of(Node node)
        {
            List<Factor> factors = [];
            bool isNegative = false;
            Add(node, isDivisor: false);
            return new Product(factors, isNegative);

            void Add(Node value, bool isDivisor)
            {
                switch (value.Operation)
                {
                    case Multiply:
                        Add(value.Inputs[0], isDivisor);
                        Add(value.Inputs[1], isDivisor);
                        break;
                    case Divide:
                        Add(value.Inputs[0], isDivisor);
                        Add(value.Inputs[1], !isDivisor);
                        break;
                    case Negate:
                        isNegative = !isNegative;
                        Add(value.Inputs[0], isDivisor);
                        break;
                    default:
                        factors.Add(new Factor(value, isDivisor));
                        break;
                }
            }
        }

        public Product Where(Func<Node, bool> isKept) => this with { Factors = [.. Factors.Where(factor => isKept(factor.Value))] };

        public Product Select(Func<Node, Node> map) => this with { Factors = [.. Factors.Select(factor => factor with { Value = map(factor.Value) })] };

        /// <summary>The product, times a start if there is one; the sign aside.</summary>
        public Node Build(GraphBuilder builder, Node? start)
        {
            foreach (Factor factor in Factors.OrderBy(static factor => factor.IsDivisor))
            {
                Node one = start ?? builder.Fill(factor.Value.Shape, 1);
                start = factor.IsDivisor ? builder.Divide(one, factor.Value)
                    : start is null ? factor.Value
                    : builder.Multiply(start, factor.Value);
            }

            return start!;
        }
    }
}
