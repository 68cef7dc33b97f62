using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Programs;

namespace Adjoint.Emit;

/// <summary>What values are called within their parts: by their step, and by their layer too where two layers of a part have such a step.</summary>
internal sealed class StepNames
{
    private readonly HashSet<(string Part, string Step)> _shared;

    public StepNames(CompiledProgram program)
    {
        _shared = [.. program.Graph.Nodes.Concat(program.Kernels.SelectMany(InLoops))
            .Where(static node => node.Origin.Step is not null)
            .GroupBy(static node => (node.Origin.Part, node.Origin.Step!))
            .Where(static same => same.Select(static node => node.Origin.Layer).Distinct().Count() > 1)
            .Select(static same => same.Key)];
    }

    /// <summary>A value's name within its part: <c>Queries</c>, <c>GroupNorm.Mean</c>, or its layer; empty for what is no more than its part.</summary>
    public string WithinPart(Origin origin) => origin.Step is null ? origin.Layer ?? string.Empty
        : origin.Layer is not null && _shared.Contains((origin.Part, origin.Step)) ? $"{origin.Layer}.{origin.Step}"
        : origin.Step;

    private static IEnumerable<Node> InLoops(Kernel kernel) => kernel is LoopKernel loop
        ? loop.Once.Concat(loop.Steps).SelectMany(static step => step.Computes.Concat(InLoops(step)))
        : [];
}
