using Adjoint;
using static Adjoint.Loss;

namespace Models.Tests.Reference;

/// <summary>
/// Predicts each next character of a text: a transformer's decoder (Vaswani et al. 2017) that normalises before it adds, as generative pretrained ones do
/// (Radford et al. 2019).
/// </summary>
[Model(Input = "i32[T]", Loss = CrossEntropy)]
public partial record CharTransformer(
    [Embedding(28, 24), PositionEmbedding(32)]             Layer Characters,
    [TransformerDecoder(4, 48), TransformerDecoder(4, 48)] Layer Blocks,
    [LayerNorm, Dense(28, Bias = false)]                   Layer Head);
