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

        foreach (OperationCost cost in JointOperation.Once(program.Graph).SelectMany(OperationCost.Of))
        {
            Add(cost.Part, cost.IsBackward ? new CostRow(string.Empty) { BackwardFlops = cost.Flops } : new CostRow(string.Empty) { ForwardFlops = cost.Flops });
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
    }
}
