using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Functions;

/// <summary>Channels, the first axis of a sample, scaled by what all channels say on average.</summary>
internal static class ChannelAttentionFunctions
{
    public static IReadOnlyList<FunctionDefinition> All { get; } =
    [
        new("SqueezeExcite", SqueezeExcite),
        new("Eca", Eca),
    ];

    /// <summary><c>x · σ(W₂ relu(W₁ z + b₁) + b₂)</c> with the mean z of each channel (Hu et al. 2018).</summary>
    private static object? SqueezeExcite(FunctionCall call)
    {
        Node x = Channels(call);
        (FunctionCall hidden, FunctionCall scale) = (call.As("Hidden"), call.As("Scale"));
        Node reduced = hidden.Call("Relu", hidden.Call("Dense", Means(call, x), call[1], call[2]));
        return Scaled(call, x, scale.Call("Sigmoid", scale.Call("Dense", reduced, call[3], call[4])));
    }

    /// <summary><c>x · σ(k ∗ z)</c>: a convolution of the means along the channels, zeros beyond the first and last (Wang et al. 2020).</summary>
    private static object? Eca(FunctionCall call)
    {
        Node x = Channels(call);
        Node kernel = ElementwiseFunctions.Float(call, 1);
        if (FunctionCall.HasBatch(kernel) || kernel.Shape.Rank != 1 || !kernel.Shape[0].IsConstant || kernel.Shape[0].Constant % 2 == 0)
        {
            throw call.Error($"takes a kernel [size] of odd size, but is given {FunctionCall.Written(kernel)}");
        }

        long size = kernel.Shape[0].Constant;
        FunctionCall scale = call.As("Scale");
        Node padded = call.As("Padded").Call("Pad", Means(call, x), -1L, size / 2, size / 2);
        Node windows = call.As("Windows").Call("Unfold", padded, -1L, size, 1L, 1L);
        return Scaled(call, x, scale.Call("Sigmoid", scale.Call("Einsum", "ck,k->c", new object?[] { windows, kernel })));
    }

    private static Node Channels(FunctionCall call)
    {
        Node x = ElementwiseFunctions.Float(call, 0);
        return FunctionCall.SampleOf(x).Rank < 2
            ? throw call.Error($"takes channels with places, as [channels, height, width], but is given {FunctionCall.Written(x)}")
            : x;
    }

    private static EquatableArray<int> Places(Node x)
    {
        int kept = FunctionCall.HasBatch(x) ? 2 : 1;
        return Enumerable.Range(kept, x.Shape.Rank - kept).ToEquatableArray();
    }

    private static Node Means(FunctionCall call, Node x) => call.Builder.As("Means").Mean(x, Places(x));

    private static Node Scaled(FunctionCall call, Node x, Node scale) =>
        call.Builder.Multiply(x, call.Builder.As("Scale").Broadcast(scale, x.Shape, Places(x)));
}
