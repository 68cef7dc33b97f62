using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Plan;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Budgets;

/// <summary>What a training step takes, in bytes and operations, for a batch of some samples on one thread.</summary>
/// <param name="Parameters">The bytes of parameters and running values.</param>
/// <param name="Gradients">The bytes of gradients.</param>
/// <param name="Arena">The bytes of the program's arena: of one that takes a few samples at a time, with the gradients that they add.</param>
/// <param name="Samples">The bytes of the batch.</param>
/// <param name="Flops">The floating-point operations.</param>
internal sealed record StepCost(long Parameters, long Gradients, long Arena, long Samples, long Flops)
{
    /// <summary>All bytes.</summary>
    public long Bytes => Parameters + Gradients + Arena + Samples;

    /// <summary>The cost of an objective's step; null where sizes have names that a build does not know.</summary>
    public static StepCost? Of(ModelSignature model, ObjectiveSignature objective, CompiledProgram program, int batch)
    {
        Size samples = objective.Inputs.Aggregate(Size.Zero, static (sum, input) => sum + input.Type.Shape.Count) + (objective.Target?.Shape.Count ?? Size.Zero);
        MicroBatchPlan plan = new(batch, program.MicroBatch ?? int.MaxValue);
        return Number(model.Parameters.Length + model.States.Length, batch) is { } parameters
            && Number(objective.Gradients.Length, batch) is { } gradients
            && Number(program.Plan.Total, plan.Largest) is { } atOnce
            && Number(samples, batch) is { } numbers
            && Number(program.Flops, batch) is { } flops
            ? new StepCost(sizeof(float) * parameters, sizeof(float) * gradients, sizeof(float) * (plan.Count == 1 ? atOnce : atOnce + gradients), sizeof(float) * numbers, flops)
            : null;
    }

    private static long? Number(Size size, int batch)
    {
        Size value = size.Substitute(name => name == Size.BatchName || Size.WholeBatch.Names.Contains(name) ? batch : null);
        return value.IsConstant ? value.Constant : null;
    }
}
