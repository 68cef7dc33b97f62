using System.Globalization;
using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Support;

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
            throw call.Error($"needs a derivative through '{exception.Node.Operation.Name}', which has none");
        }

        builder.Origin = origin;
        for (int i = 0; i < by.Length; i++)
        {
            if (gradients[i] is null)
            {
                throw new ShapeException(Rules.IndependentGradient, by.Length == 1
                    ? $"a value {FunctionCall.Written(by[i])}"
                    : $"its argument {(i + 1).ToString(CultureInfo.InvariantCulture)}, a value {FunctionCall.Written(by[i])}");
            }
        }

        return call[1] is object?[]? gradients.Select(static object? (gradient) => gradient).ToArray() : gradients[0];
    }

    /// <summary>
    /// The value of a function with the derivative of another: it takes the same arguments and then the derivative of the loss by the
    /// result, and gives the derivative by each argument that is a value.
    /// </summary>
    public static Node WithGradient(FunctionCall call, Func<object?[], object?> function, Func<object?[], object?> gradient, IReadOnlyList<object?> arguments)
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
            : throw call.Error($"takes a derivative of its value's shape, {FunctionCall.Written(input)}, but is given {FunctionCall.Written(found)}");
    }
}
