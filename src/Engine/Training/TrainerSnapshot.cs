namespace Adjoint;

/// <summary>
/// What a training was at some moment: parameters, running values, all that optimizers and means remember, and the number of steps. <see cref="Trainer{TModel}.Rewind"/>
/// goes back to it, any number of times; the same batches then give the same parameters, bit for bit.
/// </summary>
/// <typeparam name="TModel">The model.</typeparam>
public sealed class TrainerSnapshot<TModel>
    where TModel : class, IModel<TModel>
{
    internal TrainerSnapshot(ParameterBuffer parameters, Trainer<TModel>.Memory memory)
    {
        Parameters = parameters;
        Memory = memory;
    }

    /// <summary>The number of batches that gradients had been computed of.</summary>
    public long Steps => Memory.Steps;

    /// <summary>The parameters and running values.</summary>
    public ParameterBuffer Parameters { get; }

    internal Trainer<TModel>.Memory Memory { get; }

    /// <summary>A new model with the parameters and running values.</summary>
    public TModel Model() => TModel.FromParameters(Parameters.Copy());
}
