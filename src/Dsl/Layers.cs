using System.ComponentModel;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;

namespace Adjoint;

/// <summary>Makes the parts of models; generated constructors call it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Layers
{
    /// <summary>A part that applies layers in order.</summary>
    /// <param name="place">Where its model stands.</param>
    /// <param name="part">The part's name.</param>
    /// <param name="layers">The layers, as attributes; a <c>Use</c> with the used model.</param>
    /// <returns>
    /// The part as a function. It throws <see cref="ArgumentException"/>, in the words of the build's diagnostics, when an argument of a layer is out of range or
    /// its input does not fit.
    /// </returns>
    public static Layer Chain(ModelPlace place, string part, params ReadOnlySpan<LayerStep> layers)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(part);
        LayerStep[] steps = layers.ToArray();

        // A compiled model has parts that nobody calls: what they say is read, and checked, when somebody does.
        PartSpec? read = null;
        return input =>
        {
            ArgumentNullException.ThrowIfNull(input);
            PartSpec spec = read ??= Checked(part, steps);
            ModelBuilder model = input.Model
                ?? throw new ArgumentException($"'{part}' is given a number or a weight alone, which belongs to no computation; start one with Expr.Input.", nameof(input));
            try
            {
                using (Execution.Enter(model, place.Scope))
                {
                    Queue<Layer> used = new(steps.Where(static step => step.Model is not null).Select(static step => step.Model!));
                    return new Expr(model, LayerChain.Apply(
                        model, place.Scope, spec, model.Imported(input.Node), (_, value) => used.Dequeue()(new Expr(model, value)).Node));
                }
            }
            catch (DeclarationException exception)
            {
                throw new ArgumentException(exception.Message, exception);
            }
        };
    }

    /// <summary>A model's forward pass as code of that model, whose named sizes have their values from its place.</summary>
    /// <param name="place">Where the model stands.</param>
    /// <param name="forward">Makes the model at its place, and applies it.</param>
    public static Layer Within(ModelPlace place, Func<ModelPlace, Expr, Expr> forward)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(forward);
        return input =>
        {
            ArgumentNullException.ThrowIfNull(input);
            ModelBuilder model = input.Model ?? throw new ArgumentException("A number or a weight alone belongs to no computation; start one with Expr.Input.", nameof(input));
            using (Execution.Enter(model, place.Scope))
            {
                return forward(place, input);
            }
        };
    }

    /// <summary>Several models one after the other, as a layer.</summary>
    /// <param name="models">The models' forward passes.</param>
    public static Layer Sequence(params Layer[] models)
    {
        ArgumentNullException.ThrowIfNull(models);
        return input => models.Aggregate(input, static (value, model) => model(value));
    }

    /// <summary>A trained value.</summary>
    /// <param name="place">Where its model stands.</param>
    /// <param name="part">The part's name.</param>
    /// <param name="weight">Its shape and how it starts.</param>
    public static Expr Weight(ModelPlace place, string part, WeightAttribute weight)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(weight);
        return Later(place, new PartSpec(part, [weight.Spec], 0) { Kind = PartKind.Weight });
    }

    /// <summary>A running value.</summary>
    /// <param name="place">Where its model stands.</param>
    /// <param name="part">The part's name.</param>
    /// <param name="state">Its shape and how it starts.</param>
    public static Expr State(ModelPlace place, string part, StateAttribute state)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(state);
        return Later(place, new PartSpec(part, [state.Spec], 0) { Kind = PartKind.State });
    }

    private static PartSpec Checked(string part, LayerStep[] steps)
    {
        foreach (LayerStep step in steps.Where(static step => step.Model is null))
        {
            if (LayerArguments.Check(LayerCatalog.Find(step.Attribute.Spec.Name)!, step.Attribute.Spec).FirstOrDefault() is { } error)
            {
                throw new ArgumentException(error.Message);
            }
        }

        return new PartSpec(part, steps.Select(static step => step.Attribute.Spec).ToEquatableArray(), 0);
    }

    private static Expr Later(ModelPlace place, PartSpec part) => Expr.Later(model =>
    {
        try
        {
            return model.Imported(WeightDefinition.Build(model, place.Scope, part));
        }
        catch (DeclarationException exception)
        {
            throw new ArgumentException(exception.Message, exception);
        }
    });
}

/// <summary>One step of a part: a layer, or a model that is used as one.</summary>
/// <param name="Attribute">The attribute.</param>
/// <param name="Model">The used model's forward pass; null for a layer.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct LayerStep(LayerAttribute Attribute, Layer? Model)
{
    /// <summary>A layer.</summary>
    /// <param name="attribute">The attribute.</param>
    public static implicit operator LayerStep(LayerAttribute attribute) => new(attribute, null);
}

/// <summary>
/// Where a model stands: among the parts of the models that use it, with the values that its named sizes have there. Generated code makes
/// and passes it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ModelPlace
{
    private readonly IReadOnlyDictionary<string, string> _sizes;

    private ModelPlace(string path, WeightTreatment weights, IReadOnlyDictionary<string, string> sizes)
    {
        _sizes = sizes;
        Scope = new ModelScope(path, weights);
        if (sizes.TryGetValue(path, out string? text))
        {
            SizeBindings.Bind(text, new ModelScope(string.Empty), Scope, 0);
        }
    }

    internal ModelScope Scope { get; private init; }

    /// <summary>The same place, for a part whose parameters are kept as they are.</summary>
    public ModelPlace Frozen() => With(Scope.Weights.Frozen());

    /// <summary>The same place, for a part whose weights training treats as an attribute says.</summary>
    /// <param name="derivation">The attribute.</param>
    public ModelPlace With(DerivationAttribute derivation)
    {
        ArgumentNullException.ThrowIfNull(derivation);
        return With(Scope.Weights.Within(new PartSpec(string.Empty, [], 0) { Derivations = [derivation.Spec] }));
    }

    /// <summary>The place of a model that no other uses.</summary>
    /// <param name="sizes">For each use of a model within it, its path and the values of its named sizes, as in <c>"H = 64, T = T"</c>.</param>
    public static ModelPlace Root(params ReadOnlySpan<(string Path, string Sizes)> sizes)
    {
        Dictionary<string, string> byPath = new(StringComparer.Ordinal);
        foreach ((string path, string text) in sizes)
        {
            byPath[path] = text;
        }

        return new ModelPlace(string.Empty, WeightTreatment.Trained, byPath);
    }

    /// <summary>The place of a model within this one.</summary>
    /// <param name="part">The part, and the number of the repetition: <c>Blocks.0</c>.</param>
    /// <param name="isFrozen">Whether the part is frozen.</param>
    public ModelPlace Of(string part, bool isFrozen = false) => new(Scope.PathOf(part), isFrozen ? Scope.Weights.Frozen() : Scope.Weights, _sizes);

    private ModelPlace With(WeightTreatment weights) => new(Scope.Path, weights, _sizes) { Scope = Scope.With(weights) };
}
