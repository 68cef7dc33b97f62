using System.ComponentModel;

namespace Adjoint;

/// <summary>
/// Trains a model step by step: what <c>Fit</c> does for a data set and one loss, for programs of one's own making. It owns a copy of the
/// model's parameters and, for each objective, what the optimizer remembers; objectives may take turns in any order.
/// </summary>
/// <remarks>
/// A step allocates nothing once its objective has taken one with as large a batch and the same named sizes. Steps are reproducible: the same seed and the same
/// batches give the same parameters, bit for bit, for any number of threads. A trainer is used by one thread at a time.
/// </remarks>
/// <typeparam name="TModel">The model.</typeparam>
public sealed class Trainer<TModel>
    where TModel : class, IModel<TModel>
{
    private readonly ParameterBuffer _parameters;
    private AlignedBuffer _gradient;
    private readonly float[] _stateBefore;
    private readonly float[] _stateAfter;
    private readonly Dictionary<Type, ObjectiveState> _objectives = [];
    private readonly Optimizer _optimizer;
    private readonly Threads _threads;
    private readonly ulong _seed;
    private Workspace _workspace;
    private ParameterAverage? _average;

    /// <summary>Begins a training.</summary>
    /// <param name="model">The model to begin from, which is not changed.</param>
    /// <param name="optimizer">How gradients move the parameters; Adam when null. <see cref="SetOptimizer"/> gives an objective one of its own.</param>
    /// <param name="seed">What dropout and other random numbers depend on.</param>
    /// <param name="threads">The threads to train on; the shared ones when null.</param>
    public Trainer(TModel model, Optimizer? optimizer = null, int seed = 0, Threads? threads = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        _parameters = model.Parameters.Copy();
        _gradient = new AlignedBuffer(0);
        _stateBefore = new float[_parameters.State.Length];
        _stateAfter = new float[_parameters.State.Length];
        _optimizer = optimizer ?? new Adam();
        _threads = threads ?? Threads.Shared;
        _seed = unchecked((uint)seed);
        _workspace = new Workspace(0, _threads);
    }

    /// <summary>The number of batches that gradients were computed of so far, over all objectives.</summary>
    public long Steps { get; private set; }

    /// <summary>
    /// How many batches of an objective its parameters are moved after, by the mean gradient of all their samples; at least 1. The <c>Step</c>s between only
    /// add to that mean.
    /// </summary>
    public int Accumulate { get; set => field = Setting.AtLeast(value, 1, nameof(Accumulate)); } = 1;

    /// <summary>What the learning rates of all optimizers are multiplied by in the next steps, finite and at least 0; a schedule's factor, for instance.</summary>
    public float LearningRateFactor { get; set => field = Setting.NotNegative(value, nameof(LearningRateFactor)); } = 1;

    /// <summary>See <see cref="FitOptions.ClipValue"/>.</summary>
    public float? ClipValue { get; set => field = value is { } limit ? Setting.Positive(limit, nameof(ClipValue)) : null; }

    /// <summary>See <see cref="FitOptions.ClipNorm"/>; the norm is over what the objective trains.</summary>
    public float? ClipNorm { get; set => field = value is { } limit ? Setting.Positive(limit, nameof(ClipNorm)) : null; }

    /// <summary>See <see cref="FitOptions.Noise"/>.</summary>
    public GradientNoise? Noise { get; set; }

    /// <summary>
    /// Takes a running mean of all parameters after each move of any objective's, for <see cref="AverageModel"/>; null for none. A mean begins anew when it is set.
    /// </summary>
    public ExponentialAverage? Average
    {
        get;
        set
        {
            field = value;
            _average = value is null ? null : new ParameterAverage(value, _parameters, _threads);
        }
    }

    /// <summary>The parameters and running values as they are now; the next step changes them.</summary>
    public ParameterBuffer Parameters => _parameters;

    /// <summary>Gives an objective an optimizer of its own, before or between its steps; what the one before remembered is forgotten.</summary>
    /// <typeparam name="TObjective">The objective.</typeparam>
    /// <param name="optimizer">How its gradients move the parameters.</param>
    /// <exception cref="ArgumentException">A group of the optimizer has no parameters, or its groups freeze all that the objective trains.</exception>
    public void SetOptimizer<TObjective>(Optimizer optimizer)
        where TObjective : struct, IObjective<TModel>
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ObjectiveState state = Of<TObjective>(_parameters.Description.Sizes.AsSpan());
        _objectives[typeof(TObjective)] = new ObjectiveState(_parameters.Description, state.Description, state.Sizes, optimizer, _threads);
    }

    /// <summary>Takes one step of the model's first objective.</summary>
    /// <param name="batch">At least one sample.</param>
    /// <returns>The loss before the step.</returns>
    /// <exception cref="ArgumentException">As for an objective's step.</exception>
    /// <exception cref="TrainingDivergedException">The loss is not finite; parameters and state are as before.</exception>
    public float Step(in Batch batch) => Step<LossObjective<TModel>>(in batch);

    /// <summary>Takes one step of an objective.</summary>
    /// <typeparam name="TObjective">The objective.</typeparam>
    /// <param name="batch">At least one sample.</param>
    /// <returns>The objective's value before the step.</returns>
    /// <exception cref="ArgumentException">
    /// The batch has no samples, fewer numbers than the objective takes, or not a value for each of the model's named sizes; or a group of the optimizer has no parameters.
    /// </exception>
    /// <exception cref="TrainingDivergedException">The value is not finite; parameters and state are as before.</exception>
    public float Step<TObjective>(in Batch batch)
        where TObjective : struct, IObjective<TModel>
    {
        Descent descent = Of<TObjective>(batch.Sizes).Descent;
        float loss = descent.HeldBatches + 1 < Accumulate ? Hold<TObjective>(in batch) : Step<TObjective>(in batch, LearningRateFactor);
        return float.IsFinite(loss)
            ? loss
            : throw new TrainingDivergedException(
                $"'{TObjective.Name}' is {(float.IsNaN(loss) ? "not a number" : "infinite")}",
                Steps,
                descent.Optimizer.LearningRate * LearningRateFactor,
                loss,
                _parameters.Copy());
    }

    /// <summary>A new model with the parameters and running values as they are now.</summary>
    public TModel Model() => TModel.FromParameters(_parameters.Copy());

    /// <summary>A new model with the running mean of the parameters; before the first step, with the parameters that the mean began with.</summary>
    /// <exception cref="InvalidOperationException">No <see cref="Average"/> is set.</exception>
    public TModel AverageModel() => _average is null
        ? throw new InvalidOperationException("No mean of the parameters is taken: set Average first.")
        : TModel.FromParameters(_average.Values.Copy());

    /// <summary>What the training is now, to go back to.</summary>
    public TrainerSnapshot<TModel> Snapshot() => new(_parameters.Copy(), new Memory(Steps, Copy(_objectives), _average?.Copy()));

    /// <summary>Goes back to what the training was, with the optimizers that it had. Settings such as <see cref="LearningRateFactor"/> stay as they are now.</summary>
    /// <param name="snapshot">A snapshot of this training, or of another of a model as large: it then goes on from there, by the other's optimizers.</param>
    /// <exception cref="ArgumentException">The snapshot is of a model of another size.</exception>
    public void Rewind(TrainerSnapshot<TModel> snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        _parameters.Assign(ParameterBuffer.Of(_parameters.Description, snapshot.Parameters));
        Steps = snapshot.Steps;
        _average = snapshot.Memory.Average?.Copy();
        _objectives.Clear();
        foreach ((Type objective, ObjectiveState state) in Copy(snapshot.Memory.Objectives))
        {
            _objectives.Add(objective, state);
        }
    }

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

    /// <summary>
    /// Takes one step with the gradient of a batch and those that were held. When the loss is not finite, parameters and state are left as they were.
    /// </summary>
    internal float Step<TObjective>(in Batch batch, float factor)
        where TObjective : struct, IObjective<TModel>
    {
        ObjectiveState state = Of<TObjective>(batch.Sizes);
        float loss = Gradient<TObjective>(in batch);
        if (float.IsFinite(loss))
        {
            GradientRules rules = new(ClipValue, ClipNorm, Noise);
            state.Descent.Move(_parameters.Span, GradientOf(state), batch.Count, factor, rules, new RandomKey(_seed, (ulong)Steps));
            _average?.Add(_parameters);
        }

        return loss;
    }

    /// <summary>Computes the gradient of a batch for the next step. When the loss is not finite, what is held and the state are left as they were.</summary>
    internal float Hold<TObjective>(in Batch batch)
        where TObjective : struct, IObjective<TModel>
    {
        float loss = Gradient<TObjective>(in batch);
        if (float.IsFinite(loss))
        {
            ObjectiveState state = Of<TObjective>(batch.Sizes);
            state.Descent.Hold(GradientOf(state), batch.Count);
        }

        return loss;
    }

    /// <summary>The gradient that an objective's optimizer wants of a batch, and the loss; the state advances once, and not when the loss is not finite.</summary>
    private float Gradient<TObjective>(in Batch batch)
        where TObjective : struct, IObjective<TModel>
    {
        if (batch.Count == 0)
        {
            throw new ArgumentException("A batch of a step has at least one sample.", nameof(batch));
        }

        ObjectiveState objective = Of<TObjective>(batch.Sizes);
        BatchCheck.Check(in batch, objective.Description);
        long floats = objective.Description.TrainingMemory.FloatsFor(batch.Count, _threads.Count);
        if (floats > _workspace.Arena.Length)
        {
            _workspace = new Workspace(floats, _threads);
        }

        // Steps count from 1: the random numbers of step 0 are those of initialisation.
        Steps++;
        RandomKey key = new(_seed, (ulong)Steps);
        _parameters.State.CopyTo(_stateBefore);
        Span<float> gradient = GradientOf(objective);
        float loss = TObjective.Gradient(_parameters.Values, _parameters.StateSpan, in batch, key, gradient, _workspace);
        if (float.IsFinite(loss) && objective.Descent.Perturb(_parameters.Span, gradient))
        {
            _parameters.State.CopyTo(_stateAfter);
            float perturbed = TObjective.Gradient(_parameters.Values, _parameters.StateSpan, in batch, key, gradient, _workspace);
            objective.Descent.Restore(_parameters.Span);
            _stateAfter.CopyTo(_parameters.StateSpan);
            loss = float.IsFinite(perturbed) ? loss : perturbed;
        }

        if (!float.IsFinite(loss))
        {
            _stateBefore.CopyTo(_parameters.StateSpan);
        }

        return loss;
    }

    /// <summary>The gradients of an objective: the beginning of a buffer that all share, as long as the longest needs.</summary>
    private Span<float> GradientOf(ObjectiveState objective)
    {
        int length = objective.Description.GradientLength is > 0 and int own ? own : _parameters.Values.Length;
        if (length > _gradient.Span.Length)
        {
            _gradient = new AlignedBuffer(length);
        }

        return _gradient.Span[..length];
    }

    private Dictionary<Type, ObjectiveState> Copy(Dictionary<Type, ObjectiveState> objectives) => objectives.ToDictionary(static pair => pair.Key, pair =>
    {
        ObjectiveState copy = new(_parameters.Description, pair.Value.Description, pair.Value.Sizes, pair.Value.Descent.Optimizer, _threads);
        copy.Descent.Assign(pair.Value.Descent);
        return copy;
    });

    /// <summary>What is remembered of an objective, with its memory for the sizes of the batch at hand.</summary>
    private ObjectiveState Of<TObjective>(ReadOnlySpan<int> sizes)
        where TObjective : struct, IObjective<TModel>
    {
        if (!_objectives.TryGetValue(typeof(TObjective), out ObjectiveState? state))
        {
            state = new ObjectiveState(_parameters.Description, TObjective.Describe(Checked(sizes)), sizes.ToArray(), _optimizer, _threads);
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

    /// <summary>What a training remembers besides its parameters.</summary>
    internal sealed record Memory(long Steps, Dictionary<Type, ObjectiveState> Objectives, ParameterAverage? Average);

    /// <summary>What is remembered of one objective.</summary>
    internal sealed class ObjectiveState(ModelDescription model, ObjectiveDescription description, int[] sizes, Optimizer optimizer, Threads threads)
    {
        public ObjectiveDescription Description { get; set; } = description;

        public int[] Sizes { get; set; } = sizes;

        public Descent Descent { get; } = new(model, GradientPlaces.Of(model, description), optimizer, threads);

        public SampleBuffer Samples { get; } = new();
    }
}
