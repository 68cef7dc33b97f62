using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;

namespace Adjoint.Tests.Layers;

/// <summary>A layer with arguments, applied to values of a shape.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Input">What it is applied to, such as <c>"2, 3"</c> or <c>"i32[2]"</c>.</param>
internal sealed record LayerSample(string Layer, (string Name, object Value)[] Arguments, string Input)
{
    /// <summary>How programs are derived of it.</summary>
    public LayerSpec[] Derivations { get; init; } = [];

    /// <summary>Adds the layer to a model.</summary>
    public Node Build(ModelBuilder model, Node x) => LayerChain.Apply(
        model,
        new ModelScope(string.Empty),
        Declarations.Part("Only", Declarations.Layer(Layer, Arguments)) with { Derivations = Derivations.ToEquatableArray() },
        x,
        static (_, value) => value);

    public override string ToString() => $"{string.Concat(Derivations.Select(static derivation => $"[{derivation.Name}] "))}{Layer}({string.Join(", ", Arguments.Select(static argument => $"{argument.Name} = {argument.Value}"))}) of {Input}";
}
