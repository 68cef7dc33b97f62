using Adjoint;
using static Adjoint.Loss;
using static Adjoint.Ops;

namespace Models.Tests.Reference;

/// <summary>Mixes along the squares of the image, then along the channels.</summary>
[Model]
public partial record MixerBlock(
    [LayerNorm]                   Layer Norm1,
    [Dense(12), Gelu, Dense("P")] Layer Tokens,
    [LayerNorm]                   Layer Norm2,
    [Dense(40), Gelu, Dense("C")] Layer Channels)
{
    public Expr Forward([Shape("P, C")] Expr x)
    {
        var mixed = x + Transpose(Tokens(Transpose(Norm1(x))));
        return mixed + Channels(Norm2(mixed));
    }
}

/// <summary>An MLP-Mixer, which sees images with neither convolution nor attention (Tolstikhin et al. 2021).</summary>
[Model(Input = "3, 16, 16", Loss = CrossEntropy)]
public partial record MlpMixer(
    [Patchify(4), Dense(20)]      Layer Squares,
    [Use<MixerBlock>(Repeat = 2)] Layer Blocks,
    [LayerNorm]                   Layer Norm,
    [Dense(10)]                   Layer Logits)
{
    public Expr Forward(Expr image) => Logits(Mean(Norm(Blocks(Squares(image))), axis: 0));
}
