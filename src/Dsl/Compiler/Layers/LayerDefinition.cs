using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Layers;

/// <summary>What a layer attribute means: its arguments, and the expression of its output.</summary>
/// <param name="Name">The attribute's name.</param>
/// <param name="Arguments">The arguments it takes.</param>
/// <param name="Build">Adds the layer to the graph.</param>
internal sealed record LayerDefinition(string Name, EquatableArray<LayerArgument> Arguments, Func<LayerContext, Node, Node> Build) : AttributeDefinition(Name, Arguments)
{
    /// <summary>Whether it has weights.</summary>
    public bool HasWeights { get; init; }
}
