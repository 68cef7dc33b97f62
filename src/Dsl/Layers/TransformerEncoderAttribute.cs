using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// A block of a transformer: attention of each step of <c>[steps, features]</c> to all, then a network of one hidden layer at each step, each
/// added to its input and normalised. Parameters: <c>Query</c>, <c>Key</c>, <c>Value</c> and <c>Output</c>, <c>[features, features]</c>, the
/// second and third of fewer columns where heads share keys, uniform in ±√(6 / (rows + columns)) (Glorot and Bengio 2010), and
/// <c>QueryBias</c>, <c>KeyBias</c>, <c>ValueBias</c> and <c>OutputBias</c>, zero. Those of the network, in the same way: <c>Hidden [features,
/// hidden]</c>, <c>Projection [hidden, features]</c>, <c>HiddenBias</c> and <c>ProjectionBias</c>. Of the normalisations: <c>AttentionGain</c>
/// and <c>NetworkGain</c>, one, and <c>AttentionOffset</c> and <c>NetworkOffset</c>, zero, <c>[features]</c>.
/// </summary>
/// <param name="heads">The number of heads, which divides the features, at least 1.</param>
/// <param name="hidden">The size of the hidden layer, at least 1.</param>
public sealed class TransformerEncoderAttribute(int heads, int hidden) : LayerAttribute
{
    /// <summary>The number of heads, which divides the features.</summary>
    public int Heads { get; } = heads;

    /// <summary>The size of the hidden layer.</summary>
    public int Hidden { get; } = hidden;

    /// <summary>How many heads keys and values have, which the heads share in equal parts (Ainslie et al. 2023); 0, the default, for as many as there are heads.</summary>
    public int KeyValueHeads { get; set; }

    /// <summary>Whether queries and keys are turned with their step (Su et al. 2021).</summary>
    public bool Rotary { get; set; }

    /// <summary>Whether products have a bias; true by default.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>The rate at which weights, hidden values and what is added are dropped in training; 0 by default.</summary>
    public float Dropout { get; set; }

    /// <summary>Whether the sums are normalised (Vaswani et al. 2017), rather than what attention and network are given (Xiong et al. 2020).</summary>
    public bool PostNorm { get; set; }

    /// <summary>What is added to the variance; 1e-5 by default.</summary>
    public float Epsilon { get; set; } = 1e-5f;

    /// <summary>The function of the hidden values; Gelu by default.</summary>
    public Activation Activation { get; set; } = Activation.Gelu;

    internal override EquatableArray<ArgumentSpec> Arguments =>
    [
        Integer(nameof(Heads), Heads),
        Integer(nameof(Hidden), Hidden),
        Integer(nameof(KeyValueHeads), KeyValueHeads),
        Boolean(nameof(Rotary), Rotary),
        Boolean(nameof(Bias), Bias),
        Real(nameof(Dropout), Dropout),
        Boolean(nameof(PostNorm), PostNorm),
        Real(nameof(Epsilon), Epsilon),
        Choice(nameof(Activation), Activation.ToString()),
    ];
}
