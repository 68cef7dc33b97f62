namespace Adjoint;

/// <summary>Evaluates parameters on one data set, in chunks; its memory is allocated once and serves every call.</summary>
internal sealed class Evaluator<TModel>
    where TModel : class, IModel<TModel>
{
    private readonly Dataset _data;
    private readonly int _rows;
    private readonly Workspace _workspace;
    private readonly float[] _outputs;

    public Evaluator(Dataset data, Threads threads)
    {
        ModelDescription description = TModel.Description;
        MemoryFormula memory = Larger(description.EvaluationMemory, description.PredictionMemory);
        _data = data;
        _rows = Math.Min(RowChunk.For(memory), data.Count);
        _workspace = new Workspace(
            Math.Max(description.EvaluationMemory.FloatsFor(_rows), description.PredictionMemory.FloatsFor(_rows)), threads);
        _outputs = new float[description.Loss == Loss.CrossEntropy ? checked(_rows * description.OutputLength) : 0];
    }

    /// <summary>
    /// The loss and, for a classifier, what its rows were taken for. The loss is the model's own program's, so that nothing here
    /// repeats what the declaration says; predictions are a second pass.
    /// </summary>
    public Evaluation Evaluate(ParameterBuffer parameters)
    {
        int classes = TModel.Description.OutputLength;
        ConfusionMatrix? confusion = _outputs.Length > 0 ? new ConfusionMatrix(classes) : null;
        double sum = 0;
        for (int start = 0; start < _data.Count; start += _rows)
        {
            Batch batch = _data.Slice(start, Math.Min(_rows, _data.Count - start));
            sum += (double)TModel.Loss(parameters.Values, parameters.State, batch, _workspace) * batch.Count;
            if (confusion is not null)
            {
                Span<float> outputs = _outputs.AsSpan(0, batch.Count * classes);
                TModel.Predict(parameters.Values, parameters.State, batch.Inputs, outputs, batch.Count, _workspace);
                confusion.Add(batch.Labels, outputs);
            }
        }

        return new Evaluation((float)(sum / _data.Count), confusion?.Correct / (float)_data.Count, confusion, _data.Count);
    }

    private static MemoryFormula Larger(MemoryFormula a, MemoryFormula b) =>
        new(Math.Max(a.FloatsPerSample, b.FloatsPerSample), Math.Max(a.Floats, b.Floats));
}
