namespace Adjoint;

/// <summary>
/// A copy of a model that follows it slowly, <c>copy ← decay · copy + (1 − decay) · model</c>: the teacher that a student learns from (Tarvainen and Valpola 2017,
/// "Mean teachers are better role models"; He et al. 2020, "Momentum contrast"). It begins as the model is; <see cref="ExponentialAverage"/> is the mean that forgets
/// where it began.
/// </summary>
/// <remarks>An update allocates nothing. What the copy predicts is a target or an input to an objective, which trains the model and not the copy.</remarks>
/// <typeparam name="TModel">The model.</typeparam>
public sealed class MomentumCopy<TModel>
    where TModel : class, IModel<TModel>
{
    private readonly ParameterBuffer _values;

    /// <summary>Begins with a copy of a model.</summary>
    /// <param name="start">The model.</param>
    /// <param name="decay">The share of the copy that is kept at each update, in <c>[0, 1]</c>.</param>
    public MomentumCopy(TModel start, float decay = 0.99f)
    {
        ArgumentNullException.ThrowIfNull(start);
        _values = start.Parameters.Copy();
        Model = TModel.FromParameters(_values);
        Decay = decay;
    }

    /// <summary>The share of the copy that is kept at each update, in <c>[0, 1]</c>.</summary>
    public float Decay { get; set => field = Setting.Factor(value, nameof(Decay)); }

    /// <summary>The copy. It is one model, which each update changes; <see cref="Snapshot"/> gives one that stays.</summary>
    public TModel Model { get; }

    /// <summary>Follows a model one step.</summary>
    /// <param name="parameters">Its parameters, such as <see cref="Trainer{TModel}.Parameters"/>.</param>
    /// <exception cref="ArgumentException">They are another model's.</exception>
    public void Update(ParameterBuffer parameters) =>
        ParameterSpace.Interpolate(_values, ParameterBuffer.Of(_values.Description, parameters), _values, Decay);

    /// <summary>A copy of the copy as it is now.</summary>
    public TModel Snapshot() => TModel.FromParameters(_values.Copy());
}
