using Adjoint;
using static Adjoint.Loss;

namespace Models.Tests.Reference;

/// <summary>A multilayer perceptron: layers of units that are all connected (Rumelhart, Hinton and Williams 1986), here with rectifiers.</summary>
[Model(Input = "20", Loss = CrossEntropy)]
public partial record Mlp(
    [Dense(32), Relu] Layer First,
    [Dense(16), Relu] Layer Second,
    [Dense(5)]        Layer Logits);
