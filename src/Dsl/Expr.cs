using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Functions;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Trace;

namespace Adjoint;

/// <summary>
/// A value in a model's computation, known by its shape. Code over expressions describes a network: the generator reads it while the
/// project builds, and executing it gives the same graph. Operators and functions work element by element and repeat axes of size 1 and
/// missing leading axes; <see cref="Ops"/> has the functions.
/// </summary>
/// <example><c>net.Features(Expr.Input("1, 8, 8")).Shape</c> is <c>"[16, 4, 4]"</c>.</example>
public sealed class Expr
{
    private readonly Func<ModelBuilder, Node>? _later;
    private readonly ModelBuilder? _model;
    private readonly Node? _node;
    private readonly double? _constant;

    internal Expr(ModelBuilder model, Node node)
    {
        _model = model;
        _node = node;
    }

    private Expr(double constant) => _constant = constant;

    private Expr(Func<ModelBuilder, Node> later) => _later = later;

    /// <summary>The shape of one sample, without the batch axis, such as <c>[16, 4, 4]</c>.</summary>
    /// <exception cref="InvalidOperationException">It is a weight that no computation has met yet.</exception>
    public string Shape => _constant is not null ? "[]" : FunctionCall.SampleOf(Node).ToString();

    /// <summary>The computation that the value belongs to; null for a number, and for a weight outside of a trace.</summary>
    internal ModelBuilder? Model => _model ?? (_later is null ? null : Execution.Current);

    internal Node Node => _node ?? _later?.Invoke(Execution.Current
        ?? throw new InvalidOperationException("A weight has a value only in a computation: call the part or the model that it belongs to."))
        ?? throw new InvalidOperationException("A number has no place in a graph of its own.");

    /// <summary>What functions of the language take.</summary>
    internal object Argument => _constant is { } number ? number : Node;

    /// <summary>The input of a computation.</summary>
    /// <param name="shape">The shape of one sample, such as <c>"1, 8, 8"</c>, <c>"T, 64"</c> or <c>"i32[T]"</c>.</param>
    /// <exception cref="ArgumentException">The text is no shape.</exception>
    public static Expr Input(string shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ShapeParser.Result result = ShapeParser.Parse(shape);
        if ((result.Problem ?? (result.ElementName is "f32" or "i32" ? null : $"its elements are '{result.ElementName}' rather than 'f32' or 'i32'")) is { } problem)
        {
            throw new ArgumentException(new CompilerError(Rules.MalformedShape, 0, [shape, problem]).Message, nameof(shape));
        }

        ModelBuilder model = new(isTraining: false);
        Shape batched = FunctionCall.Batched(true, result.Shape);
        return new Expr(model, model.Leaf(new InputLeaf(result.ElementName == "i32" ? TensorType.Int(batched) : TensorType.Float(batched))));
    }

    /// <summary>A number, which takes the shape of what it is combined with.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator Expr(float number) => new(double.Parse(
        number.ToString("R", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Adds.</summary>
    /// <param name="left">One addend.</param>
    /// <param name="right">The other.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr operator +(Expr left, Expr right) => Ops.Apply("Add", left, right);

    /// <summary>Subtracts.</summary>
    /// <param name="left">What is subtracted from.</param>
    /// <param name="right">What is subtracted.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr operator -(Expr left, Expr right) => Ops.Apply("Subtract", left, right);

    /// <summary>Multiplies.</summary>
    /// <param name="left">One factor.</param>
    /// <param name="right">The other.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr operator *(Expr left, Expr right) => Ops.Apply("Multiply", left, right);

    /// <summary>Divides.</summary>
    /// <param name="left">What is divided.</param>
    /// <param name="right">What it is divided by.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr operator /(Expr left, Expr right) => Ops.Apply("Divide", left, right);

    /// <summary>The negative.</summary>
    /// <param name="value">The value.</param>
    public static Expr operator -(Expr value) => Ops.Apply("Negate", value);

    /// <summary>1 where the left is greater, else 0; its derivative is zero.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr operator >(Expr left, Expr right) => Ops.Apply("Greater", left, right);

    /// <summary>1 where the left is less, else 0; its derivative is zero.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr operator <(Expr left, Expr right) => Ops.Apply("Less", left, right);

    /// <summary>1 where the left is not less, else 0; its derivative is zero.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr operator >=(Expr left, Expr right) => Ops.Apply("GreaterOrEqual", left, right);

    /// <summary>1 where the left is not greater, else 0; its derivative is zero.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr operator <=(Expr left, Expr right) => Ops.Apply("LessOrEqual", left, right);

    /// <summary>
    /// Says what a running value, a part with <c>[State]</c>, is from the next training step on. In prediction nothing changes.
    /// </summary>
    /// <param name="value">The new value; it is the same for all samples, such as a mean along <see cref="Axis.Batch"/>.</param>
    /// <exception cref="ArgumentException">This is no running value, or the shapes do not fit.</exception>
    public void Becomes(Expr value) => Ops.Call("Becomes", this, value);

    /// <summary>
    /// Gives a value a name to be looked at by, next to the model's outputs. Within a part that is a model the name begins with the part's,
    /// and a second value of the same name gets a number.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <returns>The same value.</returns>
    public Expr Tap(string name) => Ops.Apply("Tap", this, name);

    /// <summary>The element type and shape.</summary>
    public override string ToString() => _constant is { } number
        ? number.ToString("R", System.Globalization.CultureInfo.InvariantCulture)
        : _node is null && Execution.Current is null ? "weight" : (Node.Type.Element == ElementType.Int32 ? "i32" : "f32") + Shape;

    /// <summary>A weight or running value of a model, which belongs to whatever computation meets it.</summary>
    internal static Expr Later(Func<ModelBuilder, Node> node) => new(node);
}
