using System.Collections.Immutable;
using System.ComponentModel;

namespace Adjoint;

/// <summary>A generated program that writes values one after the other.</summary>
/// <param name="parameters">The parameter buffer.</param>
/// <param name="state">The running state.</param>
/// <param name="batch">The inputs.</param>
/// <param name="outputs">Receives the values.</param>
/// <param name="workspace">An arena as large as the program needs.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void OutputProgram(
    ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, in Batch batch, Span<float> outputs, Workspace workspace);

/// <summary>Runs a model's programs for members with typed arguments; generated code calls it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ProgramCall
{
    /// <summary>Runs a program and gives each of the values that it writes an array of its own.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="samples">The inputs.</param>
    /// <param name="outputs">What the program writes.</param>
    /// <param name="memory">The arena that it needs.</param>
    /// <param name="program">The program.</param>
    public static float[][] Run(
        ParameterBuffer parameters, SampleBuffer samples, ImmutableArray<TensorInfo> outputs, MemoryFormula memory, OutputProgram program)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(program);
        float[] written = new float[checked(outputs.Sum(output => output.LengthFor(samples.Count)))];
        program(parameters.Values, parameters.State, samples.Batch, written, new Workspace(memory.FloatsFor(samples.Count)));
        float[][] values = new float[outputs.Length][];
        int start = 0;
        for (int i = 0; i < values.Length; i++)
        {
            int length = outputs[i].LengthFor(samples.Count);
            values[i] = written.AsSpan(start, length).ToArray();
            start += length;
        }

        return values;
    }

    /// <summary>An objective's value as in prediction.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <typeparam name="TObjective">The objective.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="samples">The inputs.</param>
    public static float Loss<TModel, TObjective>(TModel model, SampleBuffer samples)
        where TModel : class, IModel<TModel>
        where TObjective : struct, IObjective<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(samples);
        Batch batch = samples.Batch;
        SizeBinding.Check<TModel>(model.Parameters, batch.Sizes);
        Workspace workspace = new(TObjective.Describe(batch.Sizes).EvaluationMemory.FloatsFor(batch.Count));
        return TObjective.Loss(model.Parameters.Values, model.Parameters.State, in batch, workspace);
    }
}
