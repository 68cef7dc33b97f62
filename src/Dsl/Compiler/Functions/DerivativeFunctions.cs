using System.Globalization;
using Adjoint.Compiler.Checks;
using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Trace;

namespace Adjoint.Compiler.Functions;

/// <summary>Functions that say how values are derived, and those whose value is a derivative.</summary>
internal static class DerivativeFunctions
{
    // Each element is a derivative of its own in the program.
    private const int LargestJacobian = 1024;

    public static IReadOnlyList<FunctionDefinition> All { get; } =
    [
        new("StopGradient", static call => call.Builder.Add(new StopGradient(), call.Value(0))),
        new("Gradient", Gradient),
        new("Jvp", Jvp),
        new("HessianProduct", HessianProduct),
        new("Jacobian", Jacobian),
        new("PerSample", static call =>
        {
            Node x = ElementwiseFunctions.Float(call, 0);
            return FunctionCall.HasBatch(x)
                ? throw call.Error($"repeats for each sample what is the same for all, such as a weight, but {FunctionCall.Written(x)} differs from sample to sample already")
                : Broadcasting.To(call, x, FunctionCall.Batched(true, x.Shape));
        }),
        new("WithGradient", static call => WithGradient(call, call.Function(0), call.Function(1), [call.Value(2)])),
    ];

    /// <summary>The derivative of the sum of y's elements by x, or by each of several.</summary>
    private static object? Gradient(FunctionCall call)
    {
        Node y = ElementwiseFunctions.Float(call, 0);
        Node[] by = call[1] is object?[]? [.. call.Values(1)] : [call.Value(1)];
        GraphBuilder builder = call.Builder;
        Node total = builder.Sum(y, Enumerable.Range(0, y.Shape.Rank).ToEquatableArray());
        IReadOnlyList<Node?> gradients = Derived(call, () => ReverseMode.Gradient(builder, total, by, isBackward: false));
        for (int i = 0; i < by.Length; i++)
        {
            if (gradients[i] is null)
            {
                throw NoInfluence(call, y, by[i]);
            }
        }

        return call[1] is object?[]? gradients.Select(static object? (gradient) => gradient).ToArray() : gradients[0];
    }

    /// <summary>How y changes along a tangent of x.</summary>
    private static object? Jvp(FunctionCall call)
    {
        (Node y, Node x) = (ElementwiseFunctions.Float(call, 0), ElementwiseFunctions.Float(call, 1));
        Node tangent = Direction(call, x, 2);
        return Derived(call, () => ForwardMode.Product(call.Builder, y, [(x, tangent)])) ?? throw NoInfluence(call, y, x);
    }

    /// <summary>How the gradient of the sum of y's elements by x changes along a direction of x; zero where it does not change.</summary>
    private static object? HessianProduct(FunctionCall call)
    {
        (Node y, Node x) = (ElementwiseFunctions.Float(call, 0), ElementwiseFunctions.Float(call, 1));
        Node direction = Direction(call, x, 2);
        GraphBuilder builder = call.Builder;
        Node total = builder.Sum(y, Enumerable.Range(0, y.Shape.Rank).ToEquatableArray());

        // A Hessian is symmetric, so that the product from the left, which costs one more backward pass, is that from the right.
        Node gradient = Derived(call, () => ReverseMode.Gradient(builder, total, [x], isBackward: false))[0] ?? throw NoInfluence(call, y, x);
        return Derived(call, () => ReverseMode.Gradient(builder, [(gradient, direction)], [x], isBackward: false))[0] ?? builder.Fill(x.Shape, 0);
    }

    /// <summary>The derivatives of the elements of y by x, for each sample: the axes of y, then those of x.</summary>
    private static object? Jacobian(FunctionCall call)
    {
        (Node y, Node x) = (ElementwiseFunctions.Float(call, 0), ElementwiseFunctions.Float(call, 1));
        Shape sample = FunctionCall.SampleOf(y);
        if (sample.Count is not { IsConstant: true, Constant: > 0 and <= LargestJacobian } count)
        {
            throw call.Error($"derives each element of a value of 1 to {LargestJacobian.ToString(CultureInfo.InvariantCulture)} numbers, but is given {FunctionCall.Written(y)}; Gradient and Jvp give products with it");
        }

        GraphBuilder builder = call.Builder;
        bool batched = FunctionCall.HasBatch(y);
        Node flat = builder.Reshape(y, FunctionCall.Batched(batched, [count]));
        Node?[] rows = [.. Enumerable.Range(0, (int)count.Constant).Select(element =>
        {
            Node one = builder.Slice(flat, batched ? 1 : 0, element, Size.One);
            return Derived(call, () => ReverseMode.Gradient(builder, [(one, builder.Fill(one.Shape, 1))], [x], isBackward: false))[0];
        })];
        if (rows.All(static row => row is null))
        {
            throw NoInfluence(call, y, x);
        }

        int axis = FunctionCall.HasBatch(x) ? 1 : 0;
        Shape row = FunctionCall.Batched(axis == 1, [Size.One, .. FunctionCall.SampleOf(x)]);
        Node stacked = builder.Concat(axis, [.. rows.Select(derivative => derivative is null ? builder.Fill(row, 0) : builder.Reshape(derivative, row))]);
        return builder.Reshape(stacked, FunctionCall.Batched(axis == 1, [.. sample, .. FunctionCall.SampleOf(x)]));
    }

