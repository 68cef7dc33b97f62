using System.Collections.Immutable;

namespace Adjoint;

/// <summary>The loss that a model's attribute names, as an objective: it trains every parameter that is not frozen.</summary>
/// <typeparam name="TModel">The model.</typeparam>
public readonly struct LossObjective<TModel> : IObjective<TModel>
    where TModel : class, IModel<TModel>
{
    /// <inheritdoc/>
    public static string Name => "Loss";

    /// <inheritdoc/>
    public static ObjectiveDescription Describe(ReadOnlySpan<int> sizes)
    {
        ModelDescription model = TModel.Describe(sizes);
        ImmutableArray<string> updates = [.. model.Parameters.Where(static parameter => !parameter.IsFrozen).Select(static parameter => parameter.Name)];
        return new ObjectiveDescription
        {
            Name = Name,
            Inputs = model.Inputs,
            Target = model.Target,
            Updates = updates,
            TrainingMemory = model.TrainingMemory,
            EvaluationMemory = model.EvaluationMemory,
            InputGradientMemory = model.InputGradientMemory,
            Gradients = model.Gradients,
            GradientLength = model.GradientLength,
            FlopsPerSample = model.FlopsPerSample,
        };
    }

    /// <inheritdoc/>
    public static float Loss(ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, in Batch batch, Workspace workspace) =>
        TModel.Loss(parameters, state, in batch, workspace);

    /// <inheritdoc/>
    public static float Gradient(
        ReadOnlySpan<float> parameters, Span<float> state, in Batch batch, RandomKey key, Span<float> gradient, Workspace workspace) =>
        TModel.Gradient(parameters, state, in batch, key, gradient, workspace);
}
