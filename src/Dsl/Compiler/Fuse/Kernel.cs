using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;

namespace Adjoint.Compiler.Fuse;

/// <summary>One statement of a program: a call that reads some values and writes others. Everything between is never stored.</summary>
internal abstract class Kernel
{
    /// <summary>The values that are read, without repetition.</summary>
    public abstract IReadOnlyList<Node> Reads { get; }

    /// <summary>The values that are written.</summary>
    public abstract IReadOnlyList<Node> Writes { get; }

    /// <summary>The nodes that are computed, in order, for comments; without what operands repeat.</summary>
    public abstract IReadOnlyList<Node> Computes { get; }

    /// <summary>The node that the kernel is about; what it computes besides belongs to that.</summary>
    public virtual Node Subject => Computes[0];

    /// <summary>Whether the first written value may take the place of a value that is read.</summary>
    public virtual bool MayOverwrite(Node read) => false;

    /// <summary>Whether what is written in the place of a value that is read may be shorter than that.</summary>
    public virtual bool Shrinks => false;

    protected static IReadOnlyList<Node> Some(params Node?[] nodes) => [.. nodes.OfType<Node>().Distinct()];
}

/// <summary>An element-wise expression: <paramref name="result"/> as a formula of <paramref name="operands"/>.</summary>
/// <param name="result">The value of the expression.</param>
/// <param name="operands">The stored values in it, in order of their first use; none when it is one of the operands itself.</param>
/// <param name="body">The nodes of the expression, in order.</param>
internal sealed class Map(Node result, IReadOnlyList<Operand> operands, IReadOnlyList<Node> body)
{
    public Node Result { get; } = result;

    public IReadOnlyList<Operand> Operands { get; } = operands;

    public IReadOnlyList<Node> Body { get; } = body;

    /// <summary>The values that are read.</summary>
    public IReadOnlyList<Node> Reads => [.. Operands.Select(static operand => operand.Memory).Distinct()];

    /// <summary>Whether the expression is just its operand.</summary>
    public bool IsIdentity => Body.Count == 0;
}

/// <summary>One pass over memory that computes an element-wise expression.</summary>
internal sealed class ElementwiseKernel(Map map) : Kernel
{
    public Map Map { get; } = map;

    public override IReadOnlyList<Node> Reads => Map.Reads;

    public override IReadOnlyList<Node> Writes => [Map.Result];

    public override IReadOnlyList<Node> Computes => Map.IsIdentity ? [Map.Result] : Map.Body;

    public override Node Subject => Map.Result;

    public override bool MayOverwrite(Node read) => Map.Operands.All(operand => operand.Memory != read || operand.Each is null);
}

/// <summary>A matrix product, plus a bias per column, then an element-wise function, stored once.</summary>
/// <param name="product">The contraction.</param>
/// <param name="form">How it reads as a matrix product.</param>
/// <param name="bias">The bias; null for none.</param>
/// <param name="map">The function of the biased product.</param>
internal sealed class GemmKernel(Node product, GemmForm form, Node? bias, Map map) : Kernel
{
    public Node Product { get; } = product;

    public GemmForm Form { get; } = form;

    public Node? Bias { get; } = bias;

    public Map Map { get; } = map;

    public override IReadOnlyList<Node> Reads => Some(Form.Left.Value, Form.Right.Value, Bias);

    public override IReadOnlyList<Node> Writes => [Map.Result];

    public override IReadOnlyList<Node> Computes => [Product, .. Map.Body];
}

/// <summary>A convolution or one of its derivatives; the forward one adds a bias per channel and applies a function.</summary>
internal sealed class ConvolutionKernel(Node convolution, Node first, Node second, Node? bias, Map map) : Kernel
{
    public Node Convolution { get; } = convolution;

    public Node First { get; } = first;

    public Node Second { get; } = second;

    public Node? Bias { get; } = bias;

    public Map Map { get; } = map;

    public override IReadOnlyList<Node> Reads => Some(First, Second, Bias);

    public override IReadOnlyList<Node> Writes => [Map.Result];

    public override IReadOnlyList<Node> Computes => [Convolution, .. Map.Body];
}

/// <summary>The maxima of windows, a function of them, and where they were when the backward pass needs that.</summary>
internal sealed class MaxPoolKernel(Node pool, Node input, Node? indices, Map map) : Kernel
{
    public Node Pool { get; } = pool;

    public Node Input { get; } = input;

    public Node? Indices { get; } = indices;

    public Map Map { get; } = map;

    public override IReadOnlyList<Node> Reads => [Input];

    public override IReadOnlyList<Node> Writes => Some(Map.Result, Indices);

    public override IReadOnlyList<Node> Computes => [Pool, .. Map.Body];
}

/// <summary>Spreads pooled values to the places of the maxima, or reads those places.</summary>
internal sealed class PoolIndexKernel(Node node, Node indices, Node values) : Kernel
{
    public Node Node { get; } = node;

    public Node Indices { get; } = indices;

    public Node Values { get; } = values;

    public override IReadOnlyList<Node> Reads => Some(Indices, Values);

    public override IReadOnlyList<Node> Writes => [Node];

    public override IReadOnlyList<Node> Computes => [Node];
}

/// <summary>Repeats a value along new axes.</summary>
internal sealed class BroadcastKernel(Node node, Node input) : Kernel
{
    public Node Node { get; } = node;

    public Node Input { get; } = input;

    public override IReadOnlyList<Node> Reads => [Input];

    public override IReadOnlyList<Node> Writes => [Node];

    public override IReadOnlyList<Node> Computes => [Node];
}

/// <summary>Cross-entropy of rows, the residual that is its derivative, or both in one pass.</summary>
/// <param name="logits">The logits.</param>
/// <param name="labels">The labels.</param>
/// <param name="losses">The losses per row, when needed.</param>
/// <param name="residual">The residual, scaled, when needed.</param>
/// <param name="scale">The residual's factor; null for one.</param>
/// <param name="computes">The nodes that are computed.</param>
internal sealed class CrossEntropyKernel(Node logits, Node labels, Node? losses, Node? residual, Fill? scale, IReadOnlyList<Node> computes) : Kernel
{
    public Node Logits { get; } = logits;

    public Node Labels { get; } = labels;

    /// <summary>The shape of the logits, rows along the last axis; their memory may belong to a value of another shape.</summary>
    public Shapes.Shape Rows { get; } = computes[0].Inputs[0].Shape;

    public Node? Losses { get; } = losses;

    public Node? Residual { get; } = residual;

    public Fill? Scale { get; } = scale;

    public override IReadOnlyList<Node> Reads => Some(Logits, Labels);

    public override IReadOnlyList<Node> Writes => Some(Residual, Losses);

    public override IReadOnlyList<Node> Computes => computes;

    public override bool MayOverwrite(Node read) => Residual is not null && read == Logits;
}

/// <summary>Softmax of rows, or its logarithm.</summary>
internal sealed class SoftmaxKernel(Node node, Node input) : Kernel
{
    public Node Node { get; } = node;

    public Node Input { get; } = input;

    public override IReadOnlyList<Node> Reads => [Input];

    public override IReadOnlyList<Node> Writes => [Node];

    public override IReadOnlyList<Node> Computes => [Node];
}

/// <summary>Copies a value to an output that can't be computed in place.</summary>
internal sealed class CopyKernel(Node source, Output output) : Kernel
{
    public Node Source { get; } = source;

    public Output Output { get; } = output;

    public override IReadOnlyList<Node> Reads => [Source];

    public override IReadOnlyList<Node> Writes => [];

    public override IReadOnlyList<Node> Computes => [Source];
}
