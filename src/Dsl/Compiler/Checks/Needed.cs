using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Trace;

namespace Adjoint.Compiler.Checks;

/// <summary>The values that some program of a model computes.</summary>
internal static class Needed
{
    /// <summary>All of them, in order of construction.</summary>
    public static IReadOnlyList<Node> By(TracedModel model) => model.Builder.Build(
    [
        .. model.Outputs.Select(static output => output.Value)
            .Concat(model.Taps.Select(static tap => tap.Value))
            .Concat(model.Objectives.SelectMany(static objective => objective.Updates.Select(static update => update.Value).Concat([objective.Loss])))
            .Select(static value => new Output(new LossOutput(), value)),
    ]).Nodes;
}
