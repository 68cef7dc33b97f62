using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;

namespace Adjoint.Tests.Fuse;

/// <summary>A kernel in a line: what it computes, in the order of computation.</summary>
internal static class KernelText
{
    public static string[] Of(IEnumerable<Kernel> kernels) => [.. kernels.Select(Of)];

    public static string Of(Kernel kernel) => kernel switch
    {
        GemmKernel gemm => (gemm.Form.Batch is null ? "Gemm" : "Gemm of a batch") + (gemm.Form.Left.IsLower ? " of triangles" : string.Empty)
            + (gemm.Form.IsLower ? ", lower" : string.Empty) + Epilogue(gemm.Bias, gemm.Map),
        ConvolutionKernel convolution => convolution.Convolution.Operation.Name + Epilogue(convolution.Bias, convolution.Map),
        MaxPoolKernel pool => "MaxPool" + Epilogue(null, pool.Map) + (pool.Indices is null ? string.Empty : ", indices"),
        PoolIndexKernel index => index.Node.Operation.Name,
        SumKernel sum => $"Sum({string.Join(", ", sum.Map.Body.Select(Name))}){(sum.Scale is null ? string.Empty : ", scaled")}",
        SumPairKernel pair => $"{Of(pair.First)} and {Of(pair.Second)}",
        MoveKernel move => move.Node.Operation.Name,
        TakeKernel { Slices.Count: > 1 } => "Take",
        TakeKernel => "Slice",
        IndexKernel index => index.Node.Operation.Name,
        BroadcastKernel => "Broadcast",
        CrossEntropyKernel entropy => "CrossEntropy" + (entropy.Losses is null ? string.Empty : ", losses")
            + (entropy.Residual is null ? string.Empty : ", residual") + (entropy.Scale is null ? string.Empty : ", scaled"),
        SoftmaxKernel softmax => softmax.Node.Operation.Name,
        AxisKernel axis => axis.Node.Operation.Name,
        CopyKernel copy => "Copy to " + copy.Output.Target,
        ElementwiseKernel elementwise => string.Join(" → ", elementwise.Map.Body.Select(Name)) + $" of {elementwise.Map.Operands.Count}",
        _ => throw new ArgumentException(kernel.ToString()),
    };

    private static string Epilogue(Node? bias, Map map) =>
        (bias is null ? string.Empty : " + bias") + string.Concat(map.Body.Select(static node => " → " + Name(node)));

    private static string Name(Node node) => node.Operation.Name;
}
