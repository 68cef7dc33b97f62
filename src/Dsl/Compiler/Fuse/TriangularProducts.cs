using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Simplify;

namespace Adjoint.Compiler.Fuse;

/// <summary>
/// Finds products of which only a part need be made: those with lower triangles on their left, such as the weights of causal attention, whose zeros are left out of the sums; and
/// those that are only used where such a triangle isn't zero, such as that attention's scores. Where a product would meet NaN or infinity only by a factor of zero, it is left out all the same.
/// </summary>
internal sealed class TriangularProducts(StoredValues values)
{
    private readonly LowerTriangles _triangles = new();

    /// <summary>A batch of products, with what is known of its matrices.</summary>
    /// <param name="form">The products.</param>
    /// <param name="result">What is stored of them.</param>
    public GemmForm Of(GemmForm form, Node result) => form.Batch is null ? form : form with
    {
        Left = form.Left with { IsLower = form.Left.IsAlongLastAxes && _triangles.Contains(form.Left.Value) },
        IsLower = form.IsAlongLastAxes && IsUsedBelow(result),
    };

    /// <summary>Whether what is above the diagonal of a value has no effect on anything.</summary>
    private bool IsUsedBelow(Node value) =>
        !values.IsOutput(value) && values.Users(value).All(user =>
            user.Inputs.All(input => StoredValues.Root(input) != value || LowerTriangles.HasSameMatrices(input.Shape, value.Shape)) && Leaves(user, value));

    /// <summary>Whether a user leaves out, or multiplies by zero, what is above the diagonal of a value.</summary>
    private bool Leaves(Node user, Node value) => user.Operation switch
    {
        LowerSoftmax => true,
        SelectPositive when LowerTriangles.IsAbove(user.Inputs[0]) => StoredValues.Root(user.Inputs[1]) != value || IsUsedBelow(user),
        Multiply when user.Inputs.Any(input => StoredValues.Root(input) != value && _triangles.Contains(input)) => true,
        ElementwiseOperation => IsUsedBelow(user),
        _ => false,
    };
}
