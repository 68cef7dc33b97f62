using System.Collections.Immutable;

namespace Adjoint;

/// <summary>
/// The parameters of one model in one aligned buffer, laid out by <see cref="ModelDescription.Parameters"/>, with the running
/// state beside them. Read-only from outside: training works on copies.
/// </summary>
public sealed class ParameterBuffer
{
    private readonly AlignedBuffer _values;
    private readonly AlignedBuffer _state;

    /// <summary>Makes a buffer whose values and state are all 0.</summary>
    internal ParameterBuffer(ModelDescription description)
    {
        Description = description;
        _values = new AlignedBuffer(description.ParameterBufferLength);
        _state = new AlignedBuffer(description.StateLength);
    }

    /// <summary>The model that the parameters belong to.</summary>
    public ModelDescription Description { get; }

    /// <summary>The whole buffer, <c>[ParameterBufferLength]</c>; gaps between parameters are 0.</summary>
    public ReadOnlySpan<float> Values => _values.Span;

    /// <summary>The running state, <c>[StateLength]</c>, laid out by <see cref="ModelDescription.States"/>.</summary>
    public ReadOnlySpan<float> State => _state.Span;

    /// <summary>The values of one parameter or running value, row-major.</summary>
    /// <param name="name">Its name, as in <see cref="ParameterInfo.Name"/>.</param>
    /// <exception cref="KeyNotFoundException">The model has no parameter of that name; the message lists those it has.</exception>
    public ReadOnlySpan<float> this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            foreach (ParameterInfo parameter in Description.Parameters)
            {
                if (parameter.Name == name)
                {
                    return Of(parameter);
                }
            }

            foreach (ParameterInfo state in Description.States)
            {
                if (state.Name == name)
                {
                    return OfState(state);
                }
            }

