namespace Adjoint.Benchmarks.Workloads;

/// <summary>A step of training on a fixed batch: prediction, loss, gradient, and the optimizer's move of the parameters.</summary>
/// <typeparam name="TModel">The model.</typeparam>
/// <param name="Name">The name.</param>
/// <param name="Parameters">The number of parameters that the model is to have.</param>
/// <param name="BatchSize">The number of samples.</param>
/// <param name="Create">Makes the model.</param>
/// <param name="Optimizer">How the parameters are moved.</param>
internal sealed record TrainingWorkload<TModel>(string Name, int Parameters, int BatchSize, Func<TModel> Create, Optimizer Optimizer) : Workload(Name)
    where TModel : class, IModel<TModel>
{
    /// <summary>Draws the batch.</summary>
    public Func<ModelDescription, int, Samples> Draw { get; init; } = Samples.For;

    /// <inheritdoc/>
    public override PreparedWorkload Prepare(Threads threads)
    {
        TModel model = Create();
        ModelDescription description = model.Parameters.Description;
        CheckParameters(description, Parameters);
        Trainer<TModel> trainer = new(model, Optimizer, threads: threads);
        Samples samples = Draw(description, BatchSize);
        return new PreparedWorkload(
            () => trainer.Step(samples.Batch),
            description.TrainingMemory.BytesFor(BatchSize),
            description.FlopsPerSample * BatchSize,
            sizeof(float) * ((2L * description.ParameterCount) + ((long)BatchSize * description.InputLength)));
    }
}
