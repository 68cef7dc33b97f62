using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Simplify;

namespace Adjoint.Compiler.Fuse;

/// <summary>The step of a loop as kernels, without what no asked result of the loop depends on.</summary>
internal sealed class ScanStep
{
    private readonly IReadOnlyDictionary<int, Node> _results;
    private readonly IReadOnlyList<Node> _inputs;
    private readonly Graph _graph;
    private readonly HashSet<Node> _placed = [];

    private ScanStep(IReadOnlyList<Node> results)
    {
        Body = ((Scan)results[0].Operation).Body;
        _results = results.ToDictionary(static result => ((Scan)result.Operation).Output);
        _inputs = [.. StoredValues.Inputs(results[0])];
        int[] states = NeededStates();
        int[] stacked = [.. Enumerable.Range(0, Body.Results.Count).Where(result => _results.ContainsKey(Body.Stacked(result)))];
        _graph = Formed([.. states, .. stacked.Select(Body.Stacked)]);
        Kernels = FusionPass.RunStep(_graph);

        // What is stored once has one place, and is copied to others.
        Node[] values = [.. _graph.Outputs.Select(static output => StoredValues.Root(output.Value))];
        Stacked =
        [
            .. stacked.Select((result, index) =>
            {
                Node value = values[states.Length + index];
                LoopResult loop = new(value, _results[Body.Stacked(result)], Body.Results[result], IsInPlace: false);
                return loop with { IsInPlace = loop.IsRun && value.Operation is not Leaf && _placed.Add(value) };
            }),
        ];
        States =
        [
            .. states.Select((state, index) =>
            {
                Node argument = Argument(state);
                bool inPlace = !_placed.Contains(values[index]) && MayReplace(values[index], argument) && _placed.Add(values[index]);
                return new LoopState(argument, _inputs[state], values[index], Result(Body.Final(state)), inPlace);
            }),
        ];
        Histories =
        [
            .. states.Select((state, index) => (States[index], Result(Body.History(state))!)).Where(static pair => pair.Item2 is not null),
        ];
        Items =
        [
            .. from sequence in Enumerable.Range(0, Body.Sequences.Count)
               let argument = Find(Body.FirstItem + sequence)
               where argument is not null
               select new LoopItem(argument, _inputs[Body.FirstItem + sequence], Body.Sequences[sequence], Body.Length),
        ];
        Captured =
        [
            .. from input in Enumerable.Range(Body.FirstCaptured, Body.Captured.Count)
               let argument = Find(input)
               where argument is not null
               select (argument, _inputs[input]),
        ];
    }

    public ScanBody Body { get; }

    public IReadOnlyList<Kernel> Kernels { get; }

    public IReadOnlyList<LoopState> States { get; }

    public IReadOnlyList<LoopItem> Items { get; }

    public IReadOnlyList<LoopResult> Stacked { get; }

    public IReadOnlyList<(LoopState State, Node History)> Histories { get; }

    public IReadOnlyList<(Node Argument, Node Value)> Captured { get; }

    /// <summary>The step of the loop that gives some nodes.</summary>
    public static ScanStep Of(IReadOnlyList<Node> results) => new(results);

    /// <summary>Whether a value of the step is computed in the memory of a state or of what the loop gives.</summary>
    public bool IsPlaced(Node value) => _placed.Contains(value);

    private Node? Result(int output) => _results.TryGetValue(output, out Node? result) ? result : null;

    /// <summary>The states that are asked for, and those that influence what is asked for in some later step.</summary>
    private int[] NeededStates()
    {
        HashSet<int> outputs =
        [
            .. Enumerable.Range(0, Body.States.Count).Where(state => _results.ContainsKey(Body.Final(state)) || _results.ContainsKey(Body.History(state))),
            .. Enumerable.Range(0, Body.Results.Count).Select(Body.Stacked).Where(_results.ContainsKey),
        ];
        int before;
        do
        {
            before = outputs.Count;
            HashSet<Node> reached = [.. outputs.Select(output => Body.Step.Outputs[output].Value)];
            foreach (Node node in Body.Step.Nodes.Reverse().Where(reached.Contains))
            {
                reached.UnionWith(node.Inputs);
            }

            outputs.UnionWith(reached.Select(static node => node.Operation).OfType<BoundLeaf>().Select(static leaf => leaf.Index).Where(index => index < Body.States.Count));
        }
        while (outputs.Count > before);

        return [.. outputs.Where(output => output < Body.States.Count).OrderBy(static state => state)];
    }

    /// <summary>The step in forms that have kernels.</summary>
    private Graph Formed(int[] outputs)
    {
        Output[] wanted = [.. outputs.Select(output => Body.Step.Outputs[output])];
        Graph simple = Rewriter.Run(GraphBuilder.Part(Body.Step.Nodes, wanted), AlgebraicRules.Derived);
        Graph formed = TurnedMatrices.Of(Rewriter.Run(simple, KernelForms.All), argument => argument.Index >= Body.FirstCaptured);
        (GraphBuilder builder, Graph graph) = GraphBuilder.From(formed);

        // A state that another state takes over is copied first, because both are set at the end of the step.
        return builder.Build(
        [
            .. graph.Outputs.Select((output, index) =>
                outputs[index] < Body.States.Count && StateOf(output.Value) is { } state && state != outputs[index]
                    ? output with { Value = builder.Add(new Copy(), output.Value) }
                    : output),
        ]);
    }

    private int? StateOf(Node value) =>
        StoredValues.Root(value).Operation is BoundLeaf { Index: var index } && index < Body.States.Count ? index : null;

    /// <summary>The node of an argument; a new one when the step does not ask for it.</summary>
    private Node Argument(int index) => Find(index) ?? new Node(-1, new BoundLeaf(index, Body.States[index]), [], Body.States[index], _inputs[index].Origin);

    private Node? Find(int index) => _graph.Nodes.FirstOrDefault(node => node.Operation is BoundLeaf leaf && leaf.Index == index);

    /// <summary>Whether a next state can be computed in the memory of the state: nobody reads that any more.</summary>
    private bool MayReplace(Node next, Node state)
    {
        if (next.Operation is Leaf || _graph.Outputs.Any(output => StoredValues.Root(output.Value) == state))
        {
            return false;
        }

        Kernel writer = Kernels.First(kernel => kernel.Writes.Contains(next));
        return !Kernels.SkipWhile(kernel => kernel != writer).Skip(1).Any(kernel => kernel.Reads.Contains(state))
            && (!writer.Reads.Contains(state) || (writer.MayOverwrite(state) && writer.Writes[0] == next));
    }
}
