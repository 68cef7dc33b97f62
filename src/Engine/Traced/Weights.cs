using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;

namespace Adjoint;

/// <summary>
/// Where a traced function gets its weights: each by a name, under which its values are kept, trained and stored. A name is used once; to
/// use a weight in several places, keep the expression, and for several layers of one kind take a <see cref="Scope"/> for each.
/// </summary>
public sealed class Weights
{
    private readonly ModelBuilder _model;
    private readonly string _path;
    private readonly Dictionary<string, LayerSpec> _taken;

    internal Weights(ModelBuilder model)
        : this(model, string.Empty, new Dictionary<string, LayerSpec>(StringComparer.Ordinal))
    {
    }

    private Weights(ModelBuilder model, string path, Dictionary<string, LayerSpec> taken) => (_model, _path, _taken) = (model, path, taken);

    /// <summary>A trained value.</summary>
    /// <param name="name">Its name, an identifier.</param>
    /// <param name="shape">Its shape, such as <c>"64, 32"</c> for the kernel of a layer from 64 to 32 values.</param>
    /// <param name="init">How it starts.</param>
    /// <param name="scale">What the start takes, see <see cref="WeightAttribute.Scale"/>; NaN for the usual one.</param>
    /// <exception cref="ArgumentException">The name is taken or no identifier, or the shape is malformed.</exception>
    public Expr Weight(string name, string shape, Init init = Init.Default, float scale = float.NaN)
    {
        ArgumentNullException.ThrowIfNull(shape);
        WeightAttribute weight = new(shape) { Init = init, Scale = scale };
        string path = Take(name, weight.Spec);
        if (LayerArguments.Check(WeightDefinition.Weight, weight.Spec).FirstOrDefault() is { } error)
        {
            throw new ArgumentException(error.Message);
        }

        return init == Init.Given
            ? throw new ArgumentException($"The weight '{path}' is to start with given values, which only a record's method can give.", nameof(init))
            : Known(Layers.Weight(ModelPlace.Root(), path, weight));
    }

    /// <summary>A trained value that starts with zeros, such as a bias.</summary>
    /// <param name="name">Its name, an identifier.</param>
    /// <param name="shape">Its shape.</param>
    /// <exception cref="ArgumentException">The name is taken or no identifier, or the shape is malformed.</exception>
    public Expr Zeros(string name, string shape) => Weight(name, shape, Init.Zeros);

    /// <summary>A running value, which training changes by <see cref="Expr.Becomes"/> and not by a gradient.</summary>
    /// <param name="name">Its name, an identifier.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="initial">What every element starts with.</param>
    /// <exception cref="ArgumentException">The name is taken or no identifier, or the shape is malformed.</exception>
    public Expr State(string name, string shape, float initial = 0)
    {
        ArgumentNullException.ThrowIfNull(shape);
        StateAttribute state = new(shape) { Initial = initial };
        return Known(Layers.State(ModelPlace.Root(), Take(name, state.Spec), state));
    }

    /// <summary>Applies layers, in order, with weights of their own.</summary>
    /// <param name="name">The name of the part that the layers are, an identifier.</param>
    /// <param name="x">What they are applied to.</param>
    /// <param name="layers">The layers, as attributes: <c>new DenseAttribute(32), new ReluAttribute()</c>.</param>
    /// <exception cref="ArgumentException">The name is taken or no identifier, or a layer does not fit what it is given.</exception>
    public Expr Apply(string name, Expr x, params LayerAttribute[] layers)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Length == 0 || layers.Any(static layer => LayerCatalog.Find(layer.Spec.Name) is null))
        {
            throw new ArgumentException($"'{name}' takes one layer or more, and no used models; call a function for those, with a scope of the weights.", nameof(layers));
        }

        return Layers.Chain(ModelPlace.Root(), Take(name, layers[0].Spec), [.. layers.Select(static layer => (LayerStep)layer)])(x);
    }

    /// <summary>Weights whose names begin with a name: <c>Scope("First").Weight("Kernel", …)</c> makes <c>First.Kernel</c>.</summary>
    /// <param name="name">The name, an identifier.</param>
    /// <exception cref="ArgumentException">The name is no identifier.</exception>
    public Weights Scope(string name)
    {
        Check(name);
        return new Weights(_model, PathOf(name) + ".", _taken);
    }

    private Expr Known(Expr later) => new(_model, later.Node);

    private string Take(string name, LayerSpec spec)
    {
        Check(name);
        if (Execution.Current != _model)
        {
            throw new InvalidOperationException("Weights are made only while the function runs that they were given to.");
        }

        // The step of a loop may be run twice until its shapes are known.
        string path = PathOf(name);
        return _taken.TryAdd(path, spec) || (_model.IsInBody && _taken[path] == spec)
            ? path
            : throw new ArgumentException($"The weight '{path}' is made twice. Keep its expression to use it again, or make the other under another name or in a scope.", nameof(name));
    }

    private static void Check(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!name.All(static c => char.IsLetterOrDigit(c) || c == '_') || char.IsDigit(name[0]))
        {
            throw new ArgumentException($"A weight's name is an identifier, but is '{name}'.", nameof(name));
        }
    }

    private string PathOf(string name) => _path + name;
}
