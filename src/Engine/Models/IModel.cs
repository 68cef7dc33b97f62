using System.Collections.Immutable;

namespace Adjoint;

/// <summary>
/// What the generator writes for a model: a description, and three programs that are pure functions of their arguments. Everything
/// else (training, evaluation, files) is ordinary generic code on top of this interface, with no virtual call in the hot path.
/// </summary>
/// <remarks>
/// The programs allocate nothing. They give the same bits for any number of threads. They read <c>parameters</c> as one buffer laid
/// out by <see cref="ModelDescription.Parameters"/>, so snapshots, populations and ensembles are copies of a span.
/// Each takes a <see cref="Workspace"/> at least as large as the description's formula for that program and batch size. Where the formula has
/// a <see cref="MemoryFormula.MicroBatch"/>, one as large as it says for several threads lets each of them take samples of its own.
/// </remarks>
/// <typeparam name="TSelf">The model itself.</typeparam>
public interface IModel<TSelf>
    where TSelf : class, IModel<TSelf>
{
    /// <summary>What the build knows about the model. Named sizes that inputs decide are 0 in it.</summary>
    /// <exception cref="InvalidOperationException">The model has sizes that are given when it is created: <see cref="Describe"/> takes them.</exception>
    static abstract ModelDescription Description { get; }

    /// <summary>The named sizes; empty for most models.</summary>
    static virtual ImmutableArray<SizeInfo> Sizes => [];

    /// <summary>What the build knows about the model, with values for its named sizes.</summary>
    /// <param name="sizes">A value for each of <see cref="Sizes"/>; 0 for one that inputs decide and that is not known yet.</param>
    static virtual ModelDescription Describe(ReadOnlySpan<int> sizes) => TSelf.Description;

    /// <summary>Makes a model that holds the given buffer; the buffer is not copied.</summary>
    /// <param name="parameters">Parameters that were made for this model's description.</param>
    static abstract TSelf FromParameters(ParameterBuffer parameters);

    /// <summary>The model's parameters and running state.</summary>
    ParameterBuffer Parameters { get; }

    /// <summary>Computes outputs for a batch of at least one sample.</summary>
    /// <param name="parameters">The parameter buffer, <c>[ParameterBufferLength]</c>.</param>
    /// <param name="state">The running state, <c>[StateLength]</c>.</param>
    /// <param name="batch">Inputs; labels and targets are not read.</param>
    /// <param name="outputs">Receives the outputs one after the other, each for the whole batch: <c>[Count, OutputLength]</c> when there is one.</param>
    /// <param name="workspace">An arena of at least <see cref="ModelDescription.PredictionMemory"/>.</param>
    static abstract void Predict(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, in Batch batch, Span<float> outputs, Workspace workspace);

    /// <summary>The mean loss over a batch of at least one sample, computed as in prediction (without dropout); of several objectives the first's.</summary>
    /// <param name="parameters">The parameter buffer, <c>[ParameterBufferLength]</c>.</param>
    /// <param name="state">The running state, <c>[StateLength]</c>.</param>
    /// <param name="batch">Inputs with their labels or targets.</param>
    /// <param name="workspace">An arena of at least <see cref="ModelDescription.EvaluationMemory"/>.</param>
    static abstract float Loss(ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, in Batch batch, Workspace workspace);

    /// <summary>
    /// The mean loss over a batch of at least one sample as in training, and its gradient with respect to every parameter that is trained;
    /// of several objectives the first's.
    /// </summary>
    /// <param name="parameters">The parameter buffer, <c>[ParameterBufferLength]</c>.</param>
    /// <param name="state">The running state, <c>[StateLength]</c>, which the call may advance.</param>
    /// <param name="batch">Inputs with their labels or targets.</param>
    /// <param name="key">Where the random numbers of this step come from.</param>
    /// <param name="gradient">
    /// Receives the gradient in the layout of <see cref="ModelDescription.Gradients"/>, or of the parameters where that is empty; the part of every
    /// trained parameter is overwritten, all else is left alone.
    /// </param>
    /// <param name="workspace">An arena of at least <see cref="ModelDescription.TrainingMemory"/>.</param>
    static abstract float Gradient(
        ReadOnlySpan<float> parameters, Span<float> state, in Batch batch, RandomKey key, Span<float> gradient, Workspace workspace);
}
