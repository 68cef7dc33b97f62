using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;

namespace Adjoint.Emit;

/// <summary>
/// What values are called within their parts: by their step, and by their layer too where two layers of a part have such a step. What
/// is only moved, to suit the kernel that reads it, is called after what it was.
/// </summary>
internal sealed class StepNames
{
    private readonly CompiledProgram _program;
    private readonly HashSet<(string Part, string Step)> _shared;
    private readonly HashSet<Node> _partResults;
    private readonly Dictionary<Node, Node> _sources = [];

    public StepNames(CompiledProgram program)
    {
        _program = program;
        _shared =
        [
            .. program.Graph.Nodes.Concat(WithSteps(program.Kernels).SelectMany(static kernel => kernel.Computes))
                .Where(static node => node.Origin.Step is not null)
                .GroupBy(static node => (node.Origin.Part, node.Origin.Step!))
                .Where(static same => same.Select(static node => node.Origin.Layer).Distinct().Count() > 1)
                .Select(static same => same.Key),
        ];

        // The last value that a part stores in the forward pass is the part's, unless it is a step towards one that is not stored;
        // earlier ones are their layers'.
        Dictionary<string, Origin> lastOrigins = program.Graph.Nodes
            .Where(static node => node.Origin is { IsBackward: false, IsKept: false } && node.Operation is not (Leaf or Reshape))
            .GroupBy(static node => node.Origin.Part)
            .ToDictionary(static part => part.Key, static part => part.Last().Origin);
        _partResults =
        [
            .. program.Kernels.SelectMany(static kernel => kernel.Writes)
                .Where(static node => !node.Origin.IsBackward && node.Operation is not MaxPoolIndices && !node.Origin.IsKept && !IsHistory(node))
                .GroupBy(static node => node.Origin.Part)
                .Select(static part => part.Last())
                .Where(node => node.Origin.Step is null || node.Origin == lastOrigins[node.Origin.Part]),
        ];
        foreach (Kernel kernel in WithSteps(program.Kernels))
        {
            if (Moved(kernel) is { } source)
            {
                _sources.Add(kernel.Writes[0], source);
            }
        }
    }

    /// <summary>A value's name within its part: <c>Queries</c>, <c>GroupNorm.Mean</c>, or its layer; empty for what is no more than its part.</summary>
    public string WithinPart(Origin origin) => origin.Step is null ? origin.Layer ?? string.Empty
        : origin.Layer is not null && _shared.Contains((origin.Part, origin.Step)) ? $"{origin.Layer}.{origin.Step}"
        : origin.Step;

    /// <summary>Whether a value is what its part gives.</summary>
    public bool IsPart(Node node) => _partResults.Contains(node);

    /// <summary>The value that a kernel only moves; null when it computes something, or what its part or the program gives.</summary>
    public Node? Moved(Kernel kernel)
    {
        Node? source = kernel switch
        {
            BroadcastKernel broadcast => broadcast.Input,
            MoveKernel { Node.Operation: Permute or Pad or Flip } move => move.Sources[0],
            _ => null,
        };
        return source is null || IsPart(kernel.Writes[0]) || _program.Plan.Outputs.ContainsKey(kernel.Writes[0]) ? null : source;
    }

    /// <summary>A value as it was before it was moved.</summary>
    public Node Unmoved(Node value) => _sources.TryGetValue(value, out Node? source) ? Unmoved(source) : value;

    /// <summary>What has happened to a value that was moved.</summary>
    public static string Participle(Node moved) => moved.Operation switch
    {
        Broadcast => "Repeated",
        Permute => "Transposed",
        Pad => "Padded",
        _ => "Reversed",
    };

    /// <summary>Whether a value is the states of a loop before each of its steps.</summary>
    public static bool IsHistory(Node node) => node.Operation is Scan scan && scan.Body.IsHistory(scan.Output);

    /// <summary>Kernels, and those of the steps of loops among them.</summary>
    public static IEnumerable<Kernel> WithSteps(IEnumerable<Kernel> kernels) =>
        kernels.SelectMany(static kernel => kernel is LoopKernel loop ? WithSteps(loop.Once.Concat(loop.Steps)).Prepend(kernel) : [kernel]);
}
