using System.Collections.Immutable;

namespace Adjoint;

/// <summary>
/// The loss that a model's attribute names, or else its first objective, as an objective: it trains every parameter that its program computes a gradient of, which is each that
/// is not frozen unless a budget has chosen some.
/// </summary>
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

        // What is trained is said once, by where its gradient lies.
        ImmutableArray<string> updates = model.Gradients.IsEmpty
            ? [.. model.Parameters.Where(static parameter => !parameter.IsFrozen).Select(static parameter => parameter.Name)]
            : [.. model.Gradients.Select(static gradient => gradient.Parameter)];
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
