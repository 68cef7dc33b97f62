using Adjoint;
using static Adjoint.Loss;

namespace Models.Tests.Reference;

/// <summary>
/// Classifies sequences of three measurements, such as of an accelerometer, by gated recurrent units (Cho et al. 2014) of two layers that read in both
/// directions (Schuster and Paliwal 1997).
/// </summary>
[Model(Input = "T, 3", Loss = CrossEntropy)]
public partial record GruClassifier(
    [Gru(12, Layers = 2, Bidirectional = true, Last = true)] Layer Read,
    [Dense(5)]                                               Layer Logits);
