using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;

namespace Adjoint.Compiler.Layers;

/// <summary>
/// Every layer by the name of its attribute. An attribute says what a user may write, its definition here what that means; a
/// test compares the two.
/// </summary>
internal static class LayerCatalog
{
    public static IReadOnlyList<LayerDefinition> All { get; } =
    [
        DenseLayer.Definition,
        ConvolutionLayers.Conv2D,
        ConvolutionLayers.DepthwiseConv2D,
        ConvolutionLayers.Conv1D,
        ConvolutionLayers.Conv3D,
        ConvolutionLayers.ConvTranspose2D,
        ConvolutionLayers.ConvTranspose1D,
        .. PoolingLayers.All,
        FlattenLayer.Definition,
        .. RegularisationLayers.All,
        new("Relu", [], static (layer, x) => layer.Builder.Add(new Relu(), x)),
        new("LeakyRelu", [new RealArgument("Slope", 0.01)], static (layer, x) => layer.Builder.Add(new LeakyRelu(layer.Real("Slope")), x)),
        new("Tanh", [], static (layer, x) => layer.Builder.Add(new Tanh(), x)),
        new("Sigmoid", [], static (layer, x) => layer.Builder.Add(new Sigmoid(), x)),
        new("Softplus", [], static (layer, x) => layer.Builder.Add(new Softplus(), x)),
        .. ActivationLayers.All,
        new("Softmax", [], static (layer, x) => layer.Builder.Add(new Softmax(), x)),
        .. NormalisationLayers.All,
        EmbeddingLayer.Definition,
        PositionEmbeddingLayer.Definition,
        .. RecurrentLayers.All,
        .. AttentionLayers.All,
        .. ChannelAttentionLayers.All,
        new("Patchify", [new IntegerArgument("Size")], static (layer, x) => layer.Apply("Patchify", x, (long)layer.Integer("Size"))),
    ];

    /// <summary>The definition of a layer; null when there is none.</summary>
    public static LayerDefinition? Find(string name) => All.FirstOrDefault(definition => definition.Name == name);
}
