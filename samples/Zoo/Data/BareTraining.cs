using System.Collections.Immutable;
using Adjoint;

namespace Zoo.Data;

/// <summary>
/// Training as a small device does it: one sample at a time, by gradient descent that remembers nothing, in buffers that are all made here and counted.
/// </summary>
/// <typeparam name="TModel">The model.</typeparam>
/// <typeparam name="TObjective">What it is trained for: an image and its label.</typeparam>
internal sealed class BareTraining<TModel, TObjective>
    where TModel : class, IModel<TModel>
    where TObjective : struct, IObjective<TModel>
{
    private readonly float[] _parameters;
    private readonly float[] _state;
    private readonly float[] _gradient;
    private readonly float[] _image;
    private readonly int[] _label = new int[1];
    private readonly Workspace _workspace;
    private readonly ImmutableArray<(ParameterInfo Parameter, GradientInfo Gradient)> _trained;

    /// <summary>Makes all buffers.</summary>
    /// <param name="start">The parameters to start from.</param>
    /// <param name="threads">The threads to work on.</param>
    public BareTraining(ParameterBuffer start, Threads threads)
    {
        ModelDescription model = start.Description;
        ObjectiveDescription objective = TObjective.Describe(model.Sizes.AsSpan());
        _parameters = start.Values.ToArray();
        _state = start.State.ToArray();
        _gradient = new float[objective.Gradients.IsEmpty ? model.ParameterBufferLength : objective.GradientLength];
        _image = new float[model.InputLength];
        _workspace = new Workspace(objective.TrainingMemory.FloatsFor(1), threads);
        _trained = objective.Gradients.IsEmpty
            ? [.. model.Parameters.Select(static parameter => (parameter, new GradientInfo(parameter.Name, parameter.Offset)))]
            : [.. objective.Gradients.Select(gradient => (model.Parameters.Single(parameter => parameter.Name == gradient.Parameter), gradient))];
    }

    /// <summary>The bytes of all buffers that a step reads or writes.</summary>
    public long Bytes => (sizeof(float) * ((long)_parameters.Length + _state.Length + _gradient.Length + _image.Length)) + (sizeof(int) * _label.Length) + _workspace.Bytes;

    /// <summary>The model as it is now.</summary>
    public TModel Model() => TModel.FromParameters(ParameterBuffer.FromValues(TModel.Description, _parameters));

    /// <summary>Learns from one sample.</summary>
    public void Step(ReadOnlySpan<float> image, int label, float rate)
    {
        image.CopyTo(_image);
        _label[0] = label;
        TObjective.Gradient(_parameters, _state, new Batch { Count = 1, Inputs = _image, IntegerInputs = _label }, default, _gradient, _workspace);
        foreach ((ParameterInfo parameter, GradientInfo gradient) in _trained)
        {
            Descend(parameter, gradient, rate);
        }
    }

    /// <summary>The gradient has the trained positions one after the other, and the parameter has others between them.</summary>
    private void Descend(ParameterInfo parameter, GradientInfo gradient, float rate)
    {
        if (gradient.Runs.IsEmpty)
        {
            Descend(parameter.Offset, parameter.Length, gradient.Offset, rate);
            return;
        }

        int inner = 1;
        for (int axis = gradient.Axis + 1; axis < parameter.Shape.Length; axis++)
        {
            inner *= parameter.Shape[axis];
        }

        int stride = inner * parameter.Shape[gradient.Axis];
        int from = gradient.Offset;
        for (int outer = parameter.Offset; outer < parameter.Offset + parameter.Length; outer += stride)
        {
            for (int run = 0; run < gradient.Runs.Length; run += 2)
            {
                int length = gradient.Runs[run + 1] * inner;
                Descend(outer + (gradient.Runs[run] * inner), length, from, rate);
                from += length;
            }
        }
    }

    private void Descend(int to, int length, int from, float rate)
    {
        for (int i = 0; i < length; i++)
        {
            _parameters[to + i] -= rate * _gradient[from + i];
        }
    }
}
