using static Adjoint.Ops;

namespace Architectures;

/// <summary>Mixes along the patches, then along the channels (Tolstikhin et al. 2021).</summary>
[Model]
public partial record MixerBlock(
    [LayerNorm]                      Layer Norm1,
    [Dense(9), Gelu, Dense("P")]     Layer Tokens,
    [LayerNorm]                      Layer Norm2,
    [Dense(7), Gelu, Dense("C")]     Layer Channels)
{
    public Expr Forward([Shape("P, C")] Expr x)
    {
        x += Transpose(Tokens(Transpose(Norm1(x))));
        x += Channels(Norm2(x));
        return x;
    }
}

/// <summary>A mixer over five patches.</summary>
[Model(Input = "5, 6", Loss = CrossEntropy)]
public partial record MlpMixer(
    [Dense(4)]             Layer Embed,
    [Use<MixerBlock>]      Layer First,
    [Use<MixerBlock>]      Layer Second,
    [LayerNorm, Dense(3)]  Layer Head)
{
    public Expr Forward(Expr patches)
    {
        var x = Embed(patches);
        foreach (var block in new[] { First, Second })
        {
            x = block(x);
        }

        return Mean(Head(x), axis: 0);
    }
}
