using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint;

/// <summary>
/// A value in a model's computation, known by its shape. Calling a part on one gives the expression of its output: the same graph
/// that the generator reads from the declaration.
/// </summary>
/// <example><c>net.Features(Expr.Input("1, 8, 8")).Shape</c> is <c>"[16, 4, 4]"</c>.</example>
public sealed class Expr
{
    private readonly ModelBuilder _model;

    internal Expr(ModelBuilder model, Node node)
    {
        _model = model;
        Node = node;
    }

    /// <summary>The shape of one sample, without the batch axis, such as <c>[16, 4, 4]</c>.</summary>
    public string Shape => Node.Shape.WithoutBatch.ToString();

    internal Node Node { get; }

    /// <summary>The input of a computation.</summary>
    /// <param name="shape">The shape of one sample, such as <c>"1, 8, 8"</c>.</param>
    /// <exception cref="ArgumentException">The text is no shape of constant sizes.</exception>
    public static Expr Input(string shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ShapeParser.Result result = ShapeParser.Parse(shape);
        string? problem = result.Problem
            ?? (result.ElementName != "f32" ? $"its elements are '{result.ElementName}' rather than 'f32'" : null)
            ?? (result.Shape.All(static axis => axis.IsConstant) ? null : "it has named sizes");
        if (problem is not null)
        {
            throw new ArgumentException(new CompilerError(Rules.MalformedShape, 0, [shape, problem]).Message, nameof(shape));
        }

        ModelBuilder model = new(isTraining: false);
        TensorType type = TensorType.Float(new Shape(new[] { Size.Batch }.Concat(result.Shape).ToEquatableArray()));
        return new Expr(model, model.Builder.Add(new InputLeaf(type)));
    }

    /// <summary>Adds element by element.</summary>
    /// <param name="left">One addend.</param>
    /// <param name="right">The other, of the same shape and computation.</param>
    /// <exception cref="ArgumentException">The shapes differ, or the values belong to different computations.</exception>
    public static Expr operator +(Expr left, Expr right) => Combine(new Add(), left, right);

    /// <summary>Subtracts element by element.</summary>
    /// <param name="left">What is subtracted from.</param>
    /// <param name="right">What is subtracted, of the same shape and computation.</param>
    /// <exception cref="ArgumentException">The shapes differ, or the values belong to different computations.</exception>
    public static Expr operator -(Expr left, Expr right) => Combine(new Subtract(), left, right);

    /// <summary>Multiplies element by element.</summary>
    /// <param name="left">One factor.</param>
    /// <param name="right">The other, of the same shape and computation.</param>
    /// <exception cref="ArgumentException">The shapes differ, or the values belong to different computations.</exception>
    public static Expr operator *(Expr left, Expr right) => Combine(new Multiply(), left, right);

    /// <summary>The element type and shape.</summary>
    public override string ToString() => "f32" + Shape;

    /// <summary>The value after a part.</summary>
    internal Expr After(Compiler.Syntax.PartSpec part)
    {
        try
        {
            return new Expr(_model, _model.Apply(part, Node));
        }
        catch (DeclarationException exception)
        {
            throw new ArgumentException(exception.Message, exception);
        }
    }

    private static Expr Combine(Operation operation, Expr left, Expr right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left._model != right._model)
        {
            throw new ArgumentException($"'{operation.Name}' takes values of one computation, but these come from different inputs.", nameof(right));
        }

        try
        {
            return new Expr(left._model, left._model.Builder.Add(operation, left.Node, right.Node));
        }
        catch (ShapeException exception)
        {
            throw new ArgumentException(exception.Message, exception);
        }
    }
}
