using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// Attention of several heads of a sequence <c>[steps, features]</c> to itself (Vaswani et al. 2017). Parameters: <c>Query</c>, <c>Key</c>,
/// <c>Value</c> and <c>Output</c>, <c>[features, features]</c>, the second and third of fewer columns where heads share keys, uniform in ±√(6 /
/// (rows + columns)) (Glorot and Bengio 2010), and <c>QueryBias</c>, <c>KeyBias</c>, <c>ValueBias</c> and <c>OutputBias</c>, zero.
/// </summary>
public sealed class SelfAttentionAttribute : LayerAttribute
{
    /// <summary>The number of heads, which divides the features; 1 by default.</summary>
    public int Heads { get; set; } = 1;

    /// <summary>Whether a step attends to itself and those before alone.</summary>
    public bool Causal { get; set; }

    /// <summary>How many heads keys and values have, which the heads share in equal parts (Ainslie et al. 2023); 0, the default, for as many as there are heads.</summary>
    public int KeyValueHeads { get; set; }

    /// <summary>Whether queries and keys are turned with their step (Su et al. 2021).</summary>
    public bool Rotary { get; set; }

    /// <summary>Whether products have a bias; true by default.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>The rate at which weights are dropped in training; 0 by default.</summary>
    public float Dropout { get; set; }

    internal override EquatableArray<ArgumentSpec> Arguments =>
    [
        Integer(nameof(Heads), Heads),
        Boolean(nameof(Causal), Causal),
        Integer(nameof(KeyValueHeads), KeyValueHeads),
        Boolean(nameof(Rotary), Rotary),
        Boolean(nameof(Bias), Bias),
        Real(nameof(Dropout), Dropout),
    ];
}
