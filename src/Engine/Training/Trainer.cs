using System.ComponentModel;

namespace Adjoint;

/// <summary>
/// Trains a model step by step: what <c>Fit</c> does for a data set and one loss, for programs of one's own making. It owns a copy of the
/// model's parameters and, for each objective, what the optimizer remembers; objectives may take turns in any order.
/// </summary>
/// <remarks>
/// A step allocates nothing once its objective has taken one with as large a batch. Steps are reproducible: the same seed and the same
/// batches give the same parameters, bit for bit, for any number of threads. A trainer is used by one thread at a time.
/// </remarks>
/// <typeparam name="TModel">The model.</typeparam>
public sealed class Trainer<TModel>
    where TModel : class, IModel<TModel>
{
    private readonly ParameterBuffer _parameters;
    private readonly AlignedBuffer _gradient;
    private readonly float[] _stateBefore;
    private readonly Dictionary<Type, ObjectiveState> _objectives = [];
    private readonly Optimizer _optimizer;
    private readonly Threads _threads;
    private readonly ulong _seed;
    private Workspace _workspace;

    /// <summary>Begins a training.</summary>
    /// <param name="model">The model to begin from, which is not changed.</param>
    /// <param name="optimizer">How gradients move the parameters; Adam when null. <see cref="SetOptimizer"/> gives an objective one of its own.</param>
    /// <param name="seed">What dropout and other random numbers depend on.</param>
    /// <param name="threads">The threads to train on; the shared ones when null.</param>
    public Trainer(TModel model, Optimizer? optimizer = null, int seed = 0, Threads? threads = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        _parameters = model.Parameters.Copy();
        _gradient = new AlignedBuffer(_parameters.Values.Length);
        _stateBefore = new float[_parameters.State.Length];
        _optimizer = optimizer ?? new Adam();
        _threads = threads ?? Threads.Shared;
        _seed = unchecked((uint)seed);
        _workspace = new Workspace(0, _threads);
    }

    /// <summary>The number of steps taken so far, over all objectives.</summary>
    public long Steps { get; private set; }

    /// <summary>The parameters and running values as they are now; the next step changes them.</summary>
    public ParameterBuffer Parameters => _parameters;

    /// <summary>Gives an objective an optimizer of its own, before or between its steps; what the one before remembered is forgotten.</summary>
    /// <typeparam name="TObjective">The objective.</typeparam>
    /// <param name="optimizer">How its gradients move the parameters.</param>
    public void SetOptimizer<TObjective>(Optimizer optimizer)
        where TObjective : struct, IObjective<TModel>
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ObjectiveState state = Of<TObjective>(_parameters.Description.Sizes.AsSpan());
        _objectives[typeof(TObjective)] = new ObjectiveState(_parameters.Description, state.Description, state.Sizes, optimizer);
    }

    /// <summary>Takes one step of the model's first objective.</summary>
    /// <param name="batch">At least one sample.</param>
    /// <returns>The loss before the step.</returns>
    /// <exception cref="TrainingDivergedException">The loss is not finite; parameters and state are as before.</exception>
    public float Step(in Batch batch) => Step<LossObjective<TModel>>(in batch);

    /// <summary>Takes one step of an objective.</summary>
    /// <typeparam name="TObjective">The objective.</typeparam>
    /// <param name="batch">At least one sample.</param>
    /// <returns>The objective's value before the step.</returns>
    /// <exception cref="ArgumentException">The batch has no samples, or not a value for each of the model's named sizes.</exception>
    /// <exception cref="TrainingDivergedException">The value is not finite; parameters and state are as before.</exception>
    public float Step<TObjective>(in Batch batch)
        where TObjective : struct, IObjective<TModel>
    {
        float learningRate = Of<TObjective>(batch.Sizes).Optimizer.LearningRate;
        float loss = Step<TObjective>(in batch, learningRate);
        return float.IsFinite(loss)
            ? loss
            : throw new TrainingDivergedException($"'{TObjective.Name}' is {(float.IsNaN(loss) ? "not a number" : "infinite")}", Steps, learningRate, loss, _parameters.Copy());
    }

    /// <summary>A new model with the parameters and running values as they are now.</summary>
    public TModel Model() => TModel.FromParameters(_parameters.Copy());

    /// <summary>Where the typed steps of generated code gather their inputs.</summary>
    /// <typeparam name="TObjective">The objective.</typeparam>
    /// <param name="sizes">A value for each of the model's named sizes.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public SampleBuffer Samples<TObjective>(params ReadOnlySpan<int> sizes)
        where TObjective : struct, IObjective<TModel>
    {
        ObjectiveState state = Of<TObjective>(sizes);
        state.Samples.Begin(state.Description.Inputs, _parameters.Description.HasBatch, sizes);
        return state.Samples;
    }

    /// <summary>Takes one step with a learning rate of the caller's. When the loss is not finite, parameters and state are left as they were.</summary>
    internal float Step<TObjective>(in Batch batch, float learningRate)
        where TObjective : struct, IObjective<TModel>
    {
        if (batch.Count == 0)
        {
            throw new ArgumentException("A batch of a step has at least one sample.", nameof(batch));
        }

        ObjectiveState objective = Of<TObjective>(batch.Sizes);
        long floats = objective.Description.TrainingMemory.FloatsFor(batch.Count);
        if (floats > _workspace.Arena.Length)
        {
            _workspace = new Workspace(floats, _threads);
        }

        // Steps count from 1: the random numbers of step 0 are those of initialisation.
        Steps++;
        _parameters.State.CopyTo(_stateBefore);
        float loss = TObjective.Gradient(
            _parameters.Values, _parameters.StateSpan, in batch, new RandomKey(_seed, (ulong)Steps), _gradient.Span, _workspace);
        if (float.IsFinite(loss))
        {
            objective.Moments.Step(_parameters.Span, _gradient.Span, learningRate, _threads);
        }
        else
        {
            _stateBefore.CopyTo(_parameters.StateSpan);
        }

        return loss;
    }

    /// <summary>What is remembered of an objective, with its memory for the sizes of the batch at hand.</summary>
    private ObjectiveState Of<TObjective>(ReadOnlySpan<int> sizes)
        where TObjective : struct, IObjective<TModel>
    {
        if (!_objectives.TryGetValue(typeof(TObjective), out ObjectiveState? state))
        {
            state = new ObjectiveState(_parameters.Description, TObjective.Describe(Checked(sizes)), sizes.ToArray(), _optimizer);
            _objectives.Add(typeof(TObjective), state);
        }
        else if (!sizes.SequenceEqual(state.Sizes))
        {
            state.Description = TObjective.Describe(Checked(sizes));
            state.Sizes = sizes.ToArray();
        }

        return state;
    }

    /// <summary>The sizes, if there is one for each name and those of the parameters are the model's own.</summary>
    private ReadOnlySpan<int> Checked(ReadOnlySpan<int> sizes)
    {
        SizeBinding.Check<TModel>(_parameters, sizes);
        return sizes;
    }

    private sealed class ObjectiveState(ModelDescription model, ObjectiveDescription description, int[] sizes, Optimizer optimizer)
    {
        public ObjectiveDescription Description { get; set; } = description;

        public int[] Sizes { get; set; } = sizes;

        public Optimizer Optimizer { get; } = optimizer;

        public OptimizerState Moments { get; } = new(optimizer, new TrainedRanges(model, [.. description.Updates]));

        public SampleBuffer Samples { get; } = new();
    }
}
