using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;

namespace Adjoint.Compiler.Differentiate;

/// <summary>
/// Parts of gradients, computed alone: the positions are taken of what the gradient is made of, as far down as that makes less work. Of the rows of a
/// product only those of its left factor are needed, of a convolution's kernel gradient only some channels of the image.
/// </summary>
/// <remarks>
/// What others need as a whole is computed once, as a whole, and the positions are taken of that: of a layer's derivative, which its bias and the layers
/// before it need, those of some outputs. Each part stands where the whole gradient stood, so that nothing waits for it in memory.
/// </remarks>
internal sealed class Narrowing
{
    private readonly Graph _graph;
    private readonly ILookup<Node, (OutputTarget Target, TrainedSlice Slice)> _parts;
    private readonly NarrowedValues _values;
    private readonly GraphBuilder _builder = new();
    private readonly Dictionary<Node, Node> _copies = [];
    private readonly Dictionary<(Node, TrainedSlice), Node> _narrowed = [];

    private Narrowing(Graph graph, Dictionary<OutputTarget, TrainedSlice> slices)
    {
        _graph = graph;
        _parts = graph.Outputs.Where(output => slices.ContainsKey(output.Target)).ToLookup(static output => output.Value, output => (output.Target, slices[output.Target]));
        _values = new NarrowedValues(
            graph,
            [.. _parts.SelectMany(static part => part.Select(asked => (part.Key, asked.Slice)))],
            [.. graph.Outputs.Where(output => !slices.ContainsKey(output.Target)).Select(static output => output.Value)]);
    }

    /// <summary>A graph of which some gradients are left as parts.</summary>
    /// <param name="graph">The graph with whole gradients.</param>
    /// <param name="sliceOf">The positions of a parameter that are trained; null for all.</param>
    public static Graph Run(Graph graph, Func<string, TrainedSlice?> sliceOf)
    {
        Dictionary<OutputTarget, TrainedSlice> slices = [];
        foreach (GradientOutput gradient in graph.Outputs.Select(static output => output.Target).OfType<GradientOutput>())
        {
            if (sliceOf(gradient.Parameter) is { } slice)
            {
                slices.Add(gradient, slice);
            }
        }

        return slices.Count == 0 ? graph : new Narrowing(graph, slices).Run();
    }

    private Graph Run()
    {
        Dictionary<OutputTarget, Node> narrowed = [];
        foreach (Node node in _graph.Nodes)
        {
            _builder.Origin = node.Origin;
            _copies.Add(node, _builder.AddAgain(node, _copies));
            foreach ((OutputTarget target, TrainedSlice slice) in _parts[node])
            {
                narrowed.Add(target, Narrow(node, slice, node.Origin));
            }
        }

        return _builder.Build([.. _graph.Outputs.Select(output => output with { Value = narrowed.TryGetValue(output.Target, out Node? part) ? part : _copies[output.Value] })]);
    }

    /// <summary>A value at some positions.</summary>
    /// <param name="value">The value.</param>
    /// <param name="slice">The positions.</param>
    /// <param name="origin">The origin of the gradient that it is for.</param>
    private Node Narrow(Node value, TrainedSlice slice, Origin origin)
    {
        if (!_narrowed.TryGetValue((value, slice), out Node? part))
        {
            part = _values.IsNarrowed(value) ? OfParts(value, slice, origin) : Taken(_copies[value], slice, origin);
            _narrowed.Add((value, slice), part);
        }

        return part;
    }

    private Node Taken(Node whole, TrainedSlice slice, Origin origin)
    {
        _builder.Origin = origin;
        Node[] parts = [.. slice.Runs.Select(run => _builder.Slice(whole, slice.Axis, run.Start, run.Length))];
        return parts.Length == 1 ? parts[0] : _builder.Concat(slice.Axis, parts);
    }

    private Node OfParts(Node value, TrainedSlice slice, Origin origin)
    {
        IReadOnlyList<int?> axes = NarrowedValues.AxesOfInputs(value, slice.Axis);
        Node[] inputs = [.. value.Inputs.Select((input, i) => axes[i] is { } axis ? Narrow(input, slice with { Axis = axis }, origin) : Unnarrowed(input))];
        _builder.Origin = value.Origin;
        return _builder.Add(value.Operation, inputs);

        Node Unnarrowed(Node input) => value.Operation is ElementwiseOperation && input.Operation is Fill fill
            ? _builder.Fill(slice.Of(value.Shape), fill.Value, fill.Divisor)
            : _copies[input];
    }
}
