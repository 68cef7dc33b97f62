using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Simplify;

/// <summary>
/// <c>x · (W + s · A · B) = x · W + s · (x · A) · B</c> for a <c>W</c> that is not trained. Derived of the left, the gradient of the sum is as large as <c>W</c> and takes
/// as many operations as the product; derived of the right it is never made.
/// </summary>
internal static class LowRankRules
{
    // What named sizes are taken for where costs are compared; large, as only then do costs count.
    private const int LargeSize = 1024;

    // Each product with a factor comes three times in a training step: forward, and backward to either side.
    private const int ProductsPerStep = 3;

    // A letter that stands for the rank; those of a contraction are letters of the alphabet.
    private const char Rank = 'ρ';

    public static IReadOnlyList<RewriteRule> All { get; } = [ChangedFactor];

    private static Node? ChangedFactor(GraphBuilder builder, Node node) =>
        node.Operation is not Contract contract ? null
        : Factored(builder, node, contract.Left, node.Inputs[0], contract.Right, node.Inputs[1], rightIsSum: true)
            ?? Factored(builder, node, contract.Right, node.Inputs[1], contract.Left, node.Inputs[0], rightIsSum: false);

    /// <summary>The product of <c>x</c> and a changed weight as a sum of products; null when the weight is none, or that is no cheaper.</summary>
    private static Node? Factored(GraphBuilder builder, Node node, string letters, Node x, string sumLetters, Node sum, bool rightIsSum)
    {
        string result = ((Contract)node.Operation).Result;
        if (sum.Operation is not Add || !IsKept(sum.Inputs[0]) || Change(sum.Inputs[1]) is not var (product, scale) || sumLetters.Intersect(letters).Any(result.Contains))
        {
            return null;
        }

        // The change in the letters of this product; its factors in the order in which x meets them.
        Contract inner = (Contract)product.Operation;
        if (inner.Inner.Length != 1 || inner.Batch.Length > 0)
        {
            return null;
        }

        (string Letters, Node Value)[] factors = [(Renamed(inner.Left), product.Inputs[0]), (Renamed(inner.Right), product.Inputs[1])];
        string summed = string.Concat(letters.Intersect(sumLetters));
        (string Letters, Node Value) first = factors[0].Letters.Intersect(summed).Any() ? factors[0] : factors[1];
        (string Letters, Node Value) second = first == factors[0] ? factors[1] : factors[0];
        if (!summed.All(first.Letters.Contains) || first.Letters.Length != summed.Length + 1)
        {
            return null;
        }

        string low = string.Concat(letters.Except(summed)) + Rank;
        Node down = Product(builder.As("Lowered"), letters, x, first.Letters, first.Value, low);
        Node scaled = scale is null ? down : builder.As("Lowered").Multiply(down, builder.Fill(down.Shape, scale.Value, scale.Divisor));
        Node up = Product(builder.As("Change"), low, scaled, second.Letters, second.Value, result);
        Size whole = Cost(node) + (Cost(product) * ProductsPerStep);
        return Known(whole - ((Cost(down) + Cost(up)) * ProductsPerStep)) > 0
            ? builder.Add(Product(builder, letters, x, sumLetters, sum.Inputs[0], result), up)
            : null;

        string Renamed(string text) => string.Concat(text.Select(letter => inner.Result.IndexOf(letter) is >= 0 and int axis ? sumLetters[axis] : Rank));

        Node Product(GraphBuilder within, string ofX, Node left, string ofFactor, Node right, string to) =>
            rightIsSum ? within.Add(new Contract(ofX, ofFactor, to), left, right) : within.Add(new Contract(ofFactor, ofX, to), right, left);
    }

    /// <summary>The product of a change and what it is multiplied by; null when it is something else.</summary>
    private static (Node Product, Fill? Scale)? Change(Node node) => node switch
    {
        { Operation: Contract } => (node, null),
        { Operation: Multiply } when node.Inputs[0].Operation is Contract && node.Inputs[1].Operation is Fill scale => (node.Inputs[0], scale),
        _ => null,
    };

    /// <summary>Whether a weight, masked or in another layout, receives no gradient.</summary>
    private static bool IsKept(Node node) => node.Operation switch
    {
        ParameterLeaf leaf => leaf.IsFrozen,
        StateLeaf or Fill or StopGradient => true,
        ElementwiseOperation or Permute or Reshape => node.Inputs.All(IsKept),
        _ => false,
    };

    private static Size Cost(Node node) => node.Operation.Flops(node);

    private static long Known(Size size) => size.Substitute(static _ => LargeSize).Constant;
}
