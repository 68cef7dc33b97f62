using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Adjoint.Compiler.Plan;

namespace Adjoint;

/// <summary>Runs a program over a batch, a few samples at a time; generated code calls it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MicroBatches
{
    /// <summary>Runs a program whose results lie along samples, each in its place.</summary>
    /// <typeparam name="TProgram">The program.</typeparam>
    /// <param name="parameters">The parameter buffer.</param>
    /// <param name="state">The running state.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="result">Receives the results of all samples.</param>
    /// <param name="memory">The program's memory.</param>
    /// <param name="workspace">The arena and the threads.</param>
    /// <returns>The sum of what the micro-batches return.</returns>
    /// <exception cref="ArgumentException">The arena is too small.</exception>
    public static float Run<TProgram>(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, in Batch batch, Span<float> result, MemoryFormula memory, Workspace workspace)
        where TProgram : struct, IMicroBatchProgram => Sum<TProgram>(parameters, state, in batch, result, [], memory, workspace);

    /// <summary>Runs a program whose results are sums over the samples.</summary>
    /// <typeparam name="TProgram">The program.</typeparam>
    /// <param name="parameters">The parameter buffer.</param>
    /// <param name="state">The running state.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="result">Receives the sums.</param>
    /// <param name="written">The places of the result that the program writes: offset and length, in turn.</param>
    /// <param name="memory">The program's memory.</param>
    /// <param name="workspace">The arena and the threads.</param>
    /// <returns>The sum of what the micro-batches return.</returns>
    /// <exception cref="ArgumentException">The arena is too small.</exception>
    public static unsafe float Sum<TProgram>(
        ReadOnlySpan<float> parameters,
        ReadOnlySpan<float> state,
        in Batch batch,
        Span<float> result,
        ReadOnlySpan<int> written,
        MemoryFormula memory,
        Workspace workspace)
        where TProgram : struct, IMicroBatchProgram
    {
        MicroBatchPlan plan = memory.PlanFor(batch.Count);
        Span<float> arena = workspace.Take(memory.FloatsFor(batch.Count));
        if (plan.Count == 1)
        {
            return TProgram.Run(
                new MicroBatch { Batch = batch, First = 0, Count = batch.Count, Parameters = parameters, State = state, Arena = arena, Threads = workspace.Threads }, result);
        }

        // A caller may have room for more than the program writes.
        result = memory.Sums > 0 && memory.Sums < result.Length ? result[..memory.Sums] : result;
        fixed (float* parameterPointer = parameters, statePointer = state, inputs = batch.Inputs, targets = batch.Targets, resultPointer = result)
        fixed (int* integers = batch.IntegerInputs, labels = batch.Labels, sizes = batch.Sizes, ranges = written)
        {
            MicroBatchJob<TProgram> job = new()
            {
                Plan = plan,
                Samples = batch.Count,
                Parameters = new(parameterPointer, parameters.Length),
                State = new(statePointer, state.Length),
                Inputs = new(inputs, batch.Inputs.Length),
                IntegerInputs = new(integers, batch.IntegerInputs.Length),
                Labels = new(labels, batch.Labels.Length),
                Targets = new(targets, batch.Targets.Length),
                Sizes = new(sizes, batch.Sizes.Length),
                Result = new(resultPointer, result.Length),
                Written = new(ranges, written.Length),
                LaneFloats = arena.Length,
                ProgramFloats = checked((int)memory.FloatsAtOnce(plan.Largest)),
                Arena = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(workspace.Arena)),
                Threads = workspace.Threads,
            };

            // The arena may be one for fewer threads than there are.
            int lanes = plan.LanesFor(workspace.Threads.Count);
            workspace.Threads.Run(ref job, (long)lanes * arena.Length <= workspace.Arena.Length ? lanes : 1, long.MaxValue);
            return job.Total;
        }
    }
}
