namespace Adjoint;

/// <summary>
/// One thing that a model is trained for, with its programs, which are pure functions of their arguments as those of
/// <see cref="IModel{TSelf}"/> are. The generator writes one for each method with <c>[Objective]</c>.
/// </summary>
/// <typeparam name="TModel">The model.</typeparam>
public interface IObjective<TModel>
    where TModel : class, IModel<TModel>
{
    /// <summary>The name of the method.</summary>
    static abstract string Name { get; }

    /// <summary>What it takes, trains and costs.</summary>
    /// <param name="sizes">A value for each of the model's named sizes.</param>
    static abstract ObjectiveDescription Describe(ReadOnlySpan<int> sizes);

    /// <summary>Its value for a batch of at least one sample, computed as in prediction (without dropout).</summary>
    /// <param name="parameters">The parameter buffer, <c>[ParameterBufferLength]</c>.</param>
    /// <param name="state">The running state, <c>[StateLength]</c>.</param>
    /// <param name="batch">Its inputs.</param>
    /// <param name="workspace">An arena of at least <see cref="ObjectiveDescription.EvaluationMemory"/>.</param>
    static abstract float Loss(ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, in Batch batch, Workspace workspace);

    /// <summary>Its value for a batch of at least one sample as in training, and its gradient with respect to the parameters that it trains.</summary>
    /// <param name="parameters">The parameter buffer, <c>[ParameterBufferLength]</c>.</param>
    /// <param name="state">The running state, <c>[StateLength]</c>, which the call may advance.</param>
    /// <param name="batch">Its inputs.</param>
    /// <param name="key">Where the random numbers of this step come from.</param>
    /// <param name="gradient">Receives the gradient in the layout of <see cref="ObjectiveDescription.Gradients"/>, or of the parameters where that is empty; the parts of other parameters are left alone.</param>
    /// <param name="workspace">An arena of at least <see cref="ObjectiveDescription.TrainingMemory"/>.</param>
    static abstract float Gradient(
        ReadOnlySpan<float> parameters, Span<float> state, in Batch batch, RandomKey key, Span<float> gradient, Workspace workspace);
}
