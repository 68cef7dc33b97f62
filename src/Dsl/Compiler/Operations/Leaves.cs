using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Operations;

/// <summary>A value that the program is given.</summary>
/// <param name="Type">Its type.</param>
internal abstract record Leaf(TensorType Type) : Operation
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => Type;

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
    }

    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) => SampleRole.Of(node.Shape);

    public override Size Flops(Node node) => Size.Zero;

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context) =>
        throw new InvalidOperationException($"The value of '{Name}' has to be given.");
}

/// <summary>An input of a program: the samples of a batch, <c>[n, …]</c>, or one whole object.</summary>
/// <param name="Type">Its type.</param>
/// <param name="InputName">Its name in the declaration.</param>
/// <param name="Index">Its place among the program's inputs.</param>
internal sealed record InputLeaf(TensorType Type, string InputName = "inputs", int Index = 0) : Leaf(Type)
{
    public override string Name => "Input";
}

/// <summary>What the samples should give: labels <c>i32[n]</c> or targets <c>f32[n, …]</c>.</summary>
internal sealed record TargetLeaf(TensorType Type) : Leaf(Type)
{
    public override string Name => "Target";
}

/// <summary>A value that the model keeps, with its name from the declaration.</summary>
/// <param name="FullName">Its name, such as <c>Hidden.Dense.Kernel</c>.</param>
/// <param name="Type">Its type; the shape has no batch axis.</param>
internal abstract record NamedLeaf(string FullName, TensorType Type) : Leaf(Type)
{
    /// <summary>The part of the compiled model that it belongs to.</summary>
    public string Part => FullName.Split('.')[0];
}

/// <summary>A trainable value.</summary>
/// <param name="FullName">Its name from the declaration, such as <c>Hidden.Dense.Kernel</c>.</param>
/// <param name="Type">Its type; the shape has no batch axis.</param>
/// <param name="Initial">How it starts.</param>
internal sealed record ParameterLeaf(string FullName, TensorType Type, InitialValue Initial) : NamedLeaf(FullName, Type)
{
    public override string Name => "Parameter";

    /// <summary>Whether no program trains it.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>What the product of the factors beside it, which are trained in its place, is multiplied by; null when there are none.</summary>
    public double? ChangeScale { get; init; }
}

/// <summary>A running value, which a training step may replace.</summary>
/// <param name="FullName">Its name from the declaration.</param>
/// <param name="Type">Its type; the shape has no batch axis.</param>
/// <param name="Initial">What every element starts with.</param>
internal sealed record StateLeaf(string FullName, TensorType Type, double Initial) : NamedLeaf(FullName, Type)
{
    public override string Name => "State";
}

/// <summary>An argument of a graph that is a function: the step of a loop, a derivative written by hand.</summary>
/// <param name="Index">The position among the function's arguments.</param>
/// <param name="Type">Its type.</param>
internal sealed record BoundLeaf(int Index, TensorType Type) : Leaf(Type)
{
    public override string Name => "Argument";
}

/// <summary>The same number everywhere: <c>value / divisor</c>, where the divisor may depend on the batch size.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="Value">The number.</param>
/// <param name="Divisor">What it is divided by.</param>
internal sealed record Fill(Shape Shape, double Value, Size Divisor) : Operation
{
    public override string Name => "Fill";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => TensorType.Float(Shape);

    /// <summary>The divisor counts the whole batch.</summary>
    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) => SampleRole.Of(Shape);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
    }

    public override Size Flops(Node node) => Size.Zero;

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        double value = Value / Divisor.Evaluate(context.Bindings);
        for (int i = 0; i < result.Values.Length; i++)
        {
            result.Values[i] = value;
        }
    }
}
