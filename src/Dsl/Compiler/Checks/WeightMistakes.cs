using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Trace;

namespace Adjoint.Compiler.Checks;

/// <summary>
/// Weights that start equal and that no gradient tells apart. One matrix of zeros is no mistake, as in a low-rank change that starts at
/// nothing: the random weights beside it give its elements different gradients.
/// </summary>
internal static class WeightMistakes
{
    public static IEnumerable<CompilerError> Check(Calls calls)
    {
        foreach (Node product in calls.Nodes.Where(static node => node.Operation is Contract or Convolution))
        {
            if (product.Inputs.FirstOrDefault(IsEqualMatrix) is { Operation: ParameterLeaf weight } node && Find(product, calls, IsZero(weight)) is var (what, why))
            {
                string start = IsZero(weight) ? "zeros" : "equal numbers";
                yield return new CompilerError(Rules.EqualStart, node.Origin.SyntaxId, [weight.FullName, start, what, why]);
            }
        }
    }

    /// <summary>What comes after a product of equal weights and keeps them from changing differently; null when nothing is known to.</summary>
    private static (string What, string Why)? Find(Node product, Calls calls, bool isZero)
    {
        Node node = product;
        while (true)
        {
            Node[] users = [.. calls.UsersOf(node)];
            if (users.Length != 1)
            {
                return null;
            }

            Node user = users[0];
            Node[] others = [.. user.Inputs.Where(input => input != node)];
            if (user.Operation is Contract or Convolution)
            {
                return others.FirstOrDefault(IsEqualMatrix) is { Operation: ParameterLeaf next }
                    ? ($"so does '{next.FullName}' after it", "no gradient tells their elements apart")
                    : null;
            }

            if (isZero && user.Operation is Relu)
            {
                return ("'Relu' of zeros passes no gradient back", "it never changes");
            }

            bool keepsEqual = user.Operation is ElementwiseOperation or Reshape or Permute or Broadcast or MaxPool && others.All(IsEqualEverywhere);
            if (!keepsEqual)
            {
                return null;
            }

            isZero &= others.All(IsZeroEverywhere) && user.Operation is not (Sigmoid or Softplus or Exp);
            node = user;
        }
    }

    private static bool IsEqualMatrix(Node node) => node is { Operation: ParameterLeaf { IsFrozen: false, Initial: ZeroInitial or ConstantInitial }, Shape.Rank: >= 2 };

    private static bool IsEqualEverywhere(Node node) => node.Operation switch
    {
        Fill => true,
        ParameterLeaf leaf => leaf.Initial is ZeroInitial or ConstantInitial,
        Broadcast or Reshape => IsEqualEverywhere(node.Inputs[0]),
        _ => false,
    };

    private static bool IsZeroEverywhere(Node node) => node.Operation switch
    {
        Fill fill => fill.Value == 0,
        ParameterLeaf leaf => IsZero(leaf),
        Broadcast or Reshape => IsZeroEverywhere(node.Inputs[0]),
        _ => false,
    };

    private static bool IsZero(ParameterLeaf leaf) => leaf.Initial is ZeroInitial or ConstantInitial { Value: 0 };
}
