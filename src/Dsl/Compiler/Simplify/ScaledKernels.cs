using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Simplify;

/// <summary>
/// Scales kernels instead of results: <c>(x ∗ k − m) · s + b = x ∗ (k · s) + (b − m · s)</c>, where m, s and b are a number for each channel. What a
/// normalisation by running values does to a convolution is then done by its kernel and its bias, and nothing passes over the result again
/// (Jacob et al. 2018, section 3.2). The kernel is scaled whenever the program runs, which pays where a sample's result has no fewer elements.
/// </summary>
internal sealed class ScaledKernels
{
    private static readonly int[] OfResult = [0, 2, 3];
    private static readonly int[] OfKernel = [1, 2, 3];

    private readonly GraphBuilder _builder = new();
    private readonly Dictionary<Node, Node> _copies = [];
    private readonly ILookup<Node, Node> _users;
    private readonly HashSet<Node> _outputs;

    private ScaledKernels(Graph graph)
    {
        _users = graph.Users();
        _outputs = [.. graph.Outputs.Select(static output => output.Value)];
    }

    /// <summary>The same graph with scaled kernels, up to rounding.</summary>
    public static Graph Run(Graph graph) => new ScaledKernels(graph).Scale(graph);

    private Graph Scale(Graph graph)
    {
        Dictionary<Node, (Node Convolution, IReadOnlyList<Node> Changes)> scaled = [];
        foreach (Node node in graph.Nodes.Where(IsLargerThanItsKernel))
        {
            IReadOnlyList<Node> changes = ChangesOf(node);
            if (changes.Any(static change => change.Operation is Multiply or Divide))
            {
                scaled.Add(changes[changes.Count - 1], (node, changes));
            }
        }

        foreach (Node node in graph.Nodes)
        {
            _copies.Add(node, scaled.TryGetValue(node, out (Node Convolution, IReadOnlyList<Node> Changes) found) ? Scaled(found.Convolution, found.Changes) : Copy(node));
        }

        return _builder.Build([.. graph.Outputs.Select(output => output with { Value = _copies[output.Value] })]);
    }

    private static bool IsLargerThanItsKernel(Node node) =>
        node.Operation is Convolution
        && Size.Product(node.Shape.Skip(1)) is { IsConstant: true, Constant: var result }
        && node.Inputs[1].Shape.Count is { IsConstant: true, Constant: var kernel }
        && kernel <= result;

    /// <summary>What is done to a convolution's result, one thing after the other, by numbers for each channel; nobody else reads what lies between.</summary>
    private IReadOnlyList<Node> ChangesOf(Node convolution)
    {
        List<Node> changes = [];
        Node last = convolution;
        while (!_outputs.Contains(last) && _users[last].ToArray() is { Length: 1 } users && IsChange(users[0], last))
        {
            last = users[0];
            changes.Add(last);
        }

        return changes;
    }

    private static bool IsChange(Node user, Node value) => user.Operation switch
    {
        Reshape => user.Shape.Rank > 1 && user.Shape[0] == value.Shape[0] && user.Shape[1] == value.Shape[1],
        Add or Multiply => OfChannels(user.Inputs[user.Inputs[0] == value ? 1 : 0]) is not null,
        Subtract or Divide => user.Inputs[0] == value && OfChannels(user.Inputs[1]) is not null,
        _ => false,
    };

    /// <summary>The numbers, one for each channel, that a value repeats; null when it isn't made so.</summary>
    private static Node? OfChannels(Node node) =>
        node.Operation is Broadcast { NewAxes: var axes } && axes.Count == node.Shape.Rank - 1 && !axes.Contains(1) ? node.Inputs[0] : null;

    private Node Copy(Node node)
    {
        _builder.Origin = node.Origin;
        return _builder.AddAgain(node, _copies);
    }

    private Node Scaled(Node convolution, IReadOnlyList<Node> changes)
    {
        Node? scale = null;
        Node? shift = null;
        foreach (Node change in changes.Where(static change => change.Operation is not Reshape))
        {
            _builder.Origin = change.Origin;
            Node channels = _copies[(OfChannels(change.Inputs[1]) ?? OfChannels(change.Inputs[0]))!];
            GraphBuilder ofScale = _builder.As("Scale");
            GraphBuilder ofShift = _builder.As("Shift");
            switch (change.Operation)
            {
                case Add:
                    shift = shift is null ? channels : ofShift.Add(shift, channels);
                    break;
                case Subtract:
                    shift = shift is null ? ofShift.Negate(channels) : ofShift.Subtract(shift, channels);
                    break;
                case Multiply:
                    scale = scale is null ? channels : ofScale.Multiply(scale, channels);
                    shift = shift is null ? null : ofShift.Multiply(shift, channels);
                    break;
                default:
                    scale = ofScale.Divide(scale ?? _builder.Fill(channels.Shape, 1), channels);
                    shift = shift is null ? null : ofShift.Divide(shift, channels);
                    break;
            }
        }

        _builder.Origin = convolution.Origin;
        (Node x, Node kernel) = (_copies[convolution.Inputs[0]], _copies[convolution.Inputs[1]]);
        GraphBuilder ofKernel = _builder.As("ScaledKernel");
        Node scaledKernel = ofKernel.Multiply(kernel, ofKernel.Broadcast(scale!, kernel.Shape, [.. OfKernel]));
        Node result = _builder.AddAgain(convolution, x, scaledKernel);

        _builder.Origin = changes[changes.Count - 1].Origin;
        Node shifted = shift is null ? result : _builder.Add(result, _builder.Broadcast(shift, result.Shape, [.. OfResult]));
        return _builder.Reshape(shifted, changes[changes.Count - 1].Shape);
    }
}
