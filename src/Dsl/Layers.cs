using System.ComponentModel;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>Makes the parts of models; generated constructors call it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Layers
{
    /// <summary>A part that applies layers in order.</summary>
    /// <param name="part">The part's name.</param>
    /// <param name="layers">The layers, as attributes.</param>
    /// <returns>
    /// The part as a function. It throws <see cref="ArgumentException"/>, in the words of the build's diagnostics, when its input does not fit.
    /// </returns>
    /// <exception cref="ArgumentException">An argument of a layer is out of range.</exception>
    public static Layer Chain(string part, params ReadOnlySpan<LayerAttribute> layers)
    {
        ArgumentNullException.ThrowIfNull(part);
        PartSpec spec = new(part, layers.ToArray().Select(static layer => layer.Spec).ToEquatableArray(), 0);
        foreach (LayerSpec layer in spec.Layers)
        {
            if (LayerArguments.Check(LayerCatalog.Find(layer.Name)!, layer).FirstOrDefault() is { } error)
            {
                throw new ArgumentException(error.Message, nameof(layers));
            }
        }

        return input =>
        {
            ArgumentNullException.ThrowIfNull(input);
            return input.After(spec);
        };
    }
}
