using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Simplify;

/// <summary>
/// Brings every contraction into a form that has a kernel. One that sums nothing, or whose result is but sums, is element-wise; any
/// other is a product of matrices, or a batch of them, once the axes stand in the order batch, rows, columns.
/// </summary>
internal static class ContractForms
{
    // What grows with the batch, or with another size that is known only when it runs, is compared as if that were this.
    private const long LikelySize = 64;

    public static IReadOnlyList<RewriteRule> All { get; } = [AsProduct, AsSum, AsMatrices];

    /// <summary>Without a sum, and with all of the result's axes in one input, a contraction is a product of elements.</summary>
    private static Node? AsProduct(GraphBuilder builder, Node node) =>
        node.Operation is Contract { Inner: "" } contract && (contract.Rows.Length == 0 || contract.Columns.Length == 0)
            ? builder.Multiply(
                Along(builder, node.Inputs[0], contract.Left, node, contract.Result),
                Along(builder, node.Inputs[1], contract.Right, node, contract.Result))
            : null;

    /// <summary>A value of some of the result's axes, as a value of all.</summary>
    private static Node Along(GraphBuilder builder, Node value, string letters, Node node, string result)
    {
        string kept = new([.. result.Where(letter => letters.IndexOf(letter) >= 0)]);
        EquatableArray<int> added = Enumerable.Range(0, result.Length).Where(axis => letters.IndexOf(result[axis]) < 0).ToEquatableArray();
        return builder.Broadcast(Ordered(builder, value, letters, kept), node.Shape, added);
    }

    /// <summary>When all axes are in both inputs, a contraction is a sum of the products of their elements.</summary>
    private static Node? AsSum(GraphBuilder builder, Node node)
    {
        if (node.Operation is not Contract { Rows: "", Columns: "" } contract || contract.Inner.Length == 0)
        {
            return null;
        }

        string letters = contract.Left;
        Node product = builder.Multiply(node.Inputs[0], Ordered(builder, node.Inputs[1], contract.Right, letters));
        EquatableArray<int> over = Enumerable.Range(0, letters.Length).Where(axis => contract.Inner.IndexOf(letters[axis]) >= 0).ToEquatableArray();
        string kept = new([.. letters.Where(letter => contract.Inner.IndexOf(letter) < 0)]);
        return Ordered(builder, builder.Sum(product, over), kept, contract.Result);
    }

    private static Node? AsMatrices(GraphBuilder builder, Node node)
    {
        if (node.Operation is not Contract contract || GemmForm.Of(node) is not null)
        {
            return null;
        }

        Contract form = Candidates(contract).OrderBy(candidate => Cost(node, contract, candidate)).First();
        Node product = builder.Add(
            form,
            Ordered(builder, node.Inputs[0], contract.Left, form.Left),
            Ordered(builder, node.Inputs[1], contract.Right, form.Right));
        return Ordered(builder, product, form.Result, contract.Result);
    }

    /// <summary>The forms with each group of axes in an order that one of the values has.</summary>
    private static IEnumerable<Contract> Candidates(Contract contract) =>
        from batch in Orders(contract.Batch, contract.Result, contract.Left, contract.Right)
        from inner in Orders(contract.Inner, contract.Left, contract.Right)
        from rows in Orders(contract.Rows, contract.Result, contract.Left)
        from columns in Orders(contract.Columns, contract.Result, contract.Right)
        let left = StoredMatrix.Layout(contract.Left, batch, rows, inner) is null ? batch + rows + inner : contract.Left
        let right = StoredMatrix.Layout(contract.Right, batch, inner, columns) is null ? batch + inner + columns : contract.Right
        let result = StoredMatrix.Layout(contract.Result, batch, rows, columns) is null ? batch + rows + columns : contract.Result
        select new Contract(left, right, result);

    private static IEnumerable<string> Orders(string letters, params string[] texts) =>
        texts.Select(text => new string([.. text.Where(letter => letters.IndexOf(letter) >= 0)])).Distinct();

    /// <summary>How many elements change their places.</summary>
    private static long Cost(Node node, Contract contract, Contract form) =>
        CostOf(node.Inputs[0], contract.Left, form.Left)
        + CostOf(node.Inputs[1], contract.Right, form.Right)
        + CostOf(node, contract.Result, form.Result);

    private static long CostOf(Node value, string letters, string wanted) =>
        letters == wanted ? 0 : value.Shape.Count.Evaluate(value.Shape.Count.Names.ToDictionary(static name => name, static _ => LikelySize));

    /// <summary>A value with its axes in another order.</summary>
    private static Node Ordered(GraphBuilder builder, Node value, string letters, string wanted) =>
        letters == wanted ? value : builder.Permute(value, wanted.Select(letter => letters.IndexOf(letter)).ToEquatableArray());
}
