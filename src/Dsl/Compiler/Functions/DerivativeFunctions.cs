using System.Globalization;
using Adjoint.Compiler.Checks;
using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Trace;

namespace Adjoint.Compiler.Functions;

/// <summary>Functions that say how values are derived, and those whose value is a derivative.</summary>
internal static class DerivativeFunctions
{
    public static IReadOnlyList<FunctionDefinition> All { get; } =
    [
        new("StopGradient", static call => call.Builder.Add(new StopGradient(), call.Value(0))),
        new("Gradient", Gradient),
        new("WithGradient", static call => WithGradient(call, call.Function(0), call.Function(1), [call.Value(2)])),
    ];

    /// <summary>The derivative of the sum of y's elements by x, or by each of several.</summary>
    private static object? Gradient(FunctionCall call)
    {
        Node y = ElementwiseFunctions.Float(call, 0);
        Node[] by = call[1] is object?[]? [.. call.Values(1)] : [call.Value(1)];
        GraphBuilder builder = call.Builder;
        Origin origin = builder.Origin;
        Node total = builder.Sum(y, Enumerable.Range(0, y.Shape.Rank).ToEquatableArray());
        IReadOnlyList<Node?> gradients;
        try
        {
            gradients = ReverseMode.Gradient(builder, total, by, isBackward: false);
        }
        catch (NoDerivativeException exception)
        {
            throw call.Error($"needs a derivative through '{FunctionCall.WordFor(exception.Node.Operation.Name)}', which has none");
        }

        builder.Origin = origin;
        for (int i = 0; i < by.Length; i++)
        {
            if (gradients[i] is null)
            {
                throw NoInfluence(call, y, by[i]);
            }
        }

        return call[1] is object?[]? gradients.Select(static object? (gradient) => gradient).ToArray() : gradients[0];
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
