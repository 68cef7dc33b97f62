using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Operations;

/// <summary>What a kept number is.</summary>
internal enum KeptType
{
    /// <summary>16 bits: IEEE half precision; magnitudes beyond 65,504 become that.</summary>
    Half,

    /// <summary>16 bits: the upper half of a float, rounded to the nearest, ties to even.</summary>
    BFloat16,

    /// <summary>8 bits: from -127 to 127, times the scale of its row.</summary>
    Int8,
}

/// <summary>How a value is kept in less memory: as rows of numbers of fewer bits, each row with a scale before it where the numbers are whole.</summary>
/// <param name="Type">What a number becomes.</param>
/// <param name="RowAxes">
/// How many leading axes make the rows: fewer where a value has not one more axis than that, more where its samples lie along a later one, as those of
/// every step of a loop do. No row has numbers of two samples.
/// </param>
internal sealed record Compression(KeptType Type, int RowAxes)
{
    /// <summary>The numbers in the memory of a float.</summary>
    public int PerFloat => Type == KeptType.Int8 ? 4 : 2;

    /// <summary>The axes of a value that make its rows.</summary>
    public Shape Rows(Shape value) => new(value.Take(RowAxesOf(value)).ToEquatableArray());

    /// <summary>The numbers of a row.</summary>
    public Size RowLength(Shape value) => Size.Product(value.Skip(RowAxesOf(value)));

    /// <summary>The shape in which a value is kept: as many rows, each of so many floats.</summary>
    public Shape Kept(Shape value) => new(Rows(value).Append(KeptLength(value)).ToEquatableArray());

    /// <summary>Whether a value takes less memory so, whatever its named sizes are, and keeps its samples apart.</summary>
    public bool Suits(Shape value)
    {
        if (SampleRole.Of(value) is { IsAlong: true, Axis: var axis } && axis >= RowAxesOf(value))
        {
            return false;
        }

        // What is saved grows with every size, and is more than nothing where all of them are 1.
        Size saved = RowLength(value) - KeptLength(value);
        return saved.Terms.All(static term => term.Names.Count == 0 || term.Coefficient > 0) && saved.Terms.Sum(static term => term.Coefficient) > 0;
    }

    private int RowAxesOf(Shape value) => Math.Min(Math.Max(RowAxes, SampleRole.Of(value) is { IsAlong: true, Axis: var axis } ? axis + 1 : 0), value.Rank - 1);

    /// <summary>The floats of a kept row: of lengths with names enough for all, as each term is rounded up.</summary>
    private Size KeptLength(Shape value) => RowLength(value).DividedUp(PerFloat) + (Type == KeptType.Int8 ? 1 : 0);
}

/// <summary>A value in less memory. In the reference a row is its scale, then its numbers, several in the place of a float as digits of one number.</summary>
/// <param name="Compression">How it is kept.</param>
internal sealed record Compress(Compression Compression) : Operation
{
    public override string Name => "Compress";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => inputs[0] is { Element: ElementType.Float32, Shape.Rank: > 1 }
        ? TensorType.Float(Compression.Kept(inputs[0].Shape))
        : throw new ShapeException($"'{Name}' takes rows of real numbers, but is given {inputs[0]}");

    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) => inputs[0].Jointly.Beside(axis => axis >= node.Shape.Rank - 1);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) => adjoints.HasNoDerivative(node);

    public override Size Flops(Node node) => node.Inputs[0].Shape.Count * (Compression.Type == KeptType.Int8 ? 2 : 1);

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        int columns = result.Shape[result.Shape.Length - 1];
        int rows = result.Values.Length / Math.Max(1, columns);
        int length = rows == 0 ? 0 : inputs[0].Values.Length / rows;
        for (int row = 0; row < rows; row++)
        {
            Kept.Write(Compression, inputs[0].Values.AsSpan(row * length, length), result.Values.AsSpan(row * columns, columns));
        }
    }
}

/// <summary>What was kept, as it is read back.</summary>
/// <param name="Compression">How it is kept.</param>
/// <param name="Target">Its shape.</param>
internal sealed record Expand(Compression Compression, Shape Target) : Operation
{
    public override string Name => "Expand";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => inputs[0].Shape == Compression.Kept(Target)
        ? TensorType.Float(Target)
        : throw new ShapeException($"'{Name}' to {Target} takes {Compression.Kept(Target)}, but is given {inputs[0].Shape}");

    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) => inputs[0].Jointly.Beside(axis => axis >= node.Inputs[0].Shape.Rank - 1);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) => adjoints.HasNoDerivative(node);

    public override Size Flops(Node node) => node.Shape.Count;

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        int columns = inputs[0].Shape[inputs[0].Shape.Length - 1];
        int rows = inputs[0].Values.Length / Math.Max(1, columns);
        int length = rows == 0 ? 0 : result.Values.Length / rows;
        for (int row = 0; row < rows; row++)
        {
            Kept.Read(Compression, inputs[0].Values.AsSpan(row * columns, columns), result.Values.AsSpan(row * length, length));
        }
    }
}