    /// <summary>A direction in which a value changes: of the value's shape, or a number or vector that is repeated to it.</summary>
    private static Node Direction(FunctionCall call, Node x, int index)
    {
        Node[] aligned = Broadcasting.Align(call, x, ElementwiseFunctions.Float(call, index));
        return aligned[0].Shape == x.Shape
            ? aligned[1]
            : throw call.Error($"takes a direction of the shape of what is derived by, {FunctionCall.Written(x)}, but is given {FunctionCall.Written(call.Value(index))}{(FunctionCall.HasBatch(x) ? string.Empty : " of each sample")}");
    }

    /// <summary>A derivative, whose expressions belong to the place where it is asked for.</summary>
    private static T Derived<T>(FunctionCall call, Func<T> derive)
    {
        Origin origin = call.Model.Builder.Origin;
        try
        {
            return derive();
        }
        catch (NoDerivativeException exception)
        {
            throw call.Error($"needs a derivative through '{FunctionCall.WordFor(exception.Node.Operation.Name)}', which has none");
        }
        catch (NotLinearException)
        {
            throw call.Error("needs derivatives that are linear in what they are multiplied with, but one of one's own on the way is not");
        }
        finally
        {
            call.Model.Builder.Origin = origin;
        }
    }

    /// <summary>Why there is no derivative of one value by another.</summary>
    private static ShapeException NoInfluence(FunctionCall call, Node y, Node x)
    {
        string value = Named(y, "a value");
        string by = Named(x, "a value");
        if (GraphBuilder.Part([x], [new Output(new ResultOutput(0), y)]).Nodes.Count == 0)
        {
            bool isExchanged = GraphBuilder.Part([y], [new Output(new ResultOutput(0), x)]).Nodes.Count > 0;
            return new ShapeException(Rules.IndependentGradient, value, by, isExchanged
                ? "exchange them, as Gradient(y, x) derives y by x"
                : "derive by a value that it is computed from");
        }

        Node? cut = new GradientPaths(y).CutAfter(x, call.Builder.Build([new Output(new ResultOutput(0), y)]).Nodes);
        return new ShapeException(Rules.ZeroGradient, value, by, cut?.Operation is null or SelectPositive
            ? "functions of straight pieces on the way, such as Relu, have slopes that do not change"
            : $"'{FunctionCall.WordFor(cut.Operation.Name)}' on the way has the derivative 0 everywhere, or none");

        string Named(Node node, string otherwise) => node.Operation is InputLeaf input ? $"'{input.InputName}'"
            : node.Origin.IsUnnamed ? $"{otherwise} {FunctionCall.Written(node)}"
            : $"'{Provenance.NameOf(node, call.Scope.Path)}'";
    }

    /// <summary>
    /// The value of a function with the derivative of another: it takes the same arguments and then the derivative of the loss by the
    /// result, and gives the derivative by each argument that is a value.
    /// </summary>
    public static Node WithGradient(FunctionCall call, Func<object?[], object?> function, Func<object?[], object?> gradient, IReadOnlyList<object?> arguments, string? gradientName = null)
    {
        object?[] given = [.. arguments];
        Node value = call.ValueOf(function(given));
        int[] places = [.. Enumerable.Range(0, given.Length).Where(i => given[i] is Node)];
        Node[] inputs = [.. places.Select(i => call.ValueOf(given[i]))];

        GraphBuilder body = new() { Origin = call.Builder.Origin };
        Dictionary<Node, Node> known = [];
        Graph backward = call.Model.Within(body, () =>
        {
            body.Import = static node => throw new ShapeException($"A derivative of one's own is computed from its arguments alone, but uses a value {FunctionCall.Written(node)} from outside");
            object?[] bound = [.. given];
            for (int i = 0; i < places.Length; i++)
            {
                bound[places[i]] = body.Add(new BoundLeaf(i, inputs[i].Type));
            }

            object? result = gradient([.. bound, body.Add(new BoundLeaf(places.Length, value.Type))]);
            object?[] results = result as object?[] ?? [result];
            if (results.Length != places.Length)
            {
                throw call.Error($"takes a derivative with a result for each of the {places.Length.ToString(CultureInfo.InvariantCulture)} values, but it has {results.Length.ToString(CultureInfo.InvariantCulture)}");
            }

            FunctionCall inner = new(call.Model, call.Scope, call.Name, results);
            Output[] outputs = [.. results.Select((_, i) => new Output(new ResultOutput(i), Broadcasting.To(inner, Fits(inner.Value(i), inputs[i]), inputs[i].Shape)))];
            return body.Build(outputs);
        });
        return call.Builder.Add(new CustomGradient(backward), [value, .. inputs]);

        Node Fits(Node found, Node input) => found.Shape == input.Shape || found.Operation is Fill
            ? found
            : throw call.Error($"takes a derivative of the shape of its argument, {FunctionCall.Written(input)}, but {(gradientName is null ? "is given" : $"'{gradientName}' gives")} {FunctionCall.Written(found)}");
    }
}
