using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Graphs;

/// <summary>
/// Builds a loop over a sequence: declare states, items and captured values, build the step from them, then say what the states
/// become and what each step gives.
/// </summary>
/// <param name="outer">The graph in which the loop stands.</param>
/// <param name="length">The number of steps.</param>
/// <param name="isReverse">Whether the last item comes first.</param>
internal sealed class ScanBuilder(GraphBuilder outer, Size length, bool isReverse)
{
    private readonly FunctionBuilder _function = new(outer);
    private readonly List<(Node Argument, Node Initial)> _states = [];
    private readonly List<(Node Argument, Node Sequence, int Axis)> _items = [];

    /// <summary>Where the nodes of one step are added.</summary>
    public GraphBuilder Step => _function.Body;

    /// <summary>A state, as one step finds it.</summary>
    /// <param name="initial">What it is before the first step.</param>
    public Node State(Node initial)
    {
        Node argument = _function.Argument(initial.Type);
        _states.Add((argument, initial));
        return argument;
    }

    /// <summary>One step's item of a sequence.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="axis">The axis along which the items lie.</param>
    /// <exception cref="ShapeException">The sequence has another length.</exception>
    public Node Item(Node sequence, int axis)
    {
        if (axis >= sequence.Shape.Rank || sequence.Shape[axis] != length)
        {
            throw new ShapeException($"A scan of {length} steps takes sequences of that length along axis {axis}, but is given {sequence.Shape}");
        }

        Node argument = _function.Argument(sequence.Type with { Shape = Axes.Without(sequence.Shape, [axis]) });
        _items.Add((argument, sequence, axis));
        return argument;
    }

    /// <summary>A value of the graph around the loop, the same in every step.</summary>
    public Node Capture(Node value) => _function.Capture(value);

    /// <summary>The loop.</summary>
    /// <param name="next">What the states become, in the order in which they were declared.</param>
    /// <param name="results">What each step gives, and the axis along which that is stacked.</param>
    /// <exception cref="ShapeException">A state changes its type.</exception>
    public ScanResults Build(IReadOnlyList<Node> next, IReadOnlyList<(Node Value, int Axis)> results)
    {
        Node[] values = [.. next, .. results.Select(static result => result.Value)];
        Func<Node, bool> isUsed = _function.UsedBy(values);
        (Node Argument, Node Sequence, int Axis)[] items = [.. _items.Where(item => isUsed(item.Argument))];
        (Graph step, IReadOnlyList<Node> captured) = _function.Build(
            [.. _states.Select(static state => state.Argument), .. items.Select(static item => item.Argument)], values);
        ScanBody body = new(
            step,
            [.. _states.Select(static state => state.Argument.Type)],
            [.. items.Select(static item => new ScanSequence(item.Argument.Type, item.Axis))],
            [.. captured.Select(static value => value.Type)],
            [.. results.Select(static result => new ScanSequence(result.Value.Type, result.Axis))],
            length,
            isReverse);
        return new ScanResults(outer, body, [.. _states.Select(static state => state.Initial), .. items.Select(static item => item.Sequence), .. captured]);
    }
}

/// <summary>The results of a loop over a sequence; each is added to the graph when it is asked for.</summary>
/// <param name="builder">The graph in which the loop stands.</param>
/// <param name="body">The loop.</param>
/// <param name="inputs">Its inputs.</param>
internal sealed class ScanResults(GraphBuilder builder, ScanBody body, Node[] inputs)
{
    /// <summary>A state after the last step.</summary>
    public Node Final(int state) => builder.Add(new Scan(body, body.Final(state)), inputs);

    /// <summary>What every step gives, stacked.</summary>
    public Node Stacked(int result) => builder.Add(new Scan(body, body.Stacked(result)), inputs);

    /// <summary>A state before every step, stacked along axis 0.</summary>
    public Node History(int state) => builder.Add(new Scan(body, body.History(state)), inputs);
}
