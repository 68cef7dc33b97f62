namespace Adjoint.Benchmarks.Workloads;

/// <summary>The prediction of one sample into memory that is there.</summary>
/// <typeparam name="TModel">The model.</typeparam>
/// <param name="Name">The name.</param>
/// <param name="Parameters">The number of parameters that the model is to have.</param>
/// <param name="Flops">The floating-point operations, as the heading of the generated program says.</param>
/// <param name="Create">Makes the model.</param>
internal sealed record PredictionWorkload<TModel>(string Name, int Parameters, long Flops, Func<TModel> Create) : Workload(Name)
    where TModel : class, IModel<TModel>
{
    /// <inheritdoc/>
    public override PreparedWorkload Prepare(Threads threads)
    {
        ParameterBuffer parameters = Create().Parameters;
        ModelDescription description = parameters.Description;
        CheckParameters(description, Parameters);
        Samples samples = Samples.For(description, 1);
        float[] outputs = new float[description.OutputLength];
        Workspace workspace = new(description.PredictionMemory.FloatsFor(1), threads);
        return new PreparedWorkload(
            () => TModel.Predict(parameters.Values, parameters.State, samples.Batch, outputs, workspace),
            workspace.Bytes,
            Flops,
            sizeof(float) * ((long)description.ParameterCount + description.InputLength + description.OutputLength));
    }
}
