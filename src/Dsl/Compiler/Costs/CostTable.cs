using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Plan;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Costs;

/// <summary>
/// What each part costs a program. A value that several parts have in common costs the one that mentions it first. The sums are the
/// program's: its operations, the model's parameters, and the floats that it saves.
/// </summary>
/// <param name="Rows">The costs of parts, in order of the declaration; what costs nothing is there only when it is a part.</param>
internal sealed record CostTable(IReadOnlyList<CostRow> Rows)
{
    /// <summary>The costs of all parts.</summary>
    public CostRow Total => Rows.Aggregate(new CostRow("Total"), static (sum, part) => sum.Plus(part));

    /// <summary>The costs of a program of a model.</summary>
    public static CostTable Of(CompiledProgram program, CompiledModel model)
    {
        PartPaths paths = new(model.Signature);
        Dictionary<string, CostRow> costs = paths.All.ToDictionary(static path => path, static path => new CostRow(path), StringComparer.Ordinal);
        Dictionary<string, Size> trained = program.Graph.Outputs.Where(static output => output.Target is GradientOutput)
            .ToDictionary(static output => ((GradientOutput)output.Target).Parameter, static output => output.Value.Shape.Count, StringComparer.Ordinal);
        foreach (PlacedParameter parameter in model.Parameters.Items)
        {
            Add(parameter.FullName, new CostRow(string.Empty)
            {
                Parameters = parameter.Length,
                Trained = trained.TryGetValue(parameter.FullName, out Size count) ? count : Size.Zero,
            });
        }

        foreach (Node node in JointOperation.Once(program.Graph))
        {
            AddFlops(node, Size.One, isBackward: false);
        }

        foreach (PlannedBuffer buffer in program.Plan.Buffers)
        {
            Add((buffer.Kept ?? buffer.Values[0]).Origin.Part, buffer.Kept is null
                ? new CostRow(string.Empty) { Scratch = buffer.Floats }
                : new CostRow(string.Empty) { Saved = buffer.Floats });
        }

        return new CostTable([.. paths.All.Select(path => costs[path]).Where(cost => paths.IsPart(cost.Part) || !cost.IsNothing)]);

        void Add(string name, CostRow cost)
        {
            string path = paths.Of(name);
            costs[path] = costs[path].Plus(cost);
        }

        // The steps of a loop belong to the parts that they call, and those of a loop of the backward pass to it.
        void AddFlops(Node node, Size times, bool isBackward)
        {
            isBackward |= node.Origin.IsBackward;
            (Graph? step, Size steps) = node.Operation switch
            {
                Scan scan => (scan.Body.Step, scan.Body.Length),
                FixedPoint point => (point.Step, point.Iterations),
                _ => ((Graph?)null, Size.One),
            };
            if (step is null)
            {
                Size flops = times * node.Operation.Flops(node);
                Add(node.Origin.Part, isBackward ? new CostRow(string.Empty) { BackwardFlops = flops } : new CostRow(string.Empty) { ForwardFlops = flops });
                return;
            }

            foreach (Node inner in step.Nodes)
            {
                AddFlops(inner, times * steps, isBackward);
            }
        }
    }
}
