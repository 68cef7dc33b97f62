namespace Adjoint;

/// <summary>
/// A part of a model that follows another part of it slowly, as the target network beside the online network (Grill et al. 2020, "Bootstrap your own latent"):
/// <c>to ← decay · to + (1 − decay) · from</c>. The part that follows carries <c>[Frozen]</c>.
/// </summary>
public sealed class MomentumPart
{
    private readonly ParameterBuffer _parameters;
    private readonly (int From, int To, int Length)[] _values;
    private readonly (int From, int To, int Length)[] _states;
    private readonly ParameterInfo[] _masks;

    private MomentumPart(ParameterBuffer parameters, string from, string to, float decay)
    {
        _parameters = parameters;
        _values = Pairs(parameters.Description, parameters.Description.Parameters, from, to);
        _states = Pairs(parameters.Description, parameters.Description.States, from, to);
        _masks = [.. parameters.Description.Masked.Select(static pair => pair.Mask).Where(mask => mask.Name.StartsWith(to + ".", StringComparison.Ordinal))];
        Decay = decay;
        if (_values.Length == 0)
        {
            throw new ArgumentException($"'{parameters.Description.Name}' has no part '{from}' with parameters.", nameof(from));
        }
    }

    /// <summary>The share of the part that is kept at each update, in <c>[0, 1]</c>.</summary>
    public float Decay { get; set => field = Setting.Factor(value, nameof(Decay)); }

    /// <summary>Lets a part of a model that is being trained follow another; at first it becomes equal to it.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="trainer">The training.</param>
    /// <param name="from">The name of the part that is trained.</param>
    /// <param name="to">The name of the part that follows, whose parameters have the same names and shapes.</param>
    /// <param name="decay">The share of the part that is kept at each update, in <c>[0, 1]</c>.</param>
    /// <exception cref="ArgumentException">The parts are not alike.</exception>
    public static MomentumPart Follow<TModel>(Trainer<TModel> trainer, string from, string to, float decay = 0.99f)
        where TModel : class, IModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        MomentumPart part = new(trainer.Parameters, from, to, decay);
        part.Move(0);
        return part;
    }

    /// <summary>Follows one step; allocates nothing.</summary>
    public void Update() => Move(Decay);

    private void Move(float decay)
    {
        Move(_parameters.Span, _values, decay);
        Move(_parameters.StateSpan, _states, decay);
        foreach (ParameterInfo mask in _masks)
        {
            MaskedWeights.MakeWhole(_parameters.OfState(mask));
        }
    }

    private static void Move(Span<float> values, (int From, int To, int Length)[] pairs, float decay)
    {
        foreach ((int from, int to, int length) in pairs)
        {
            Span<float> followed = values.Slice(to, length);
            ParameterSpace.Interpolate(followed, values.Slice(from, length), followed, decay);
        }
    }

    private static (int From, int To, int Length)[] Pairs(ModelDescription model, IEnumerable<ParameterInfo> infos, string from, string to)
    {
        Dictionary<string, ParameterInfo> byName = infos.ToDictionary(static info => info.Name, StringComparer.Ordinal);
        return
        [
            .. byName.Values.Where(info => info.Name == from || info.Name.StartsWith(from + ".", StringComparison.Ordinal)).Select(info =>
            {
                string name = to + info.Name[from.Length..];
                return !byName.TryGetValue(name, out ParameterInfo? follower) || !follower.Shape.AsSpan().SequenceEqual(info.Shape.AsSpan())
                    ? throw new ArgumentException($"'{to}' of '{model.Name}' can't follow '{from}', which has {info}: it has {follower?.ToString() ?? $"no '{name}'"}.", nameof(to))
                    : (info.Offset, follower.Offset, info.Length);
            }),
        ];
    }
}
