using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Compiler.Trace;

/// <summary>The named sizes that a declaration makes: those of its inputs and of its parts. Code between them can only use them.</summary>
internal static class DeclaredSizes
{
    /// <summary>The names, in ordinal order; null when the code is not a declaration's, as when it runs.</summary>
    public static IReadOnlyCollection<string>? Of(ModelSpec spec) => spec.Methods.Any(static method => method.Body is HostCode)
        ? null
        : [.. Texts(spec).SelectMany(static text => ShapeParser.Parse(text) is { Problem: null } shape ? shape.Shape.SelectMany(static axis => axis.Names) : [])
            .Distinct().OrderBy(static name => name, StringComparer.Ordinal)];

    private static IEnumerable<string> Texts(ModelSpec spec) =>
    [
        .. spec.Input is { } input ? [input.Text] : Array.Empty<string>(),
        .. spec.Methods.SelectMany(static method => method.Parameters).Select(static parameter => parameter.Shape?.Text).OfType<string>(),
        .. from part in spec.Parts
           from layer in part.Layers
           from argument in layer.Arguments
           where argument.Name != "Model" && argument.Value is StringSpec { Value: not null }
           from text in SizesIn(layer, ((StringSpec)argument.Value).Value!)
           select text,
    ];

    /// <summary>The texts of sizes in an argument: of <c>"H = 4*D, K = 3"</c> what stands on the right, which is in the using model's names.</summary>
    private static IEnumerable<string> SizesIn(LayerSpec layer, string text) =>
        layer.Name == "Use" ? text.Split(',').Select(static binding => binding.Substring(binding.IndexOf('=') + 1)) : [text];
}
