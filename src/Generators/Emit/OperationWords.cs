using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;

namespace Adjoint.Emit;

/// <summary>Operations in the words of comments.</summary>
internal static class OperationWords
{
    /// <summary>
    /// What a value is computed by: its layer, or the operation within a layer of several steps and outside of layers. Null for what is no
    /// computation of its own.
    /// </summary>
    /// <param name="node">The value.</param>
    /// <param name="isStep">Whether it belongs to a layer of several steps.</param>
    public static string? Of(Node node, bool isStep) => (node.Operation, Layer: isStep ? null : node.Origin.Layer) switch
    {
        (Leaf or Fill or Reshape or StopGradient or CustomGradient or Copy, _) => null,
        (Scan or FixedPoint, _) => node.Origin.Layer,
        (Convolution { Window: var w }, var layer) => Windowed(layer ?? "convolution", w),
        (ConvolutionInputGradient { Window: var w }, var layer) => Windowed(layer ?? "transposed convolution", w),
        (ConvolutionKernelGradient { Window: var w }, var layer) => Windowed(layer ?? "convolution", w),
        (MaxPool { Window: var w }, var layer) => Windowed(layer ?? "maxima", w),
        (Relu or LeakyRelu or Tanh or Sigmoid, _) when !isStep => node.Operation.Name,
        (CrossEntropy, _) => "cross-entropy per sample",
        (CrossEntropyResidual, _) => "its derivative",
        (Slice, _) when node.Origin.IsKept => "kept in part",
        (Compress { Compression.Type: var type }, _) => $"kept as {type}",
        (Expand { Compression.Type: var type }, _) => $"from {type}",
        (_, { } layer) => layer,
        (DropoutMask, _) => "dropout",
        (NormalNumbers, _) => "noise",
        (Contract, _) => "product",
        (Subtract, _) => "difference",
        (Multiply, _) when node.Inputs[0] == node.Inputs[1] => "square",
        (Multiply, _) when node.Inputs.Any(static input => input.Operation is Fill) => "scale",
        (Permute, _) => "transpose",
        (Broadcast, _) => "repeat",
        (Concat, _) => "join",
        (SelectPositive, _) => "choose",
        (Sqrt, _) => "root",
        (LowerSoftmax, _) => "causal softmax",
        _ => NameTable.Camel(node.Operation.Name),
    };

    /// <summary>What the result of an operation is called.</summary>
    public static string Noun(Operation operation) => operation switch
    {
        Add => "sum",
        Subtract => "difference",
        Multiply or Contract => "product",
        Divide => "quotient",
        SelectPositive => "selected",
        DropoutMask => "mask",
        NormalNumbers => "noise",
        Positions => "position",
        _ => NameTable.Camel(operation.Name),
    };

    private static string Windowed(string word, Window window) => $"{word} {Literal.Integer(window.WindowHeight)}x{Literal.Integer(window.WindowWidth)}";
}