            string names = string.Join(", ", Description.Parameters.Concat(Description.States).Select(static parameter => $"'{parameter.Name}'"));
            throw new KeyNotFoundException($"The model '{Description.Name}' has no parameter '{name}'. It has {names}.");
        }
    }

    /// <summary>The whole buffer, to be written.</summary>
    internal Span<float> Span => _values.Span;

    /// <summary>The running state, to be written.</summary>
    internal Span<float> StateSpan => _state.Span;

    /// <summary>Makes the first parameters of a model.</summary>
    /// <param name="description">The model.</param>
    /// <param name="seed">The same seed gives the same values on every machine.</param>
    public static ParameterBuffer Initialize(ModelDescription description, int seed)
    {
        ArgumentNullException.ThrowIfNull(description);
        ParameterBuffer buffer = new(description);
        for (int number = 0; number < description.Parameters.Length; number++)
        {
            ParameterInfo parameter = description.Parameters[number];
            parameter.Initializer.Fill(buffer.Of(parameter), parameter.Shape.AsSpan(), unchecked((uint)seed), number);
        }

        buffer.ResetState();
        return buffer;
    }

    /// <summary>Makes parameters from a copy of given values, for instance the mean of several models'. Running values start anew.</summary>
    /// <param name="description">The model.</param>
    /// <param name="values">The whole buffer, <c>[ParameterBufferLength]</c>; what lies in gaps is ignored.</param>
    /// <exception cref="ArgumentException">The length is not the model's.</exception>
    public static ParameterBuffer FromValues(ModelDescription description, ReadOnlySpan<float> values)
    {
        ArgumentNullException.ThrowIfNull(description);
        if (values.Length != description.ParameterBufferLength)
        {
            throw new ArgumentException(
                $"The parameter buffer of '{description.Name}' has {description.ParameterBufferLength} values, found {values.Length}.", nameof(values));
        }

        ParameterBuffer buffer = new(description);
        foreach (ParameterInfo parameter in description.Parameters)
        {
            values.Slice(parameter.Offset, parameter.Length).CopyTo(buffer.Of(parameter));
        }

        buffer.ResetState();
        return buffer;
    }

    /// <summary>Gives back parameters that belong to a model; generated code calls it.</summary>
    /// <param name="description">The model.</param>
    /// <param name="parameters">The parameters.</param>
    /// <exception cref="ArgumentNullException">There are no parameters.</exception>
    /// <exception cref="ArgumentException">They are another model's.</exception>
    public static ParameterBuffer Of(ModelDescription description, ParameterBuffer parameters)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.Description.HasLayoutOf(description)
            ? parameters
            : throw new ArgumentException($"Expected parameters of '{description}', found those of '{parameters.Description}'.", nameof(parameters));
    }

    /// <summary>Gives back parameters that belong to a model whose layout depends on named sizes; generated code calls it.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="parameters">The parameters.</param>
    /// <exception cref="ArgumentNullException">There are no parameters.</exception>
    /// <exception cref="ArgumentException">They are another model's.</exception>
    public static ParameterBuffer Of<TModel>(ParameterBuffer parameters)
        where TModel : class, IModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ImmutableArray<int> sizes = parameters.Description.Sizes;
        return sizes.Length == TModel.Sizes.Length
            ? Of(TModel.Describe(sizes.AsSpan()), parameters)
            : throw new ArgumentException($"Expected parameters of '{typeof(TModel).Name}', found those of '{parameters.Description}'.", nameof(parameters));
    }

    /// <summary>Makes a copy of values and state, which shares nothing with this one.</summary>
    public ParameterBuffer Copy()
    {
        ParameterBuffer copy = new(Description);
        copy.Assign(this);
        return copy;
    }

    /// <summary>
    /// Makes a copy in which every parameter and running value that another model has by the same name has that one's values: a network that was trained before goes
    /// on as a part of another, or with other attributes.
    /// </summary>
    /// <param name="other">The parameters of the other model.</param>
    /// <param name="copied">The names of what was copied, in this model's order.</param>
    /// <exception cref="ArgumentException">No name is in both, or what a name stands for has another shape; the message says which.</exception>
    public ParameterBuffer WithValuesOf(ParameterBuffer other, out ImmutableArray<string> copied)
    {
        ArgumentNullException.ThrowIfNull(other);
        ParameterBuffer copy = Copy();
        List<string> names = [];
        CopyEqual(Description.Parameters, other.Description.Parameters, (own, others) => other.Of(others).CopyTo(copy.Of(own)));
        CopyEqual(Description.States, other.Description.States, (own, others) => other.OfState(others).CopyTo(copy.OfState(own)));
        copied = [.. names];
        return names.Count > 0
            ? copy
            : throw new ArgumentException($"'{other.Description.Name}' has no parameter of a name of '{Description.Name}''s, so nothing would be copied.", nameof(other));

        void CopyEqual(ImmutableArray<ParameterInfo> owns, ImmutableArray<ParameterInfo> all, Action<ParameterInfo, ParameterInfo> copyValues)
        {
            Dictionary<string, ParameterInfo> byName = all.ToDictionary(static parameter => parameter.Name, StringComparer.Ordinal);
            foreach (ParameterInfo own in owns)
            {
                if (byName.TryGetValue(own.Name, out ParameterInfo? found))
                {
                    copyValues(own, own.Shape.AsSpan().SequenceEqual(found.Shape.AsSpan())
                        ? found
                        : throw new ArgumentException($"'{own.Name}' is {ShapeText.Of(own.Shape)} in '{Description.Name}', but {ShapeText.Of(found.Shape)} in '{other.Description.Name}'.", nameof(other)));
                    names.Add(own.Name);
                }
            }
        }
    }

    /// <summary>Overwrites values and state with another buffer's of the same description.</summary>
    internal void Assign(ParameterBuffer other)
    {
        other.Values.CopyTo(Span);
        other.State.CopyTo(StateSpan);
    }

    /// <summary>The values of one running value of the description, to be written.</summary>
    internal Span<float> OfState(ParameterInfo state) => StateSpan.Slice(state.Offset, state.Length);

    /// <summary>The values of one parameter of the description, to be written.</summary>
    internal Span<float> Of(ParameterInfo parameter) => Span.Slice(parameter.Offset, parameter.Length);

    /// <summary>Gives every running value its first value; those are constants, so no random numbers are used up.</summary>
    private void ResetState()
    {
        foreach (ParameterInfo state in Description.States)
        {
            state.Initializer.Fill(OfState(state), state.Shape.AsSpan(), seed: 0, parameter: 0);
        }
    }
}
