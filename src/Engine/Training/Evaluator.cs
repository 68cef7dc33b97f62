namespace Adjoint;

/// <summary>Evaluates parameters on one data set, in chunks; its memory is allocated once and serves every call.</summary>
internal sealed class Evaluator<TModel>
    where TModel : class, IModel<TModel>
{
    private readonly Dataset _data;
    private readonly int[] _sizes;
    private readonly int _classes;
    private readonly int _outputLength;
    private readonly int _rows;
    private readonly Workspace _workspace;
    private readonly float[] _outputs;

    /// <summary>Takes the memory for chunks of rows.</summary>
    /// <param name="data">The rows, which suit the model.</param>
    /// <param name="sizes">The values of the model's named sizes for them.</param>
    /// <param name="threads">The threads to run on.</param>
    public Evaluator(Dataset data, int[] sizes, Threads threads)
    {
        ModelDescription description = TModel.Describe(sizes);
        MemoryFormula memory = MemoryFormula.Larger(description.EvaluationMemory, description.PredictionMemory);
        _data = data;
        _sizes = sizes;
        _rows = description.HasBatch ? Math.Min(RowChunk.For(memory), data.Count) : 1;
        _workspace = new Workspace(
            Math.Max(description.EvaluationMemory.FloatsFor(_rows, threads.Count), description.PredictionMemory.FloatsFor(_rows, threads.Count)), threads);
        _classes = description.Loss is Loss.CrossEntropy or Loss.Focal ? description.OutputShape[^1] : 0;
        _outputLength = description.OutputLength;
        _outputs = new float[_classes > 0 ? checked(_rows * _outputLength) : 0];
    }

    /// <summary>
    /// The loss and, for a classifier, what its rows were taken for. The loss is the model's own program's, so that nothing here
    /// repeats what the declaration says; predictions are a second pass.
    /// </summary>
    public Evaluation Evaluate(ParameterBuffer parameters)
    {
        ConfusionMatrix? confusion = _classes > 0 ? new ConfusionMatrix(_classes) : null;
        double sum = 0;
        for (int start = 0; start < _data.Count; start += _rows)
        {
            Batch batch = _data.Slice(start, Math.Min(_rows, _data.Count - start), _sizes);
            sum += (double)TModel.Loss(parameters.Values, parameters.State, batch, _workspace) * batch.Count;
            if (confusion is not null)
            {
                Span<float> outputs = _outputs.AsSpan(0, batch.Count * _outputLength);
                TModel.Predict(parameters.Values, parameters.State, batch, outputs, _workspace);
                confusion.Add(batch.Labels, outputs);
            }
        }

        float? accuracy = confusion is null ? null : (float)(confusion.Correct / ((double)_data.Count * _data.LabelLength));
        return new Evaluation((float)(sum / _data.Count), accuracy, confusion, _data.Count);
    }
}
