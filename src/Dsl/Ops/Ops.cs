using System.Globalization;
using Adjoint.Compiler.Functions;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Trace;

namespace Adjoint;

/// <summary>
/// The functions of the language: what models and losses are written with. Axes are counted from 0 for the first axis of a sample, or from −1
/// for the last; <see cref="Axis.Batch"/> names the batch axis. Shapes are those of one sample.
/// </summary>
/// <example>
/// <code>
/// using static Adjoint.Ops;
///
/// static Expr Attention(Expr q, Expr k, Expr v) => MatMul(Softmax(MatMul(q, Transpose(k)) / 8f), v);
/// </code>
/// </example>
public static partial class Ops
{
    /// <summary>A function's value, which is one expression.</summary>
    internal static Expr Apply(string name, params ReadOnlySpan<object?> arguments) => (Expr)Call(name, arguments)!;

    /// <summary>A function's values.</summary>
    internal static Expr[] Several(string name, params ReadOnlySpan<object?> arguments) => [.. ((object?[])Call(name, arguments)!).Cast<Expr>()];

    /// <summary>A function's value: an expression, or an array where the function gives several.</summary>
    /// <exception cref="ArgumentException">The arguments do not fit.</exception>
    internal static object? Call(string name, params ReadOnlySpan<object?> arguments)
    {
        ModelBuilder model = ModelOf(arguments, name);
        object?[] given = [.. arguments.ToArray().Select(argument => ToCore(argument, model))];
        try
        {
            using (Execution.Enter(model, Execution.Scope))
            {
                model.Builder.Origin = new Origin(name, null, 0);
                return FromCore(FunctionCatalog.Find(name)!.Build(new FunctionCall(model, Execution.Scope, name, given)), model);
            }
        }
        catch (ShapeException exception)
        {
            throw new ArgumentException(exception.Message + Provenance.Of([.. given.OfType<Node>()]), exception);
        }
        catch (DeclarationException exception)
        {
            throw new ArgumentException(exception.Message, exception);
        }
    }

    /// <summary>A value that is computed from nothing, for whatever computation meets it.</summary>
    private static Expr Later(string name, params object?[] arguments) => Expr.Later(model =>
        (Node)FunctionCatalog.Find(name)!.Build(new FunctionCall(model, Execution.Scope, name, arguments))!);

    /// <summary>What the functions of the core take: nodes, numbers, texts, functions and arrays.</summary>
    internal static object? ToCore(object? value, ModelBuilder model) => value switch
    {
        Expr expression => expression.Argument,
        int number => (long)number,
        float number => double.Parse(number.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        System.Runtime.CompilerServices.ITuple tuple => Enumerable.Range(0, tuple.Length).Select(i => ToCore(tuple[i], model)).ToArray(),
        int[] numbers => numbers.Select(static object? (number) => (long)number).ToArray(),
        Expr[] values => values.Select(item => ToCore(item, model)).ToArray(),
        Func<Expr, Expr> function => (Func<object?[], object?>)(x => ToCore(function(One(x[0], model)), model)),
        Func<Expr, Expr, Expr> function => (Func<object?[], object?>)(x => ToCore(function(One(x[0], model), One(x[1], model)), model)),
        Func<(Expr First, Expr Second), Expr, (Expr First, Expr Second)> function =>
            (Func<object?[], object?>)(x => ToCore(function(Two(x[0], model), One(x[1], model)), model)),
        Func<Expr, Expr, (Expr State, Expr Output)> function => (Func<object?[], object?>)(x => ToCore(function(One(x[0], model), One(x[1], model)), model)),
        Enum member => member.ToString(),
        _ => value,
    };

    private static (Expr First, Expr Second) Two(object? value, ModelBuilder model) => (One(((object?[])value!)[0], model), One(((object?[])value)[1], model));

    private static Expr One(object? value, ModelBuilder model) => (Expr)FromCore(value, model)!;

    /// <summary>What users see of the core's values: expressions, and arrays of them.</summary>
    internal static object? FromCore(object? value, ModelBuilder model) => value switch
    {
        Node node => new Expr(model, node),
        double number => (Expr)(float)number,
        long number => (Expr)(float)number,
        object?[] items => items.Select(item => FromCore(item, model)).ToArray(),
        _ => value,
    };

    /// <summary>The computation that the arguments belong to.</summary>
    private static ModelBuilder ModelOf(ReadOnlySpan<object?> arguments, string name)
    {
        ModelBuilder? model = null;
        foreach (object? argument in arguments)
        {
            foreach (Expr expression in ExpressionsIn(argument))
            {
                if (expression.Model is { } own)
                {
                    model = model is null || model == own
                        ? own
                        : throw new ArgumentException($"'{name}' takes values of one computation, but these come from different inputs.");
                }
            }
        }

        return model ?? Execution.Current
            ?? throw new ArgumentException($"'{name}' is given numbers and weights alone, which belong to no computation; start one with Expr.Input.");
    }

    private static IEnumerable<Expr> ExpressionsIn(object? value) => value switch
    {
        Expr expression => [expression],
        Expr[] several => several,
        System.Runtime.CompilerServices.ITuple tuple => Enumerable.Range(0, tuple.Length).SelectMany(i => ExpressionsIn(tuple[i])),
        _ => [],
    };
}
