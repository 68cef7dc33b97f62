using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Trace;

namespace Adjoint.Tests.Layers;

/// <summary>A layer with arguments, applied to values of a shape.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Input">What it is applied to, such as <c>"2, 3"</c> or <c>"i32[2]"</c>.</param>
internal sealed record LayerSample(string Layer, (string Name, object Value)[] Arguments, string Input)
{
    /// <summary>Adds the layer to a model.</summary>
    public Node Build(ModelBuilder model, Node x) => LayerChain.Apply(
        model, new ModelScope(string.Empty), Declarations.Part("Only", Declarations.Layer(Layer, Arguments)), x, static (_, value) => value);

    public override string ToString() => $"{Layer}({string.Join(", ", Arguments.Select(static argument => $"{argument.Name} = {argument.Value}"))}) of {Input}";
}
