using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;

namespace Adjoint.Compiler.Checks;

/// <summary>
/// Which values a gradient reaches, found by asking each operation for its derivative: an operation whose derivative is zero everywhere,
/// such as rounding, gives its inputs nothing.
/// </summary>
internal sealed class GradientPaths
{
    private readonly Dictionary<Node, HashSet<Node>> _passes = [];
    private readonly HashSet<Node> _reached = [];

    /// <param name="loss">Where the gradient starts.</param>
    public GradientPaths(Node loss)
    {
        Stack<Node> open = new([loss]);
        while (open.Count > 0)
        {
            Node node = open.Pop();
            if (_reached.Add(node))
            {
                foreach (Node input in PassesTo(node))
                {
                    open.Push(input);
                }
            }
        }
    }

    /// <summary>Whether the gradient reaches a value.</summary>
    public bool Reaches(Node node) => _reached.Contains(node);

    /// <summary>The first value that is computed from another one, leads to the loss and passes it no gradient; null when there is none.</summary>
    /// <param name="from">The value that the gradient does not reach.</param>
    /// <param name="needed">The values that the loss is computed from, in order.</param>
    public Node? CutAfter(Node from, IReadOnlyList<Node> needed)
    {
        HashSet<Node> carried = [from];
        foreach (Node node in needed)
        {
            if (node.Inputs.Any(carried.Contains))
            {
                if (!PassesTo(node).Overlaps(carried))
                {
                    return node;
                }

                carried.Add(node);
            }
        }

        return null;
    }

    /// <summary>
    /// The place within a loop where the gradient of some of its inputs ends, as one value of its step; the loop itself when there is none.
    /// </summary>
    public Node CutWithin(Node loop, Node from)
    {
        if (StepOf(loop) is not { } step)
        {
            return loop;
        }

        HashSet<int> carriedInputs = [.. Enumerable.Range(0, loop.Inputs.Count).Where(i => DependsOn(loop.Inputs[i], from))];
        HashSet<Node> carried = [];
        for (int before = -1; carriedInputs.Count > before;)
        {
            before = carriedInputs.Count;
            foreach (Node node in step.Graph.Nodes)
            {
                if (node.Operation is BoundLeaf argument)
                {
                    if (carriedInputs.Contains(argument.Index))
                    {
                        carried.Add(node);
                    }
                }
                else if (node.Inputs.Any(carried.Contains))
                {
                    if (!PassesTo(node).Overlaps(carried))
                    {
                        return CutWithin(node, node.Inputs.First(carried.Contains));
                    }

                    carried.Add(node);
                }
            }

            carriedInputs.UnionWith(Enumerable.Range(0, step.States).Where(state => carried.Contains(step.Graph.Outputs[state].Value)));
        }

        return loop;
    }

    private static bool DependsOn(Node value, Node other) => GraphBuilder.Part([other], [new Output(new LossOutput(), value)]).Nodes.Count > 0;

    /// <summary>One step of a loop as a function, how many of its results are the next step's arguments, and where the gradient of the loop's value starts.</summary>
    private static (Graph Graph, int States, IReadOnlyList<int> Outputs)? StepOf(Node node) => node.Operation switch
    {
        // A history is the state that a step found, so what the one before it gave.
        Scan scan => (scan.Body.Step, scan.Body.States.Count, [scan.Body.IsHistory(scan.Output) ? scan.Output - scan.Body.History(0) : scan.Output]),
        FixedPoint point => (point.Step, 1, [0]),
        _ => null,
    };

    /// <summary>The arguments of a step that the gradient reaches, in it or in one before.</summary>
    private HashSet<int> ArgumentsReached(Graph step, int states, IReadOnlyList<int> outputs)
    {
        HashSet<int> open = [.. outputs];
        HashSet<int> arguments = [];
        HashSet<Node> reached = [];
        while (open.Count > 0)
        {
            Stack<Node> nodes = new(open.Select(output => step.Outputs[output].Value));
            while (nodes.Count > 0)
            {
                Node node = nodes.Pop();
                if (reached.Add(node))
                {
                    foreach (Node input in PassesTo(node))
                    {
                        nodes.Push(input);
                    }
                }
            }

            HashSet<int> before = [.. arguments];
            arguments.UnionWith(reached.Select(static node => node.Operation).OfType<BoundLeaf>().Select(static argument => argument.Index));
            open = [.. arguments.Where(argument => argument < states && !before.Contains(argument))];
        }

        return arguments;
    }

    /// <summary>The inputs that an operation passes its gradient on to.</summary>
    private HashSet<Node> PassesTo(Node node)
    {
        if (!_passes.TryGetValue(node, out HashSet<Node>? passes))
        {
            passes = Derive(node);
            _passes.Add(node, passes);
        }

        return passes;
    }

    private HashSet<Node> Derive(Node node)
    {
        Node[] inputs = [.. node.Operation.DifferentiableInputs(node).Distinct()];
        if (inputs.Length == 0)
        {
            return [];
        }

        if (StepOf(node) is { } step)
        {
            HashSet<int> reached = ArgumentsReached(step.Graph, step.States, step.Outputs);
            return [.. node.Inputs.Where((input, i) => reached.Contains(i) && inputs.Contains(input))];
        }

        if (node.Operation is JointOperation)
        {
            return [.. inputs];
        }

        // The operation alone, applied to arguments: what it adds to them is what it passes on.
        GraphBuilder alone = new();
        Dictionary<Node, Node> arguments = [];
        foreach (Node input in node.Inputs.Distinct())
        {
            arguments.Add(input, alone.Add(new BoundLeaf(arguments.Count, input.Type)));
        }

        Node copy = alone.Add(node.Operation, [.. node.Inputs.Select(input => arguments[input])]);
        Node cotangent = alone.Add(new BoundLeaf(arguments.Count, node.Type));
        Adjoints adjoints = new(alone, new HashSet<Node>(inputs.Select(input => arguments[input])));
        try
        {
            copy.Operation.Differentiate(copy, cotangent, adjoints);
        }
        catch (NoDerivativeException)
        {
            return [];
        }

        return [.. inputs.Where(input => adjoints[arguments[input]] is { Operation: not Fill { Value: 0 } })];
    }
}
